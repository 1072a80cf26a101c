"""The members of a zip archive: which are not opened, and one opened within the budget."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    UnpackedStream,
    UnpackingError,
)

_ENCRYPTED: Final = 0x1
_LOCAL_HEAD: Final = struct.Struct("<4s22xHH")
"""Of what stands before a member's bytes: its sign, and the lengths of name and extra field."""
_LOCAL_SIGN: Final = b"PK\x03\x04"
_UNPACKED_WHOLE: Final = (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
"""Methods by which ``zipfile`` unpacks at once all that it has read, however large that grows."""
_PIECE: Final = 32
"""Packed bytes of such a member that are unpacked at once, to 50 MB at most: bzip2 shrinks a run of
one letter to a millionth."""


def entry_refusal(member: zipfile.ZipInfo) -> str:
    """Return why a member is not opened, or ""."""
    if leads_out(member.filename):
        return "a path that leads out of its archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link in an archive"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    return ""


def leads_out(name: str) -> bool:
    """Whether a path would lead to a place outside of its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]


class _StoredEntry(io.RawIOBase):
    """The bytes of a member that lies unpacked in an open archive, which goes with it."""

    def __init__(self, file: io.BufferedReader, begin: int, size: int) -> None:
        super().__init__()
        self._file, self._begin, self._size, self._place = file, begin, size, 0

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._begin + self._place)
        content = self._file.read(min(len(buffer), max(self._size - self._place, 0)))
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        before = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}
        self._place = max(before[whence] + place, 0)
        return self._place

    def tell(self) -> int:
        return self._place

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


def open_stored(archive: io.BufferedReader, member: zipfile.ZipInfo) -> io.BufferedReader:
    """Open a member that lies unpacked in the file ``archive``, which is closed with it.

    Raises:
        UnpackingError: there is no such member.
    """
    archive.seek(member.header_offset)
    head = archive.read(_LOCAL_HEAD.size)
    if len(head) < _LOCAL_HEAD.size or not head.startswith(_LOCAL_SIGN):
        archive.close()
        raise UnpackingError("damaged in its zip archive")
    _sign, name, extra = _LOCAL_HEAD.unpack(head)
    begin = member.header_offset + _LOCAL_HEAD.size + name + extra
    return io.BufferedReader(_StoredEntry(archive, begin, member.file_size), BUFFER)


def open_entry(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget
) -> io.BufferedReader:
    """Open a member.

    Raises:
        UnpackingError: it is damaged, or packed by a method that is not known here.
    """
    try:
        packed = cast(zipfile.ZipExtFile, archive.open(member))
    except zipfile.BadZipFile as error:
        raise UnpackingError(f"damaged in its zip archive ({error})") from error
    except (NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise UnpackingError(f"cannot be unpacked ({error})") from error
    stream = cast(BinaryIO, packed)
    if member.compress_type in _UNPACKED_WHOLE:
        packed.MIN_READ_SIZE = _PIECE
        stream = cast(BinaryIO, _InPieces(packed))
    return io.BufferedReader(UnpackedStream(stream, budget), BUFFER)


class _InPieces:
    """A member that is read a few bytes at a time, as ``zipfile`` unpacks as many as it is asked for."""

    def __init__(self, member: zipfile.ZipExtFile) -> None:
        self._member = member

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes, fewer at the end only."""
        pieces: list[bytes] = []
        while size and (piece := self._member.read(min(size, _PIECE))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Close the member."""
        self._member.close()
