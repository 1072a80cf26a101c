"""Vectors on disk: one file a model, a record a passage, appended to and mapped by readers.

A record that is not whole, or whose checksum is wrong, ends the file: a killed writer leaves
nothing that is believed. A record that no longer counts has no article, and its vector is zeros:
it is out as soon as that is written, and no word of it can be guessed from what is left.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.engine import WriterLock, sync_directory
from search.meaning.embedders import Vectors, in_eight_bits

_HEAD: Final = [
    ("article", "<i8"),
    ("text_hash", "<u8"),
    ("passage", "<u2"),
    ("passages", "<u2"),
    ("length", "<f4"),
    ("checksum", "<u4"),
    ("unused", "<u4"),
]
_VERSION: Final = 1
_LOCK_SECONDS: Final = 30.0
"""What is done under the lock takes milliseconds; writing all anew a second a million."""
_CHECKED_RECORDS: Final = 4_096
"""At the end of the file: what one power cut may have left unwritten."""
_DEAD_PART: Final = 0.5
"""Of the records, from which on the file is written anew."""
_WORTH_REWRITING: Final = 1_000
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9.]+")
_NAME: Final = re.compile(r".+-([1-9]\d{0,4})\.vectors")


def record_type(dimensions: int) -> np.dtype[Any]:
    """Return the type of a record: 32 bytes, and a byte for each dimension."""
    return np.dtype([*_HEAD, ("vector", "i1", (dimensions,))])


@dataclass(frozen=True, slots=True)
class ArticleVectors:
    """The vectors of all passages of one article, and the hash of the text that they stand for."""

    article: int
    text_hash: int
    vectors: Vectors


class VectorFile:
    """The vectors of one model under ``folder``: read by many, written by one at a time."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path: Final = path
        self.folder: Final = path.parent
        self.dimensions: Final = dimensions
        self._type: Final = record_type(dimensions)

    @classmethod
    def named(cls, folder: Path, model: str, dimensions: int) -> VectorFile:
        """Return the file of ``model`` and ``dimensions``, whether it is there or not."""
        return cls(folder / f"{_base(model)}-{dimensions}.vectors", dimensions)

    @classmethod
    def of_model(cls, folder: Path, model: str) -> VectorFile | None:
        """Return the file that holds the vectors of ``model``; ``None`` where there is none yet.

        Where there are several, of several dimensions, it is the one that was written last.
        """
        base = f"{_base(model)}-"
        found = [file for file in vector_files(folder) if file.path.name.startswith(base)]
        return max(found, key=lambda file: file.path.stat().st_mtime_ns, default=None)

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what changes with the file; ``None`` where there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def records(self) -> NDArray[Any]:
        """Return the whole records, mapped: they show what is removed later, and nothing newer."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            size = 0
        count = size // self._type.itemsize
        if not count:
            return np.empty(0, self._type)
        return np.memmap(self.path, self._type, mode="r", shape=(count,))

    def known(self, articles: Collection[int] | None = None) -> dict[int, int]:
        """Return the articles of which every passage is there → the hash of their text.

        Of ``articles``, or of all.
        """
        records = self.records()
        held = records["article"]
        kept = held != 0 if articles is None else np.isin(held, np.fromiter(articles, np.int64))
        places = np.flatnonzero(kept)
        columns = [records[name][places].tolist() for name in ("article", "text_hash", "passages")]
        found: dict[int, int] = {}
        counted: dict[tuple[int, int], int] = {}
        for article, text, passages in zip(*columns, strict=True):
            counted[article, text] = counted.get((article, text), 0) + 1
            if counted[article, text] == passages:
                found[article] = text
        return found

    def read(self, articles: Collection[int]) -> list[ArticleVectors]:
        """Return the vectors of those of ``articles`` that are there, of length 1."""
        records = self.records()
        places = np.flatnonzero(np.isin(records["article"], np.fromiter(articles, np.int64)))
        found = records[places]
        found = found[np.lexsort((found["passage"], found["article"]))]
        heads = np.flatnonzero(np.diff(found["article"], prepend=0))
        return [
            ArticleVectors(int(some["article"][0]), int(some["text_hash"][0]), _vectors_of(some))
            for some in np.split(found, heads[1:])
            if len(some)
        ]

    def write(self, articles: Sequence[ArticleVectors]) -> None:
        """Append the vectors of ``articles``, then take out what stood for them before."""
        if not articles:
            return
        records = np.concatenate([self._records_of(each) for each in articles])
        with self._locked():
            whole = self._whole_bytes()
            with self.path.open("r+b" if self.path.exists() else "x+b") as file:
                file.truncate(whole)
                file.seek(whole)
                file.write(records.tobytes())
                file.flush()
                os.fsync(file.fileno())
            if not whole:
                sync_directory(self.folder)
            before = self.records()[: whole // self._type.itemsize]
            self._clear(np.flatnonzero(np.isin(before["article"], records["article"])))

    def remove(self, articles: Collection[int]) -> int:
        """Take out what stands for ``articles``, at once; return how many records that were."""
        if not articles or not self.path.exists():
            return 0
        with self._locked():
            held = self.records()["article"]
            places = np.flatnonzero(np.isin(held, np.fromiter(articles, np.int64)))
            living = places[held[places] != 0]
            self._clear(living)
        return len(living)

    def tidy(self) -> bool:
        """Write the file anew without what was taken out, where that is half of it; say whether."""
        with self._locked():
            records = self.records()
            living = records["article"] != 0
            dead = len(records) - int(np.count_nonzero(living))
            if dead < _WORTH_REWRITING or dead < _DEAD_PART * len(records):
                return False
            new = self.path.with_suffix(".new")
            with new.open("wb") as file:
                for start in range(0, len(records), 16_384):
                    part = slice(start, start + 16_384)
                    file.write(records[part][living[part]].tobytes())
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
            sync_directory(self.folder)
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with WriterLock(self.folder).held(_LOCK_SECONDS):
            yield

    def _records_of(self, article: ArticleVectors) -> NDArray[Any]:
        rows, lengths = in_eight_bits(article.vectors)
        records = np.zeros(len(rows), self._type)
        records["article"], records["text_hash"] = article.article, article.text_hash
        records["passage"], records["passages"] = np.arange(len(rows)), len(rows)
        records["length"], records["vector"] = lengths, rows
        records["checksum"] = [_checksum(record) for record in records]
        return records

    def _whole_bytes(self) -> int:
        """Return the bytes up to the first record, of the last ones, that is damaged."""
        records = self.records()
        for place in range(max(len(records) - _CHECKED_RECORDS, 0), len(records)):
            record = records[place]
            if record["article"] and record["checksum"] != _checksum(record):
                return place * self._type.itemsize
        return len(records) * self._type.itemsize

    def _clear(self, places: NDArray[np.intp]) -> None:
        """Write zeros over records: the article first, from when on nobody finds them."""
        if not len(places):
            return
        zeros = bytes(self._type.itemsize)
        with self.path.open("r+b") as file:
            for place in places.tolist():
                file.seek(place * self._type.itemsize)
                file.write(zeros)
            file.flush()
            os.fsync(file.fileno())


def _vectors_of(records: NDArray[Any]) -> Vectors:
    lengths = np.maximum(records["length"], 1)[:, None]
    vectors: Vectors = (records["vector"] / lengths).astype(np.float32)
    return vectors


def vector_files(folder: Path) -> list[VectorFile]:
    """Return the vector files of all models under ``folder``."""
    named = ((path, _NAME.fullmatch(path.name)) for path in sorted(folder.glob("*.vectors")))
    return [VectorFile(path, int(match[1])) for path, match in named if match]


def _base(model: str) -> str:
    """Return the beginning of the file's name; models that are spelt alike differ by a checksum."""
    plain = _NOT_IN_NAMES.sub("-", model)[:80].strip("-.")
    return f"{plain}-{zlib.crc32(model.encode()):08x}-v{_VERSION}"


def _checksum(record: Any) -> int:
    parts = (record["article"], record["text_hash"], record["passage"], record["passages"])
    head = b"".join(part.tobytes() for part in (*parts, record["length"]))
    return zlib.crc32(record["vector"].tobytes(), zlib.crc32(head))
