"""A file of named arrays: written once, read by memory map, each block with its CRC-32.

Layout: a 16-byte head (magic, format version), the blocks (each aligned to 64
bytes), a JSON directory (the file's name, metadata and, by name, offset, length, type and
checksum of each block), a 32-byte tail that finds and checks the directory.

A block is checked when it is first asked for after the file was opened. It is read for that
through the descriptor and not through the map: a disk that fails then is an error and no signal.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import numpy as np
import numpy.typing as npt

from search.engine.storage.index_errors import IndexDamagedError, told_as_damage

FORMAT_VERSION: Final = 1
_MAGIC: Final = b"KHIZANA\x00"
_HEAD: Final = struct.Struct("<8sQ")
_TAIL: Final = struct.Struct("<QQQ8s")
_ALIGNMENT: Final = 64
"""Bytes that each block is aligned to: the length of a line of the processor's cache."""
_SPOOL_BYTES: Final = 1 << 22
"""Bytes of a block that are held in memory while it is written."""
_COPIED_BYTES: Final = 1 << 20
"""Bytes that are read and written at once."""

Array = npt.NDArray[Any]


class BlockWriter:
    """Collects blocks in any order of appending and writes them to ``path`` at ``finish``.

    Blocks past a few megabytes wait in unnamed temporary files beside ``path``, so
    that memory stays constant and a crash leaves nothing behind.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spools: dict[str, BinaryIO] = {}
        self._types: dict[str, str] = {}

    def append(self, name: str, values: Array | bytes) -> None:
        """Append to block ``name``; every part of one block has one type."""
        array = np.frombuffer(values, np.uint8) if isinstance(values, bytes) else values
        kind = array.dtype.str
        if self._types.setdefault(name, kind) != kind:
            raise TypeError(f"block {name}: {kind} appended to {self._types[name]}")
        spool = self._spools.get(name)
        if spool is None:
            spool = self._spools[name] = BytesIO()
        elif isinstance(spool, BytesIO) and spool.tell() + array.nbytes > _SPOOL_BYTES:
            spool = self._spools[name] = self._moved_to_disk(spool)
        spool.write(np.ascontiguousarray(array).data)

    def _moved_to_disk(self, spool: BytesIO) -> BinaryIO:
        file = tempfile.TemporaryFile(dir=self._path.parent)  # noqa: SIM115 - closed by finish
        file.write(spool.getbuffer())
        return cast(BinaryIO, file)

    def finish(self, metadata: dict[str, Any], sync: bool = True) -> None:
        """Write and sync the file. It appears under its name only when whole."""
        partial = self._path.with_name(self._path.name + ".part")
        with partial.open("wb", buffering=_COPIED_BYTES) as stream:
            stream.write(_HEAD.pack(_MAGIC, FORMAT_VERSION))
            blocks = {name: self._copy(name, stream) for name in sorted(self._spools)}
            whole = {"name": self._path.name, "metadata": metadata, "blocks": blocks}
            directory = json.dumps(whole).encode()
            offset = stream.tell()
            stream.write(directory)
            stream.write(_TAIL.pack(offset, len(directory), zlib.crc32(directory), _MAGIC))
            stream.flush()
            if sync:
                os.fsync(stream.fileno())
        partial.rename(self._path)

    def _copy(self, name: str, stream: Any) -> dict[str, Any]:
        stream.write(b"\0" * (-stream.tell() % _ALIGNMENT))
        spool = self._spools[name]
        spool.seek(0)
        offset, checksum = stream.tell(), 0
        while chunk := spool.read(_COPIED_BYTES):
            checksum = zlib.crc32(chunk, checksum)
            stream.write(chunk)
        spool.close()
        length = stream.tell() - offset
        return {"offset": offset, "length": length, "type": self._types[name], "crc": checksum}


class BlockFile:
    """A written file, mapped into memory. Raises ``IndexDamagedError`` where it is cut.

    ``on_damage`` is told of damage that is found later, before it is raised.
    """

    def __init__(
        self, path: Path, on_damage: Callable[[IndexDamagedError], None] | None = None
    ) -> None:
        self.path = path
        self._on_damage = on_damage
        self._sound: set[str] = set()
        """The blocks that matched their checksum when they were first asked for."""
        with told_as_damage(path):
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, self._descriptor)
            self._identity = _identity(self._descriptor)
            self.size = self._identity[0]
            if self.size < _HEAD.size + _TAIL.size:
                raise IndexDamagedError(path, "the file is cut short")
            self._map = mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)
        directory = self._directory()
        self.metadata: dict[str, Any] = directory["metadata"]
        self._blocks: dict[str, dict[str, Any]] = directory["blocks"]

    def _directory(self) -> dict[str, Any]:
        with told_as_damage(self.path):
            head = os.pread(self._descriptor, _HEAD.size, 0)
            end = os.pread(self._descriptor, _TAIL.size, self.size - _TAIL.size)
        magic, version = _HEAD.unpack(head)
        offset, length, checksum, tail = _TAIL.unpack(end)
        if magic != _MAGIC or tail != _MAGIC:
            raise IndexDamagedError(self.path, "the file is cut short or is no index file")
        if version != FORMAT_VERSION:
            raise IndexDamagedError(self.path, f"format {version} is not {FORMAT_VERSION}")
        raw = self._map[offset : offset + length]
        if zlib.crc32(raw) != checksum:
            raise IndexDamagedError(self.path, "the directory does not match its checksum")
        loaded: dict[str, Any] = json.loads(raw)
        # Files written before December 2026 do not say their name.
        if loaded.get("name", self.path.name) != self.path.name:
            raise IndexDamagedError(self.path, f"it is {loaded['name']} under another name")
        return loaded

    def __contains__(self, name: str) -> bool:
        return name in self._blocks

    def names(self) -> list[str]:
        """Return the names of all blocks."""
        return list(self._blocks)

    def length(self, name: str) -> int:
        """Return the bytes of block ``name``."""
        return int(self._blocks[name]["length"])

    def array(self, name: str) -> Array:
        """Return the block as a read-only array over the map; no byte is copied.

        Raises ``IndexDamagedError`` where it does not match its checksum.
        """
        if name not in self._sound:
            self._check(name)
        block = self._blocks[name]
        kind = np.dtype(block["type"])
        count = block["length"] // kind.itemsize
        if count == 0:
            return np.empty(0, kind)
        return np.frombuffer(self._map, kind, count, block["offset"])

    def _check(self, name: str) -> None:
        try:
            for _read in self._checked(name):
                pass
        except IndexDamagedError as error:
            if self._on_damage is not None:
                self._on_damage(error)
            raise

    def _checked(self, name: str) -> Iterator[int]:
        """Read a block, yield the bytes of each piece. Raises ``IndexDamagedError``."""
        block = self._blocks[name]
        place, end, checksum = block["offset"], block["offset"] + block["length"], 0
        while place < end:
            with told_as_damage(self.path):
                piece = os.pread(self._descriptor, min(_COPIED_BYTES, end - place), place)
            if not piece:
                raise IndexDamagedError(self.path, "the file is cut short")
            checksum = zlib.crc32(piece, checksum)
            place += len(piece)
            yield len(piece)
        if checksum != block["crc"]:
            raise IndexDamagedError(self.path, f"block {name} does not match its checksum")
        self._sound.add(name)

    def release_pages(self) -> None:
        """Give the pages that were read back to the system; they are read again when needed."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def checked_pieces(self) -> Iterator[int]:
        """Read every block, yield the bytes of each piece, a megabyte at most.

        Raises ``IndexDamagedError`` naming the file and the block.
        """
        for name in self._blocks:
            yield from self._checked(name)

    def verify(self) -> None:
        """Read every block. Raises ``IndexDamagedError`` naming the file and the block."""
        for _read in self.checked_pieces():
            pass

    def verify_if_changed(self) -> None:
        """Read every block again where somebody has written to the file since it was opened.

        An index file is never written to once it has its name. Raises ``IndexDamagedError``.
        """
        found = _identity(self._descriptor)
        if found != self._identity:
            if found[0] != self.size:
                raise IndexDamagedError(self.path, "the file has another length than it had")
            self._directory()
            self.verify()
            self._identity = found


def _identity(descriptor: int) -> tuple[int, int]:
    """Return the bytes of an open file, and when it was last written to."""
    found = os.fstat(descriptor)
    return found.st_size, found.st_mtime_ns


def sync_directory(path: Path) -> None:
    """Make renames inside ``path`` outlast a power failure."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
