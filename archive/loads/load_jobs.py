"""Background work on loads: an upload loaded, a load undone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.captures.refused_originals import MOST_BYTES, MOST_OF_A_LOAD, keep_original
from archive.errors import ArchiveError
from archive.jobs import JobKind, raise_if_stopped, register, tell_progress
from archive.loads.load_undoing import finish_undo, undo_step
from archive.loads.uploads import LOADING, discard, upload_path
from archive.models import (
    Job,
    Load,
    LoadRemark,
    LoadState,
    LoadWay,
    RemarkKind,
    Upload,
    UploadState,
)
from archive.records.documents import HTML, RawCapture
from archive.records.page_parts import Found

UNDOING = "undo_load"
"""The kind of job that undoes a load: ``load``, and ``with_touched``."""


def register_load_jobs() -> None:
    """Make both kinds known."""
    register(
        JobKind(
            LOADING,
            gettext_lazy("loading an upload"),
            _load_step,
            atomic=False,
            long=True,
            page=_page,
        )
    )
    register(
        JobKind(
            UNDOING,
            gettext_lazy("undoing a load"),
            _undo_step,
            atomic=False,
            long=True,
            page=_page,
        )
    )


def _load_step(job: Job) -> bool:
    """Load a whole upload. Done again after a kill, it goes on with the record that was begun."""
    # Imported here: the web server asks for this work, and needs none of the readers of pages.
    from archive.ingest.loading import LoadOrigin
    from archive.ingest.run import load_paths

    upload = Upload.objects.select_related("person", "load").get(pk=job.parameters["upload"])
    if upload.state == UploadState.LOADED:
        discard(upload)
        return True

    def begun(load: Load) -> None:
        Upload.objects.filter(pk=upload.pk).update(load=load)
        job.report = {"load": load.pk}
        Job.objects.filter(pk=job.pk).update(report=job.report)

    origin = LoadOrigin(
        LoadWay(upload.way),
        upload.person,
        (upload.name,),
        _resumed(upload),
        begun=begun,
        told=lambda report: tell_progress(job, report.documents),
        goes_on=lambda: raise_if_stopped(job),
    )
    load_paths([upload.name], origin=origin, captures=_captures(upload))
    upload.refresh_from_db()
    _keep_refused(upload)
    _settle(upload)
    discard(upload)
    return True


def _resumed(upload: Upload) -> Load | None:
    """Return the record that a load goes on with, which was stopped or killed.

    Raises:
        ArchiveError: it is being undone.
    """
    load = upload.load
    if load is not None and load.state == LoadState.UNDOING:
        raise ArchiveError(_("The load of this file is being undone; go on when that is done."))
    return None if load is None or load.state == LoadState.UNDONE else load


def _keep_refused(upload: Upload) -> None:
    """Keep a file of which something was refused, so that it can be mended at the desk."""
    if upload.load is None or not upload.load.refused or upload.size > MOST_BYTES:
        return
    refused = upload.load.remarks.filter(kind=RemarkKind.REFUSED, original=None)
    content = upload_path(upload).read_bytes()
    keep_original(refused[:MOST_OF_A_LOAD], content, whole=True)


def _settle(upload: Upload) -> None:
    """Note that an upload is loaded, and that what it was sent for is mended."""
    with transaction.atomic():
        upload.state = UploadState.LOADED
        upload.save(update_fields=["state", "touched_at"])
        if upload.mends_id and upload.load is not None and not upload.load.refused:
            LoadRemark.objects.filter(pk=upload.mends_id).update(
                settled_at=timezone.now(), settled_by=upload.load
            )


def _captures(upload: Upload) -> Iterable[Found]:
    """Return what an upload holds. A page that a browser handed over says so for ever."""
    from archive.ingest.containers import read_file_as

    if upload.way != LoadWay.HANDED_OVER:
        return read_file_as(upload_path(upload), upload.name)
    handed_over = RawCapture(
        uri=upload.source_url,
        document=upload.source_url,
        content=upload_path(upload).read_bytes(),
        media_type=HTML,
        charset="utf-8",
        captured=upload.begun_at,
        url=upload.source_url,
        container=f"handed over by the browser of {upload.person.get_username()}, after scripts",
    )
    return [handed_over]


def _undo_step(job: Job) -> bool:
    """Undo the next documents of a load."""
    load = Load.objects.get(pk=job.parameters["load"])
    job.report = {"load": load.pk}
    if load.state == LoadState.UNDONE:
        return True
    at = int(job.position.get("capture", 0))
    reached = undo_step(load, at, with_touched=bool(job.parameters.get("with_touched")))
    if reached is None:
        finish_undo(load)
        job.done = job.total or job.done
        return True
    job.position = {"capture": reached}
    left = load.captures.filter(pk__gt=reached).count()
    job.done = max((job.total or 0) - left, 0)
    return False


def _page(job: Job) -> str:
    load = job.report.get("load")
    return reverse("admin:archive_load_change", args=[load]) if load else ""
