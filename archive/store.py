"""The captures' bytes: kept once, compressed, under their SHA-256.

A capture stands at ``captures/ab/abcdef….gz``. A file is written beside its place,
synced and renamed, so that whatever stands under a hash is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError

_COMPRESSION = 4
_HASH_LETTERS = 64


class DamagedCaptureError(ArchiveError):
    """Bytes that are gone from the store, or are not those that were loaded."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class CaptureStore:
    """A folder of content-addressed, compressed files."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Return where the bytes of this hash stand, or would stand."""
        return self.root / sha256[:2] / f"{sha256}.gz"

    def put(self, content: bytes) -> str:
        """Keep ``content`` and return its hash; what is there already is left alone."""
        return self.put_all([content])[0]

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """Keep many captures and return their hashes.

        All are written before the first is synced: the file system then commits its
        journal once for the batch and not once for each file.
        """
        hashes = [digest(content) for content in contents]
        parts: list[tuple[Path, Path]] = []
        try:
            for sha256, content in dict(zip(hashes, contents, strict=True)).items():
                if not (path := self.path(sha256)).exists():
                    part = path.with_name(f"{path.name}.{os.getpid()}.part")
                    parts.append((part, path))
                    _write(part, gzip.compress(content, _COMPRESSION, mtime=0))
            for part, path in parts:
                _sync(part)
                os.replace(part, path)
        except BaseException:
            for part, _path in parts:
                part.unlink(missing_ok=True)
            raise
        return hashes

    def get(self, sha256: str) -> bytes:
        """Return the bytes of this hash.

        Raises:
            DamagedCaptureError: they are missing, or no longer what was loaded.
        """
        path = self.path(sha256)
        try:
            content = gzip.decompress(path.read_bytes())
        except FileNotFoundError:
            raise DamagedCaptureError(f"{path}: the capture's bytes are missing.") from None
        except (OSError, EOFError, zlib.error) as error:
            raise DamagedCaptureError(f"{path}: the capture is damaged ({error}).") from error
        if digest(content) != sha256:
            raise DamagedCaptureError(f"{path}: the capture is not what was loaded.")
        return content

    def remove(self, sha256: str) -> None:
        """Delete the bytes of this hash; nothing happens where there are none."""
        self.path(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Yield every hash in the store."""
        for path in self.root.glob("??/*.gz"):
            if len(path.stem) == _HASH_LETTERS:
                yield path.stem


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
