"""Uploads: a file comes in slices into a folder of its own, and is loaded when it is whole.

What is kept on the disk bears no name that anybody sent. Each slice is on the disk before its
bytes are counted: a server that is killed in between takes the slice once more.
"""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.jobs import request
from archive.models import LoadRemark, Upload, UploadState

SLICE_BYTES: Final = 4_000_000
"""The most bytes of one slice."""
KEPT: Final = timedelta(days=1)
"""How long an upload may lie unfinished, and the time over which a person's quota counts."""
LOADING: Final = "load_upload"
"""The kind of job that loads an upload."""
_FREE_TIMES: Final = 3
"""Room on the disk that a file needs: itself, its captures, its articles with their index."""
_FREE_BYTES: Final = 500_000_000
"""Room that stays free on the disk: less of it makes the archive not ready."""
_BUFFER: Final = 256 * 1024
_NAME: Final = 1000
_MB: Final = 1_000_000


class WrongPlaceError(ArchiveError):
    """A slice does not begin where the last one ended; ``received`` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part of the file does not follow the last one."))
        self.received = received


def begin_upload(
    person: Any, name: str, size: int, *, mends: LoadRemark | None = None, **more: Any
) -> Upload:
    """Make an upload of ``size`` bytes; asked first: its size, the person's quota, the disk.

    Raises:
        ArchiveError: it may not or cannot come, with the reason.
    """
    sweep_uploads()
    name = _clean(name)
    if size <= 0:
        raise ArchiveError(_("%(name)s: the file is empty.") % {"name": name})
    if size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // _MB
        raise ArchiveError(
            _("%(name)s: larger than %(most)d MB; cut it up, or have it loaded by command.")
            % {"name": name, "most": most}
        )
    with transaction.atomic():
        if _uploaded_of_late(person) + size > settings.UPLOAD_QUOTA_BYTES:
            quota = settings.UPLOAD_QUOTA_BYTES // _MB
            raise ArchiveError(
                _(
                    "You may upload %(quota)d MB in a day, and this file goes beyond; go on tomorrow."
                )
                % {"quota": quota}
            )
        _folder().mkdir(mode=0o700, exist_ok=True)
        if shutil.disk_usage(_folder()).free < _FREE_TIMES * size + _FREE_BYTES:
            raise ArchiveError(_("The archive's disk has no room for this file; tell who runs it."))
        return Upload.objects.create(person=person, name=name, size=size, mends=mends, **more)


def take_slice(upload: Upload, offset: int, stream: BinaryIO, length: int) -> Upload:
    """Keep the next ``length`` bytes of an upload, read from ``stream``; return it as it stands.

    Raises:
        WrongPlaceError: the slice does not begin where the last one ended.
        ArchiveError: there are too many bytes, or fewer came than were told.
    """
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state != UploadState.COMING or offset != row.received:
            raise WrongPlaceError(row.received)
        if not 0 < length <= SLICE_BYTES or offset + length > row.size:
            raise ArchiveError(_("This part of the file is longer than was told."))
        _write(upload_path(row), offset, stream, length)
        row.received = offset + length
        row.save(update_fields=["received", "touched_at"])
    return row


def finish_upload(upload: Upload) -> Upload:
    """Have an upload loaded in the background, once all of it has come.

    Raises:
        ArchiveError: some of it is missing.
    """
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state != UploadState.COMING:
            return row
        if row.received != row.size:
            raise ArchiveError(_("Some of the file is still missing."))
        row.state = UploadState.WHOLE
        row.job = request(LOADING, {"upload": row.pk}, row.person)
        row.save(update_fields=["state", "job", "touched_at"])
    return row


def keep_whole(person: Any, name: str, content: bytes, **more: Any) -> Upload:
    """Keep a small file that came in one piece, and have it loaded.

    Raises:
        ArchiveError: it may not or cannot come, with the reason.
    """
    upload = begin_upload(person, name, len(content), **more)
    return finish_upload(take_slice(upload, 0, BytesIO(content), len(content)))


def sweep_uploads() -> int:
    """Delete uploads that lie unfinished for a day, with their bytes; return their number."""
    stale = Upload.objects.filter(
        state=UploadState.COMING, touched_at__lt=timezone.now() - KEPT
    ).only("token")
    swept = 0
    for upload in stale:
        discard(upload)
        swept += upload.delete()[0]
    return swept


def discard(upload: Upload) -> None:
    """Delete the bytes of an upload."""
    upload_path(upload).unlink(missing_ok=True)


def upload_path(upload: Upload) -> Path:
    """Return where the bytes of an upload lie."""
    return _folder() / upload.token


def _folder() -> Path:
    return Path(settings.ARCHIVE_HOME) / "uploads"


def _uploaded_of_late(person: Any) -> int:
    recent = Upload.objects.filter(person=person, begun_at__gt=timezone.now() - KEPT)
    return recent.aggregate(total=Sum("size"))["total"] or 0


def _write(path: Path, offset: int, stream: BinaryIO, length: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        left = length
        while left:
            piece = stream.read(min(left, _BUFFER))
            if not piece:
                raise ArchiveError(_("The connection broke off; send this part again."))
            file.write(piece)
            left -= len(piece)
        file.flush()
        os.fsync(file.fileno())


def _clean(name: str) -> str:
    """Return a name as documents bear it: a path without a root and without ways out of it."""
    printable = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    parts = [part for part in printable.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-_NAME:] or "upload"
