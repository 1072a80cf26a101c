"""The sorted terms of one field of one segment, as bytes in one array."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from search.engine.storage.block_files import Array
from search.engine.storage.term_shapes import TermShapes, shapes_of

_SAMPLING: Final = 64
"""Every how many terms one is kept as a Python object, to start the look-up from."""
_SHAPED_AT_ONCE: Final = 1 << 16
"""Terms whose shapes are worked out together: a hundred bytes of memory each, for that while."""
_LINE_END: Final = ord("\n")
_SURROGATES: Final = "surrogatepass"
"""A broken document may hold half of a surrogate pair; it must not stop an index build."""


def encode(text: str | bytes) -> bytes:
    """Return the bytes of a term; bytes are given back as they are."""
    return text if isinstance(text, bytes) else text.encode("utf-8", _SURROGATES)


def decode(raw: bytes) -> str:
    """Return the text that ``encode`` made ``raw`` of."""
    return raw.decode("utf-8", _SURROGATES)


class TermDictionary:
    """Terms by ordinal and ordinals by term. ``ends`` holds where each term's bytes end."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob = blob.data
        self._ends = ends
        self._size = len(ends)
        self._shapes: dict[tuple[int, int], TermShapes] = {}

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _quick_ends(self) -> memoryview:
        return self._ends.data

    @cached_property
    def _samples(self) -> list[bytes]:
        return self.terms_at(list(range(0, self._size, _SAMPLING)))

    def term(self, ordinal: int) -> bytes:
        """Return the term of one ordinal."""
        ends = self._quick_ends
        return bytes(self._blob[ends[ordinal - 1] if ordinal else 0 : ends[ordinal]])

    def terms_at(self, ordinals: list[int]) -> list[bytes]:
        """Return the term of each of ``ordinals``."""
        ends, blob = self._quick_ends, self._blob
        return [bytes(blob[ends[n - 1] if n else 0 : ends[n]]) for n in ordinals]

    def lower_bound(self, term: bytes) -> int:
        """Return the ordinal of the first term that is not below ``term``."""
        sample = bisect_left(self._samples, term)
        if not sample:
            return 0
        low = (sample - 1) * _SAMPLING + 1
        high = min(self._size, sample * _SAMPLING)
        return bisect_left(range(self._size), term, low, high, key=self.term)

    def find(self, term: bytes) -> int:
        """Return the ordinal of ``term``, or -1."""
        sample = bisect_right(self._samples, term) - 1
        if sample < 0:
            return -1
        low = sample * _SAMPLING
        high = min(self._size, low + _SAMPLING)
        ends, blob = self._quick_ends, self._blob
        while low < high:
            middle = (low + high) >> 1
            found = bytes(blob[ends[middle - 1] if middle else 0 : ends[middle]])
            if found < term:
                low = middle + 1
            elif found == term:
                return middle
            else:
                high = middle
        return -1

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return (low, high): the terms ``low..high-1`` begin with ``prefix``."""
        low = self.lower_bound(prefix)
        stripped = prefix.rstrip(b"\xff")
        if not stripped:
            return low, self._size
        successor = stripped[:-1] + bytes((stripped[-1] + 1,))
        return low, self.lower_bound(successor)

    def shapes(self, low: int, high: int) -> TermShapes:
        """Return the shapes of the ordinals ``low..high-1``; they are kept, five bytes a term."""
        found = self._shapes.get((low, high))
        if found is None:
            places = range(low, high, _SHAPED_AT_ONCE)
            parts = [self._shaped(at, min(at + _SHAPED_AT_ONCE, high)) for at in places]
            found = self._shapes[low, high] = TermShapes(
                np.concatenate([np.empty(0, np.uint8), *(part.lengths for part in parts)]),
                np.concatenate([np.empty(0, np.uint32), *(part.letters for part in parts)]),
            )
        return found

    def _shaped(self, low: int, high: int) -> TermShapes:
        start = int(self._ends[low - 1]) if low else 0
        raw = bytes(self._blob[start : int(self._ends[high - 1])])
        return shapes_of(raw, self._ends[low:high].astype(np.int64) - start)

    def terms(self, low: int = 0, high: int | None = None) -> list[bytes]:
        """Return the terms of the ordinals ``low..high-1``."""
        high = self._size if high is None else high
        if low >= high:
            return []
        start = int(self._ends[low - 1]) if low else 0
        raw = bytes(self._blob[start : int(self._ends[high - 1])])
        ends = (self._ends[low:high].astype(np.int64) - start).tolist()
        return [raw[begin:end] for begin, end in pairwise([0, *ends])]


def pack_terms(terms: list[bytes]) -> tuple[bytes, Array]:
    """Return what a dictionary is made of: the bytes of all terms, and where each term ends."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    return b"".join(terms), lengths.cumsum()


def pack_names(names: Sequence[str]) -> tuple[Array, Array]:
    """Return the same of terms that are not encoded: all at once, in a third of the time."""
    raw = np.frombuffer("\n".join((*names, "")).encode("utf-8", _SURROGATES), np.uint8)
    is_end = raw == _LINE_END
    ends = np.flatnonzero(is_end)
    if len(ends) != len(names):
        blob, ends = pack_terms(list(map(encode, names)))
        return np.frombuffer(blob, np.uint8), ends
    return raw[~is_end], ends - np.arange(len(ends))
