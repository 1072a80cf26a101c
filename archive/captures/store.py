"""The captures' bytes: kept once, compressed, under their SHA-256.

A capture stands at ``captures/ab/abcdef….gz``. A file is written beside its place,
synced and renamed, so that whatever stands under a hash is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError

_COMPRESSION = 4
_GZIP = 16
"""Added to the bits of the window, it makes zlib write the head and the end of a gzip file."""
_LEAST_WINDOW = 9
_SMALL_WINDOW = 13
_SMALL_MEMORY = 5
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
        sha256 = digest(content)
        self.put_all({sha256: content})
        return sha256

    def put_all(self, contents: Mapping[str, bytes]) -> None:
        """Keep many captures, given by their hashes.

        All are written before the first is synced: the file system then commits its
        journal once for the batch and not once for each file.
        """
        # Paths as texts: as objects they take as long as the files.
        root, suffix = os.fspath(self.root), f".{os.getpid()}.part"
        parts: dict[str, str] = {}
        try:
            for sha256, content in contents.items():
                path = f"{root}/{sha256[:2]}/{sha256}.gz"
                if not os.path.exists(path):
                    parts[path] = path + suffix
                    _write(path + suffix, _compressed(content))
            for path, part in parts.items():
                _sync(part)
                os.replace(part, path)
        except BaseException:
            for part in parts.values():
                Path(part).unlink(missing_ok=True)
            raise

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


def _compressed(content: bytes) -> bytes:
    """Return ``content`` as a gzip file, made with a window no larger than it.

    With the usual window zlib takes a third of the time of a short record to clear its tables.
    """
    bits = min(max(len(content).bit_length(), _LEAST_WINDOW), zlib.MAX_WBITS)
    memory = _SMALL_MEMORY if bits <= _SMALL_WINDOW else zlib.DEF_MEM_LEVEL
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, _GZIP + bits, memory)
    return packer.compress(content) + packer.flush()


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
