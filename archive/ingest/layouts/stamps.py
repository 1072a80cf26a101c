"""Stamps that share a line: «2018-05-01 00:00:00 - المصدر: …» is a date and a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from archive.ingest.layouts.lines import Line
from archive.ingest.layouts.marks import Mark

_LONGEST: Final = 20
_DIVIDER: Final = re.compile(r"\s+[-–—|•·]+\s+|\s*[|•·]\s*")
_STAMPS: Final = ("date", "published", "updated", "byline", "section", "source")
_DATES: Final = ("date", "published", "updated")


def divide_stamps(lines: Sequence[Line], mark_of: Callable[[Line], Mark | None]) -> Iterator[Line]:
    """Yield ``lines``, each that is nothing but stamps, a date among them, cut into these.

    ``mark_of`` tells what a line is by its words and form. A line that is already known
    as one thing stays whole.
    """
    for line in lines:
        parts = _parts(line) if line.words <= _LONGEST else []
        if len(parts) < 2 or mark_of(line) is not None:
            yield line
            continue
        kinds = [mark.kind if (mark := mark_of(part)) else "" for part in parts]
        cut = all(kind in _STAMPS for kind in kinds) and any(kind in _DATES for kind in kinds)
        yield from parts if cut else [line]


def _parts(line: Line) -> list[Line]:
    dividers = list(_DIVIDER.finditer(line.text))
    if not dividers:
        return []
    parts: list[Line] = []
    begin = 0
    for divider in (*dividers, None):
        end = divider.start() if divider else len(line.text)
        text = line.text[begin:end]
        if not text.strip():
            return []
        gap = 0 if parts else line.gap
        parts.append(Line(line.number, text, line.start + begin, line.start + end, gap))
        begin = divider.end() if divider else end
    return parts
