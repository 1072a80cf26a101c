"""Dates that lost the line break between them and the text: «date 2024-05-02 أعلنت …».

A date in a sentence is no header. What shows one is a label of machinery at the top, and,
where the whole page is a single line, a clock time without any word that leads to it.

Stamps that share a line: «2018-05-01 00:00:00 - المصدر: …» is a date and a source.

Sub-heads that a page's text has lost the line break before.

Scraped text often glues a sub-head to the full stop of the sentence above it
(``…الاستقرار.شراكات ثنائية``). It is a paragraph of its own.

Text that was broken at a fixed width, as mail and old terminals did: whole paragraphs again.

Such text is filled word by word: a line ends where its next word would not have fitted.
Lines that end by themselves seldom keep that law, so that a page shows by its own lines
whether it was broken, and where a paragraph ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from archive.arabic.letters import ARABIC_LETTERS, MARKS
from archive.arabic.normalize import fold
from archive.ingest.dates.date_reader import DateReading, scan_dates
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.parsing.layout_rules import Mark
from archive.ingest.parsing.page_lines import Line
from archive.records.documents import DatePrecision

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


_LETTER: Final = f"[{ARABIC_LETTERS}]"
_LETTER_OR_MARK: Final = f"[{ARABIC_LETTERS}{MARKS}]"
_GLUED: Final = re.compile(
    # Three letters before the stop keep «أ.ف.ب» and «د.محمد» whole, four figures «1.عنوان»;
    # no closing stop after.
    rf"(?:(?<={_LETTER_OR_MARK}{{3}})|(?<=\d{{4}}))(?P<stop>[.!؟…][»”\"')]*)"
    f'(?P<head>(?!و|ف){_LETTER}{_LETTER_OR_MARK}+(?:[ ،:«»"“”()\\-–]+[\\w{MARKS}]+)+[؟!»"”)]*)$'
)
_STOPS: Final = frozenset(".!؟?…")
_LONGEST_SUBHEADS: Final = 100
_MOST_WORDS: Final = 9
_FEWEST_WORDS_ABOVE: Final = 6


def split_glued(paragraph: str) -> tuple[str, ...]:
    """Return ``paragraph``, and after it the sub-head that was glued to its end, if any."""
    reach = max(0, len(paragraph) - _LONGEST_SUBHEADS - 8)
    # Most paragraphs end in a full stop, and most others have none so near to their end.
    if paragraph[-1:] in ".…" or _STOPS.isdisjoint(paragraph[reach:]):
        return (paragraph,)
    found = _GLUED.search(paragraph, reach)
    if found is None or len(found["head"]) > _LONGEST_SUBHEADS:
        return (paragraph,)
    words = found["head"].split()
    above = paragraph[: found.end("stop")]
    if not 2 <= len(words) <= _MOST_WORDS or above.count(" ") < _FEWEST_WORDS_ABOVE:
        return (paragraph,)
    return (above, found["head"])


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
