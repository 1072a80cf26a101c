"""Dates that lost the line break between them and the text: «date 2024-05-02 أعلنت …».

A date in a sentence is no header. What shows one is a label of machinery at the top, and,
where the whole page is a single line, a clock time without any word that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.dates.folded import fold_for_dates
from archive.ingest.dates.reading import DateReading, scan_dates
from archive.ingest.layouts.lines import Line
from archive.ingest.records import DatePrecision

_REACH: Final = 120
_FEWEST_WORDS: Final = 4
"""Of text that stands beside a date; less is a line of stamps."""

_LABEL: Final = r"(?:date|published(?:\s+(?:on|at))?|posted(?:\s+on)?|{})\s*[:：|-]?\s*".format(
    "|".join(map(fold, ("تاريخ النشر", "تاريخ الإضافة", "تاريخ الخبر", "تاريخ التحديث")))
)
_LABELS_BEGIN: Final = "dDpPت[("
"""What the first line of nearly every page does not begin with; reading it costs more."""

_LABELLED: Final = re.compile(rf"[\s\[(]*{_LABEL}", re.IGNORECASE)
_LABEL_BEFORE: Final = re.compile(rf"(?<!\w){_LABEL}$", re.IGNORECASE)
_EDGES: Final = " \t|–—-•·:،,()[]"
_ENDS: Final = '.!؟?…»”")]'


def cut_glued_dates(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``; a date that is glued to the page's first or last words by itself.

    The first line of any page may open with a labelled day. Only of a page that is one
    line the day with its hour counts unlabelled too, and the end is looked at.
    """
    if not lines:
        return
    alone = len(lines) == 1
    first, *others = lines
    cut = _end_of_opening(first.text, alone)
    if cut:
        yield _part(first, 0, cut)
        first = _part(first, cut, len(first.text))
    begin = _start_of_closing(first.text) if alone else 0
    if begin:
        yield _part(first, 0, begin)
        first = _part(first, begin, len(first.text))
    yield first
    yield from others


def _end_of_opening(text: str, alone: bool) -> int:
    """Return where the date ends that ``text`` opens with, 0 without one."""
    if not alone and text[0] not in _LABELS_BEGIN:
        return 0
    head = text[:_REACH]
    reading = next(scan_dates(fold_for_dates(head)), None)
    if reading is None or not _is_whole(reading):
        return 0
    before = head[: reading.start].strip(_EDGES)
    labelled = _LABELLED.fullmatch(fold(head[: reading.start])) is not None
    stamped = alone and not before and reading.clock is not None
    rest = text[reading.end :].strip(_EDGES)
    return reading.end if (labelled or stamped) and rest.count(" ") + 1 >= _FEWEST_WORDS else 0


def _start_of_closing(text: str) -> int:
    """Return where the date begins, with its label, that ``text`` ends with, 0 without one."""
    floor = max(0, len(text) - _REACH)
    tail = text[floor:]
    reading = next(reversed(list(scan_dates(fold_for_dates(tail)))), None)
    if reading is None or not _is_whole(reading) or tail[reading.end :].strip(f"{_EDGES}."):
        return 0
    before = fold_for_dates(tail[: reading.start])
    label = _LABEL_BEFORE.search(before.plain)
    if label is not None:
        begin = floor + before.span(*label.span())[0]
    elif reading.clock is not None and before.plain.rstrip(_EDGES)[-1:] in tuple(_ENDS):
        begin = floor + reading.start
    else:
        return 0
    return begin if text[:begin].count(" ") + 1 >= _FEWEST_WORDS else 0


def _is_whole(reading: DateReading) -> bool:
    return reading.precision in (DatePrecision.DAY, DatePrecision.MINUTE) and reading.doubt is None


def _part(line: Line, begin: int, end: int) -> Line:
    """Return a stretch of ``line``, trimmed, as a line of its own."""
    raw = line.text[begin:end]
    text = raw.strip().strip("|–—•·([").strip() if begin == 0 else raw.lstrip(_EDGES).rstrip()
    start = line.start + begin + raw.find(text)
    return Line(line.number, text, start, start + len(text), 0 if begin else line.gap)
