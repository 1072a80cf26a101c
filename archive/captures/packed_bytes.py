"""A capture's bytes as they are kept, in a folder or a bucket: a gzip file under their SHA-256."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from typing import Final

from archive.errors import ArchiveError

_COMPRESSION: Final = 4
_GZIP: Final = 16
"""Added to the bits of the window, it makes zlib write the head and the end of a gzip file."""

_LEAST_WINDOW: Final = 9
_SMALL_WINDOW: Final = 13
_SMALL_MEMORY: Final = 5
HASH_LETTERS: Final = 64


class DamagedCaptureError(ArchiveError):
    """Bytes that are gone from the store, or are not those that were loaded."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def unpacked(packed: bytes, sha256: str, place: str) -> bytes:
    """Return the bytes that were kept at ``place``.

    Raises:
        DamagedCaptureError: they are no longer those of the hash.
    """
    try:
        content = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedCaptureError(f"{place}: the capture is damaged ({error}).") from error
    if digest(content) != sha256:
        raise DamagedCaptureError(f"{place}: the capture is not what was loaded.")
    return content


def compressed(content: bytes) -> bytes:
    """Return ``content`` as a gzip file, made with a window no larger than it.

    With the usual window zlib takes a third of the time of a short record to clear its tables.
    """
    bits = min(max(len(content).bit_length(), _LEAST_WINDOW), zlib.MAX_WBITS)
    memory = _SMALL_MEMORY if bits <= _SMALL_WINDOW else zlib.DEF_MEM_LEVEL
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, _GZIP + bits, memory)
    return packer.compress(content) + packer.flush()
