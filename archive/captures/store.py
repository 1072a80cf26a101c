"""The captures' bytes: kept once, compressed, under their SHA-256.

A capture stands at ``captures/ab/abcdef….gz``. A file is written beside its place, synced and
renamed, and then its folder is synced: whatever stands under a hash is whole, and what was put
is there after a power cut. ``stored_capture`` gives a capture back as it was loaded.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from archive.captures.capture_keeping import KeptBytes
from archive.captures.packed_bytes import (
    HASH_LETTERS,
    DamagedCaptureError,
    compressed,
    digest,
    unpacked,
)
from archive.models import Capture
from archive.records.documents import RawCapture

__all__ = [
    "CaptureStore",
    "DamagedCaptureError",
    "capture_folder",
    "capture_store",
    "check_captures",
    "digest",
    "raw_capture",
    "stored_capture",
]

_PART: Final = ".part"
"""How the name of a file ends that is being written."""

_STALE_SECONDS: Final = 3600
"""A batch is written in seconds: what is an hour old was left by a load that was killed. Its
process is not asked for, since a store can be shared by machines or containers."""

_SYNCING_THREADS: Final = 4
"""200 captures and their folders are synced in 59 ms by four threads, 112 ms by one, 49 ms by
eight (SSD, ext4); the threads only wait."""


@dataclass(frozen=True, slots=True)
class CaptureStore:
    """A folder of content-addressed, compressed files."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this hash stand, or would stand."""
        return self.root / sha256[:2] / f"{sha256}.gz"

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its hash; what is there already is left alone."""
        sha256 = digest(content)
        self.put_all({sha256: content})
        return sha256

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Keep many captures, given by their hashes.

        All are written before the first is synced: the file system then commits its
        journal once for the batch and not once for each file.
        """
        # Paths as texts: as objects they take as long as the files.
        root, suffix = os.fspath(self.root), f".{os.getpid()}-{secrets.token_hex(4)}{_PART}"
        parts: dict[str, str] = {}
        folders: set[str] = set()
        try:
            for sha256, content in contents.items():
                folder = f"{root}/{sha256[:2]}"
                path = f"{folder}/{sha256}.gz"
                if not os.path.exists(path):
                    folders.update(_made_folders(folder))
                    parts[path] = path + suffix
                    _write(parts[path], compressed(content))
            _sync_all(_sync, parts.values())
            for path, part in parts.items():
                os.replace(part, path)
                folders.add(os.path.dirname(path))
            _sync_all(_sync_folder, folders)
        except BaseException:
            for part in parts.values():
                Path(part).unlink(missing_ok=True)
            raise

    def get(self, sha256: str) -> bytes:
        """Return the bytes of this hash.

        Raises:
            DamagedCaptureError: they are missing, or no longer what was loaded.
        """
        return unpacked(self.packed(sha256), sha256, os.fspath(self.path(sha256)))

    def packed(self, sha256: str) -> bytes:
        """Return the bytes of this hash as they are kept. Raises ``DamagedCaptureError``."""
        path = self.path(sha256)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise DamagedCaptureError(f"{path}: the capture's bytes are missing.") from None
        except OSError as error:
            raise DamagedCaptureError(f"{path}: the capture is damaged ({error}).") from error

    def has(self, sha256: str) -> bool:
        """Return whether bytes of this hash are there."""
        return self.path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Delete the bytes of this hash for good; nothing happens where there are none."""
        path = self.path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return
        _sync_folder(os.fspath(path.parent))

    def hashes(self) -> Iterator[str]:
        """Yield every hash in the store."""
        for path in self.root.glob("??/*.gz"):
            if len(path.stem) == HASH_LETTERS:
                yield path.stem

    def sweep(self) -> int:
        """Delete what loads that were killed left half written; return the number of files.

        What is being written now, by this process or another, is left alone.
        """
        swept = 0
        stale_before = time.time() - _STALE_SECONDS
        for part in self._parts():
            try:
                if os.stat(part).st_mtime < stale_before:
                    os.unlink(part)
                    swept += 1
            except FileNotFoundError:
                # Another load was quicker, with its work or with its sweeping.
                continue
        return swept

    def _parts(self) -> Iterator[str]:
        # By names alone: 163,000 captures are passed in an eighth of a second.
        for folder in self.root.glob("??"):
            for name in os.listdir(folder):
                if name.endswith(_PART):
                    yield f"{folder}/{name}"


def _made_folders(folder: str) -> tuple[str, ...]:
    """Make a folder where it is missing; return the folders that this changes."""
    if os.path.isdir(folder):
        return ()
    os.makedirs(folder, exist_ok=True)
    return (os.path.dirname(folder), os.path.dirname(os.path.dirname(folder)))


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _sync_all(sync: Callable[[str], None], paths: Collection[str]) -> None:
    """Call ``sync`` for each path, several at a time: a disk makes each of them wait."""
    if not paths:
        return
    with ThreadPoolExecutor(min(_SYNCING_THREADS, len(paths))) as pool:
        # Taken from the iterator, so that what was raised in a thread is raised here.
        list(pool.map(sync, paths))


def _sync(path: str) -> None:
    """Bring what was written to a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: str) -> None:
    """Bring the names in a folder to the disk; not every file system can be asked to."""
    try:
        _sync(path)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


def capture_folder() -> CaptureStore:
    """Return the store in the archive's folder."""
    return CaptureStore(Path(settings.ARCHIVE_HOME) / "captures")


def capture_store() -> KeptBytes:
    """Return the store of this archive: its bucket, where a setting names one, else its folder."""
    if settings.ARCHIVE_CAPTURES is None:
        return capture_folder()
    from archive.captures.bucket_store import BucketStore

    return BucketStore(settings.ARCHIVE_CAPTURES)


def check_captures() -> None:
    """Ask a bucket, where there is one, whether captures can be kept and removed.

    Raises ``ArchiveError``.
    """
    if settings.ARCHIVE_CAPTURES is not None:
        from archive.captures.bucket_store import BucketStore

        BucketStore(settings.ARCHIVE_CAPTURES).check()


def stored_capture(capture: Capture) -> RawCapture:
    """Return a capture with its bytes, as it was read.

    Raises:
        DamagedCaptureError: the bytes are missing, or no longer what was loaded.
    """
    return raw_capture(capture, capture_store().get(capture.sha256))


def raw_capture(row: Capture, content: bytes) -> RawCapture:
    """Return a stored capture as it was when it was read, to be parsed anew.

    The encoding that was found then counts as declared: the bytes have not changed.
    """
    return RawCapture(
        uri=row.uri,
        document=row.document,
        content=content,
        media_type=row.media_type,
        charset=row.charset or None,
        captured=row.captured_at,
        url=row.url or None,
        container=row.container,
        record_id=row.record_id,
        record_offset=row.record_offset,
        fields=row.fields,
    )
