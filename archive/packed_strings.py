"""Many short strings packed in few: a list of 100,000 words takes five times the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

_TOGETHER: Final = 64
"""Strings joined in one. An emoji makes the letters beside it twice as wide, and no others."""


class PackedStrings(Sequence[str]):
    """Strings by place. Each is made anew when it is asked for, in less than a microsecond."""

    def __init__(self, strings: Iterable[str] = ()) -> None:
        self._joined: Final[list[str]] = []
        self._ends: Final = array("I")
        for string in strings:
            self.append(string)

    def append(self, string: str) -> None:
        """Add a string at the end."""
        if len(self) % _TOGETHER == 0:
            self._joined.append("")
        self._joined[-1] += string
        self._ends.append(len(self._joined[-1]))

    def __len__(self) -> int:
        return len(self._ends)

    def order(self) -> NDArray[np.int64]:
        """Return the places of the strings in the order of their letters, equal ones as they stand.

        They are compared as rows of bytes in one array: sorted as objects, 200,000 strings would be
        made at once and leave the heap in pieces.
        """
        most = max(map(_bytes_of, self), default=0)
        rows = np.fromiter(map(_encoded, self), np.dtype(("S", max(most, 1))), len(self))
        return rows.argsort(kind="stable")

    def places_holding(self, part: str) -> Iterator[int]:
        """Yield the places of the strings that hold ``part``, a thousand looked at in no time."""
        for number, joined in enumerate(self._joined):
            if part in joined:
                first = number * _TOGETHER
                last = min(first + _TOGETHER, len(self))
                yield from (place for place in range(first, last) if part in self[place])

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        begin = self._ends[place - 1] if place % _TOGETHER else 0
        return self._joined[place // _TOGETHER][begin : self._ends[place]]


class PackedLists:
    """Lists of short strings by keys. They are found by the hashes of the keys, eight bytes each.

    >>> numbers = PackedLists([("odd", "one"), ("even", "two"), ("odd", "three")])
    >>> list(numbers["odd"]), list(numbers["none"])
    (['one', 'three'], [])
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        hashes = array("q")
        self._strings: Final = PackedStrings()
        for key, string in pairs:
            hashes.append(hash(key))
            self._strings.append(string)
        unsorted = np.array(hashes, np.int64)
        self._places: Final = unsorted.argsort(kind="stable").astype(np.int32)
        self._hashes: Final = unsorted[self._places]

    def __getitem__(self, key: str) -> Iterator[str]:
        """Return what was given under ``key``, in the order in which it was given."""
        wanted = np.int64(hash(key))
        low, high = self._hashes.searchsorted(wanted), self._hashes.searchsorted(wanted, "right")
        return map(self._strings.__getitem__, self._places[low:high].tolist())


def _encoded(string: str) -> bytes:
    """Return bytes that sort as the letters do; a lone surrogate stands in some broken texts."""
    return string.encode("utf-8", "surrogatepass")


def _bytes_of(string: str) -> int:
    return len(_encoded(string))
