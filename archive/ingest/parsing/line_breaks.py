"""Line breaks that a page has lost, or that do not belong to its text, put right.

In the order in which a page needs them: ``join_wrapped`` makes whole paragraphs of text that
a fixed width has broken; ``cut_glued_dates`` parts a date from the words that it was glued
to; ``divide_stamps`` parts date, byline and source that share a line; ``split_glued_subhead``
parts a sub-head from the sentence above it, once the paragraphs are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from archive.arabic.letters import ARABIC_LETTERS, MARKS
from archive.arabic.normalize import fold
from archive.ingest.dates import (
    DateReading,
    fold_for_dates,
    looks_like_date_line,
    scan_dates,
)
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.page_lines import Line
from archive.records.documents import DatePrecision

_WRAP_WIDTHS: Final = range(55, 101)
"""Code points of the longest line of a page that a mail program or an old terminal may have
broken at a fixed width."""
_FEWEST_WRAPS: Final = 5
"""Breaks inside sentences that a page must show before any is believed."""
_MOST_UNEXPLAINED: Final = 0.2
"""Share of the breaks inside sentences that the width need not explain: titles, menus."""


def join_wrapped(lines: Sequence[Line], text: str) -> list[Line]:
    """Return ``lines`` of ``text``, those joined that a fixed width has parted.

    Such text is filled word by word: a line ends where its next word would not have
    fitted. Lines that end by themselves seldom keep that law, so a page shows by its own
    lines whether it was broken; unless it does, all lines stay as they are.
    """
    width = max((len(line.text) for line in lines), default=0)
    if width not in _WRAP_WIDTHS:
        return list(lines)
    parted = [
        below.gap == 0 and _fills_width(line, below, width) for line, below in pairwise(lines)
    ]
    if not _is_wrapped(lines, parted):
        return list(lines)
    joined = [lines[0]]
    for below, part in zip(lines[1:], parted, strict=True):
        above = joined[-1]
        joined[-1:] = [_joined(above, below, text)] if part else [above, below]
    return joined


def _fills_width(line: Line, below: Line, width: int) -> bool:
    """Whether the first word of the line ``below`` would have made ``line`` too long."""
    return len(line.text) + 1 + len(below.text.split(maxsplit=1)[0]) > width


def _is_wrapped(lines: Sequence[Line], parted: Sequence[bool]) -> bool:
    inside = [
        part
        for (line, below), part in zip(pairwise(lines), parted, strict=True)
        if below.gap == 0 and not line.ends_sentence
    ]
    return sum(inside) >= _FEWEST_WRAPS and inside.count(False) <= _MOST_UNEXPLAINED * len(inside)


def _joined(line: Line, below: Line, text: str) -> Line:
    return Line(line.number, text[line.start : below.end], line.start, below.end, line.gap)


_DATE_REACH: Final = 120
"""Code points at either end of a line in which a glued date, its label and hour are looked for."""
_FEWEST_WORDS_BESIDE: Final = 4
"""Words of text that stand beside a glued date; less is a line of stamps."""

_LABEL: Final = r"(?:date|published(?:\s+(?:on|at))?|posted(?:\s+on)?|{})\s*(?:[:：|-]\s*)?".format(
    "|".join(map(fold, ("تاريخ النشر", "تاريخ الإضافة", "تاريخ الخبر", "تاريخ التحديث")))
)
_LABEL_LETTERS: Final = "dDpPت[("
"""What the first line of nearly every page does not begin with; reading it costs more."""

_LABEL_FIRST: Final = re.compile(rf"[\s\[(]*{_LABEL}", re.IGNORECASE)
_LABEL_BEFORE: Final = re.compile(rf"(?<!\w){_LABEL}$", re.IGNORECASE)
_STORE_STAMP: Final = re.compile(r"date\s+\d{4}-\d\d-\d\d\s")
"""What a store of pages writes above each: never the page's own words."""
_DATE_EDGES: Final = " \t|–—-•·:،,()[]"
_SENTENCE_ENDS: Final = '.!؟?…»”")]'


def cut_glued_dates(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield ``lines``, a date cut off that is glued to the page's first or last words.

    A date in a sentence is no header. What shows one is a label at the top («date
    2024-05-02 أعلنت …»). Only where the page is a single line a day with its hour counts
    unlabelled too, and the line's end is looked at.
    """
    if not lines:
        return
    alone = len(lines) == 1
    first, *others = lines
    for begin, end in _stamps_inside(first.text) if alone else ():
        yield stretch(first, 0, begin)
        yield stretch(first, begin, end)
        first = stretch(first, end, len(first.text))
    cut = _end_of_opening(first.text, alone)
    if cut:
        yield stretch(first, 0, cut)
        first = stretch(first, cut, len(first.text))
    begin = _start_of_closing(first.text) if alone else 0
    if begin:
        yield stretch(first, 0, begin)
        first = stretch(first, begin, len(first.text))
    yield first
    yield from others


_HEADLINE_REACH: Final = 200
"""Code points at the beginning of a page of one line in which its headline and hour stand."""
_FEWEST_OF_HEADLINE: Final = 3


def _stamps_inside(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a day with its hour stands between a headline and the text of a page of one line."""
    head = text[:_HEADLINE_REACH]
    for reading in scan_dates(fold_for_dates(head)):
        before, rest = head[: reading.start], text[reading.end :]
        closed = any(sign in before for sign in _SENTENCE_ENDS)
        if (
            _is_sound_day(reading)
            and reading.clock is not None
            and before.count(" ") >= _FEWEST_OF_HEADLINE
            and rest.count(" ") + 1 >= _FEWEST_WORDS_BESIDE
            and not closed
            and _LEADS_TO_DAY.search(before) is None
        ):
            yield reading.start, reading.end
            return


_LEADS_TO_DAY: Final = re.compile(r"(?:في|يوم|منذ|بتاريخ|حتى|مساء|صباح|من|إلى|،)\s*$")
"""Words before a day that make it a part of a sentence."""


def _end_of_opening(text: str, alone: bool) -> int:
    """Return where the date ends that ``text`` opens with, 0 without one."""
    if not alone and text[0] not in _LABEL_LETTERS:
        return 0
    head = text[:_DATE_REACH]
    reading = next(scan_dates(fold_for_dates(head)), None)
    if reading is None or not _is_sound_day(reading):
        return 0
    before = head[: reading.start].strip(_DATE_EDGES)
    labelled = _LABEL_FIRST.fullmatch(fold(head[: reading.start])) is not None
    stamped = alone and not before and reading.clock is not None
    rest = text[reading.end :].strip(_DATE_EDGES)
    if _STORE_STAMP.match(text) and rest and not looks_like_date_line(rest):
        return reading.end
    return (
        reading.end if (labelled or stamped) and rest.count(" ") + 1 >= _FEWEST_WORDS_BESIDE else 0
    )


def _start_of_closing(text: str) -> int:
    """Return where the date begins, with its label, that ``text`` ends with, 0 without one."""
    floor = max(0, len(text) - _DATE_REACH)
    tail = text[floor:]
    reading = next(reversed(list(scan_dates(fold_for_dates(tail)))), None)
    if (
        reading is None
        or not _is_sound_day(reading)
        or tail[reading.end :].strip(f"{_DATE_EDGES}.")
    ):
        return 0
    before = fold_for_dates(tail[: reading.start])
    label = _LABEL_BEFORE.search(before.plain)
    if label is not None:
        begin = floor + before.span(*label.span())[0]
    elif reading.clock is not None and before.plain.rstrip(_DATE_EDGES)[-1:] in tuple(
        _SENTENCE_ENDS
    ):
        begin = floor + reading.start
    else:
        return 0
    return begin if text[:begin].count(" ") + 1 >= _FEWEST_WORDS_BESIDE else 0


def _is_sound_day(reading: DateReading) -> bool:
    return reading.precision in (DatePrecision.DAY, DatePrecision.MINUTE) and reading.doubt is None


def stretch(line: Line, begin: int, end: int) -> Line:
    """Return a stretch of ``line``, trimmed, as a line of its own."""
    raw = line.text[begin:end]
    text = raw.strip().strip("|–—•·([").strip() if begin == 0 else raw.lstrip(_DATE_EDGES).rstrip()
    start = line.start + begin + raw.find(text)
    return Line(line.number, text, start, start + len(text), 0 if begin else line.gap)


_LONGEST_STAMPS: Final = 20
"""Words of a line of stamps: a day with weekday and hour, a name and a source."""
_STAMP_DIVIDER: Final = re.compile(r"(?<!\s)\s+[-–—|•·]+\s+|(?:(?<!\s)\s+)?[|•·]\s*")
_STAMP_KINDS: Final = ("date", "published", "updated", "byline", "section", "source")
_DATE_KINDS: Final = ("date", "published", "updated")


def divide_stamps(
    lines: Sequence[Line], mark_of: Callable[[Line], LineMark | None]
) -> Iterator[Line]:
    """Yield ``lines``, each that is nothing but stamps, a date among them, cut into these.

    «2018-05-01 00:00:00 - المصدر: …» is a date and a source.
    ``mark_of`` tells what a line is by its words and form. A line that is already known
    as one thing stays whole.
    """
    for line in lines:
        parts = _stamps(line) if line.words <= _LONGEST_STAMPS else []
        if len(parts) < 2 or mark_of(line) is not None:
            yield line
            continue
        kinds = [mark.kind if (mark := mark_of(part)) else "" for part in parts]
        cut = all(kind in _STAMP_KINDS for kind in kinds) and any(
            kind in _DATE_KINDS for kind in kinds
        )
        yield from parts if cut else [line]


def _stamps(line: Line) -> list[Line]:
    dividers = list(_STAMP_DIVIDER.finditer(line.text))
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
_GLUED_SUBHEAD: Final = re.compile(
    # Three letters before the stop keep «أ.ف.ب» and «د.محمد» whole, four figures «1.عنوان»;
    # no closing stop after.
    rf"(?:(?<={_LETTER_OR_MARK}{{3}})|(?<=\d{{4}}))(?P<stop>[.!؟…][»”\"')]*)"
    f'(?P<head>(?!و|ف){_LETTER}{_LETTER_OR_MARK}+(?:[ ،:«»"“”()\\-–]+[\\w{MARKS}]+)+[؟!»"”)]*)$'
)
_STOPS: Final = frozenset(".!؟?…")
_LONGEST_SUBHEAD: Final = 100
"""Code points of a sub-head."""
_SUBHEAD_WORDS: Final = range(2, 10)
_FEWEST_WORDS_ABOVE: Final = 6
"""Words of the sentence that a sub-head is glued to; after fewer the stop is an abbreviation's."""
_STOP_LENGTH: Final = 8
"""Code points that the stop above a sub-head and its closing quotes fit in."""


def split_glued_subhead(paragraph: str) -> tuple[str, ...]:
    """Return ``paragraph``, and after it the sub-head that was glued to its end, if any.

    Scraped text often loses the line break above a sub-head (``…الاستقرار.شراكات ثنائية``).
    """
    reach = max(0, len(paragraph) - _LONGEST_SUBHEAD - _STOP_LENGTH)
    # Most paragraphs end in a full stop, and most others have none so near to their end.
    if paragraph[-1:] in ".…" or _STOPS.isdisjoint(paragraph[reach:]):
        return (paragraph,)
    found = _GLUED_SUBHEAD.search(paragraph, reach)
    if found is None or len(found["head"]) > _LONGEST_SUBHEAD:
        return (paragraph,)
    words = found["head"].split()
    above = paragraph[: found.end("stop")]
    if len(words) not in _SUBHEAD_WORDS or above.count(" ") < _FEWEST_WORDS_ABOVE:
        return (paragraph,)
    return (above, found["head"])
