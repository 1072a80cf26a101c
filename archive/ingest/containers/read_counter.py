"""How far a file is read, for whoever waits: each of its bytes counts once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.ingest.containers.bounded_streams import BUFFER


@dataclass(slots=True)
class ReadCounter:
    """Tells ``advance`` of the bytes of a file as they are first read, however often it is opened."""

    size: int
    advance: Callable[[int], None]
    reached: int = 0

    def counted(self, opened: Callable[[], io.BufferedReader]) -> Callable[[], io.BufferedReader]:
        """Return what opens the file as ``opened`` does, and counts."""
        return lambda: io.BufferedReader(_CountedFile(opened().detach(), self), BUFFER)

    def reach(self, place: int) -> None:
        """Count the bytes up to ``place`` that were not counted yet."""
        place = min(place, self.size)
        if place > self.reached:
            self.advance(place - self.reached)
            self.reached = place

    def end(self) -> None:
        """Count what nobody needed to read, too."""
        self.reach(self.size)


class _CountedFile(io.RawIOBase):
    def __init__(self, file: io.RawIOBase, counter: ReadCounter) -> None:
        super().__init__()
        self._file: Any = file
        self._counter = counter

    def readinto(self, buffer: Any) -> int | None:
        read: int | None = self._file.readinto(buffer)
        self._counter.reach(self._file.tell())
        return read

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return int(self._file.seek(place, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def fileno(self) -> int:
        return int(self._file.fileno())

    def close(self) -> None:
        self._file.close()
        super().close()
