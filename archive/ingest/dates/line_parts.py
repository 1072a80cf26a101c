"""What stands beside the date on a date line: who wrote, the section, counters, controls.

A part is told by the words that lead to it («بواسطة», «القسم:», «العدد»), by its unit
(«84 زيارة») or by a closed list; what none of these explains is ``PartKind.OTHER``: a name,
a place, an outlet, or no part of a date line at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.arabic.calendar_names import weekday_pattern
from archive.arabic.data_files import folded_list
from archive.ingest.dates.clock import clock_pattern, zone_pattern
from archive.ingest.dates.date_labels import (
    NO_LETTER_AFTER,
    NO_LETTER_BEFORE,
    DateLabel,
    any_of,
    find_labels,
    issue_pattern,
    words_of,
)
from archive.ingest.dates.folded_text import FoldedText
from archive.ingest.dates.masked_line import (
    DATE,
    EDGES,
    KNOWN,
    LABEL,
    MASKS,
    LinePart,
    MaskedLine,
    PartKind,
)

_DIVIDER: Final = rf"[{MASKS}|•·/\\>›;؛\n\t:،,»«►…()\[\]]|\s[–—-]+\s|\s{{3,}}|[–—]|(?<=[{MASKS}])-|-(?=[{MASKS}])|--+"
_NAME: Final = r"[^\x00-\x02|–—•·:\n\t()]{2,60}?"
_NAME_END: Final = (
    r"(?=\s{0,3}(?:[،,./-]?\s{0,3}(?:(?:في|يوم|بتاريخ|on|le|at|ب)\s{1,3}){0,2}[\x00-\x02]"
    r"|[|–—•·\n\t(:/،,]|\s-|-\s|\s{3}|\s(?:في|ضمن|in|dans)\s|$))"
)


def read_parts(
    text: FoldedText, dates: Sequence[tuple[int, int]]
) -> tuple[MaskedLine, list[LinePart]]:
    """Return the line with everything masked that is told, and its parts in their order.

    ``dates`` are offsets in the folded text. What is left unmasked in the line are signs.
    """
    line = MaskedLine(text, dates)
    _tell_found(line, PartKind.ISSUE, issue_pattern())
    line.plain = clock_pattern().sub(lambda match: KNOWN * len(match.group()), line.plain)
    line.plain = _HOUR.sub(lambda match: KNOWN * len(match.group()), line.plain)
    _tell_found(line, PartKind.COUNTER, _remarks())
    _tell_found(line, PartKind.COUNTER, _counters())
    _mask_icons(line)
    for start, end, label in find_labels(line.plain):
        line.mask(start, end, KNOWN if label is DateLabel.OTHER else LABEL)
    _tell_led(line, PartKind.BYLINE, _led_by("byline", r"\s{0,3}[:/.-]?"))
    _tell_led(line, PartKind.BYLINE, _led_by("credit", r"\s{0,3}[:/-]"))
    line.plain = _issue_of_date().sub(lambda match: LABEL * len(match.group()), line.plain)
    _tell_led(line, PartKind.OUTLET, _outlet_of_label())
    _tell_led(line, PartKind.OUTLET, _led_by("source", r"\s{0,3}[:/]"))
    _tell_led(line, PartKind.SECTION, _led_by("section", r"(?:\s{0,3}[:/]|(?=\s))"))
    _tell_rest(line)
    return line, sorted(line.told, key=lambda part: part.start)


def _tell_found(line: MaskedLine, kind: PartKind, pattern: re.Pattern[str]) -> None:
    for match in list(pattern.finditer(line.plain)):
        line.tell(kind, *match.span())
        line.mask(*match.span())


def _tell_led(line: MaskedLine, kind: PartKind, pattern: re.Pattern[str]) -> None:
    """Tell the parts that words lead to; the words themselves are masked too."""
    for match in list(pattern.finditer(line.plain)):
        line.tell(kind, *match.span("name"))
        line.mask(match.start(), match.end("name"))


@cache
def _led_by(kind: str, sign: str) -> re.Pattern[str]:
    """Return a pattern for what the words of a kind, with ``sign`` behind them, lead to."""
    no_day = r"(?!\s*(?:في|فى|بتاريخ|يوم|هذا|الساعه|علي|منذ|on|le|at|in)(?![^\W\d_]))"
    return re.compile(
        rf"{any_of(words_of(kind))}{sign}\s{{0,3}}{no_day}(?P<name>{_NAME}){_NAME_END}"
    )


@cache
def _outlet_of_label() -> re.Pattern[str]:
    """«نشر في المدى يوم …»: behind a label, before a day that "يوم" or "بتاريخ" leads to."""
    return re.compile(
        rf"(?<={LABEL})\s{{1,3}}(?:في\s{{1,3}})?(?P<name>{_NAME})(?=\s{{1,3}}(?:يوم|بتاريخ)\s{{1,3}}{DATE})"
    )


@cache
def _issue_of_date() -> re.Pattern[str]:
    """«عدد 12 مارس 2019»: the issue of a day."""
    return re.compile(
        rf"{any_of(words_of('issue'))}(?=\s{{0,3}}:?\s{{0,3}}(?:يوم\s{{1,3}})?{DATE})"
    )


_HOUR: Final = re.compile(r"(?:ال)?ساعه\s{1,3}\d{1,2}(?![\d:])")
"""An hour without its minutes: no clock time, and no counter."""


@cache
def _remarks() -> re.Pattern[str]:
    """What is told of comments without a number: «لا توجد تعليقات», «اترك تعليقا»."""
    return re.compile(any_of(words_of("remark")))


@cache
def _counters() -> re.Pattern[str]:
    units, number = any_of(words_of("counter")), r"\d[\d,.]{0,11}\s?(?:k|m|الف|مليون)?"
    glued = units.removeprefix(NO_LETTER_BEFORE)
    return re.compile(
        rf"(?<!\d)\(?{number}\s{{0,3}}{glued}\)?|{units}\s{{0,3}}[:=(]?\s{{0,3}}{number}(?!\d)\)?"
    )


@cache
def _counter_alone() -> re.Pattern[str]:
    # Possessive: a run of figures can be cut into numbers in more ways than anyone waits for.
    units = any_of(words_of("counter"))
    return re.compile(rf"(?:{units}|(?<!\d)\d[\d,.]{{0,11}}(?!\d)k?|[\s:|+-])++")


@cache
def _links() -> re.Pattern[str]:
    """Words that lead to a date or name its weekday and zone."""
    zone = rf"{NO_LETTER_BEFORE}(?:ب?(?:ال)?توقيت|gmt|utc)\s{{1,3}}{zone_pattern()}"
    weekday = rf"{NO_LETTER_BEFORE}{weekday_pattern()}{NO_LETTER_AFTER}"
    return re.compile(rf"{zone}|{any_of(words_of('link'))}|{weekday}")


_ICON: Final = re.compile(
    rf"{NO_LETTER_BEFORE}(?:verified\s)?[a-z_-]{{0,30}}icon(?:written by|[a-z_-]{{0,10}}){NO_LETTER_AFTER}"
)


def _mask_icons(line: MaskedLine) -> None:
    """Mask the names of pictures that stand where a page showed them."""
    line.plain = _ICON.sub(lambda match: KNOWN * len(match.group()), line.plain)


@cache
def _controls() -> re.Pattern[str]:
    letters = rf"{NO_LETTER_BEFORE}[aاع]\s?[+-]?(?=\s|$|[+-])"
    return re.compile(rf"{any_of(words_of('control'))}|{letters}")


@cache
def _bulletins() -> re.Pattern[str]:
    return re.compile(any_of(words_of("bulletin")))


@cache
def _outlets() -> re.Pattern[str]:
    return re.compile(any_of(words_of("outlet")))


_VOLUME: Final = re.compile(
    r"(?:السنه|المجلد)\s{0,3}:?\s{0,3}(?:\d{1,3}|[^\W\d_]{3,12}(?:\s(?:عشره?|و[^\W\d_]{3,12}))?)"
)
"""«السنة الخامسة عشرة»: the year of a paper's life."""
_TITLED: Final = re.compile(r"(?:ا\.\s?د|د|م|ا)\.\s?[^\W\d_]{2,}\s[^\W\d_]{2,}")
"""«د. سعاد نور»: an academic title before a name."""
_LONGEST_TITLED: Final = 5
"""Blanks in such a name."""
_SECTIONS: Final = "section_names.txt"
_LONGEST_BULLETIN: Final = 9
"""Words of what names a bulletin: «موجز المساء على إذاعة …»."""


def _tell_rest(line: MaskedLine) -> None:
    """Tell what no word leads to: chunk by chunk between dates, dividers and known parts."""
    chunks, begin = [], 0
    for divider in re.finditer(_DIVIDER, line.plain):
        chunks.append((begin, divider.start()))
        begin = divider.end()
    for start, end in [*chunks, (begin, len(line.plain))]:
        _tell_chunk(line, start, end)


def _tell_chunk(line: MaskedLine, start: int, end: int) -> None:
    words = line.plain[start:end]
    if not any(char.isalnum() for char in words):
        return
    first, last = _without_links(words, before_date=line.plain[end : end + 1] == DATE)
    kind = _kind_of(words[first:last].strip(EDGES))
    if kind is not None:
        start, end = start + first, start + last
    else:
        bare = _links().sub(lambda match: " " * len(match.group()), words)
        controls = _controls().sub(lambda match: " " * len(match.group()), bare)
        if not any(char.isalnum() for char in controls):
            kind = PartKind.CONTROL if any(char.isalpha() for char in bare) else None
            start, end = (start, end) if kind else (end, end)
        else:
            kind = PartKind.OTHER
            start, end = start + first, start + last
    if kind is not None:
        line.tell(kind, start, end)


def _kind_of(words: str) -> PartKind | None:
    """Return what a chunk is by a closed list, or None."""
    if _TITLED.match(words) and words.count(" ") <= _LONGEST_TITLED:
        return PartKind.BYLINE
    if words in folded_list(_SECTIONS):
        return PartKind.SECTION
    if _counter_alone().fullmatch(words):
        return PartKind.COUNTER
    if _VOLUME.fullmatch(words):
        return PartKind.ISSUE
    found = _bulletins().search(words)
    if found is not None and words.count(" ") < _LONGEST_BULLETIN:
        return PartKind.BULLETIN
    opening = _outlets().match(words)
    return PartKind.OUTLET if opening is not None and " " in words else None


def _without_links(words: str, *, before_date: bool) -> tuple[int, int]:
    """Return where a chunk begins and ends without the words at its edges that lead to a date.

    Those at its end are another's («المغرب اليوم») unless the date stands right behind them.
    """
    links = list(_links().finditer(words))
    start, end = 0, len(words)
    for link in links:
        if words[start : link.start()].strip(EDGES):
            break
        start = link.end()
    for link in reversed(links if before_date else []):
        if words[link.end() : end].strip(EDGES) or link.start() < start:
            break
        end = link.start()
    return start, max(start, end)
