"""Text that was broken at a fixed width, as mail and old terminals did: whole paragraphs again.

Such text is filled word by word: a line ends where its next word would not have fitted.
Lines that end by themselves seldom keep that law, so that a page shows by its own lines
whether it was broken, and where a paragraph ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archive.ingest.layouts.lines import Line

_WIDTHS: Final = range(55, 101)
_FEWEST: Final = 5
"""Breaks inside sentences that a page must show before any is believed."""

_LARGEST_SHARE: Final = 0.2
"""Of breaks inside sentences that the width does not explain: titles, menus."""


def join_wrapped(lines: Sequence[Line], text: str) -> list[Line]:
    """Return ``lines`` of ``text``, those joined that a fixed width has parted.

    All lines stay as they are unless the whole page shows that it was broken so.
    """
    width = max((len(line.text) for line in lines), default=0)
    if width not in _WIDTHS:
        return list(lines)
    parted = [below.gap == 0 and _is_full(line, below, width) for line, below in pairwise(lines)]
    if not _are_sure(lines, parted):
        return list(lines)
    joined = [lines[0]]
    for below, part in zip(lines[1:], parted, strict=True):
        above = joined[-1]
        joined[-1:] = [_join(above, below, text)] if part else [above, below]
    return joined


def _is_full(line: Line, below: Line, width: int) -> bool:
    """Whether the first word of the line ``below`` would have made ``line`` too long."""
    return len(line.text) + 1 + len(below.text.split(maxsplit=1)[0]) > width


def _are_sure(lines: Sequence[Line], parted: Sequence[bool]) -> bool:
    inside = [
        part
        for (line, below), part in zip(pairwise(lines), parted, strict=True)
        if below.gap == 0 and not line.ends_sentence
    ]
    return sum(inside) >= _FEWEST and inside.count(False) <= _LARGEST_SHARE * len(inside)


def _join(line: Line, below: Line, text: str) -> Line:
    return Line(line.number, text[line.start : below.end], line.start, below.end, line.gap)
