"""Whether a line with a date in it is a date line, or prose, or a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.arabic.calendar_names import weekday_pattern
from archive.arabic.word_lists import is_stop_word
from archive.ingest.dates.clock import clock_pattern
from archive.ingest.dates.date_labels import DateLabel, words_of
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.labelled_dates import LabelledDate
from archive.ingest.dates.masked_line import DATE, LABEL, LinePart, MaskedLine, PartKind

_LEADS: Final = re.compile(
    r"(?:^|\s)(?:في|فى|من|منذ|حتي|الي|بين|قبل|بعد|مند|عن|خلال|ذكري|ليله|صباح|مساء|احداث|حرب|ثوره|انتفاضه|مجزره"
    rf"|معركه|هجمات|اتفاق|قانون|مرسوم|انقلاب|نكبه|نكسه)\s{{1,3}}(?:يوم\s{{1,3}})?{DATE}"
)
"""A word that ties a date to what stands before it: an event's, not the line's."""
_MOST_WORDS: Final = 12
"""Words without explanation beside a date whose label leaves no doubt."""
_WORDS_BESIDE: Final = 5
"""… beside a date that an hour, a divider, a counter or a second calendar sets apart."""
_WORDS_WITH_WEEKDAY: Final = 2
"""… beside a date that has only its weekday, or beside an age."""
_WORDS_OF_A_CHUNK: Final = 2
"""… of each piece of a line that dividers cut into several: «دمشق - سانا 5-1-2020»."""
_OPENS_WITH_DATE: Final = re.compile(rf"\W{{0,3}}{DATE}")
_LONGEST_DAY: Final = 6
"""Gregorian days that a day of the Hijri calendar may be; more is a month or a year."""
_FIRST_YEAR_BESIDE_WORDS: Final = 1990
"""An older day beside words that nothing explains is an event's: no page stamps it so."""
_SENTENCE_END: Final = re.compile(r"[^\s.][.!؟?…]\s*$")
_STAMP: Final = re.compile(rf"\W{{0,3}}(?:date|ال?تاريخ|بتاريخ)\W{{0,4}}{DATE}")
_DIVIDED: Final = re.compile(r"[|•·–—\n:;/()>›]|\s-|-\s|\s{3}")
_COLON: Final = re.compile(r"\s{0,3}[:：]")
_LABELS: Final = re.compile(f"{LABEL}+")
_DATE_BEHIND: Final = re.compile(
    r"\W{0,20}?(?:(?:في|بتاريخ|يوم|علي|الساعه|هذا|هذه|المقاله?|الخبر|الموضوع|الماده)\W{1,20}?){0,3}"
    f"{DATE}"
)
_DATE_BEFORE: Final = re.compile(rf"{DATE}\W{{0,20}}$")


def is_date_line(
    line: str, masked: MaskedLine, rest: Sequence[LinePart], dates: Sequence[LabelledDate]
) -> bool:
    """Tell whether a line is a date line, from what of it is told and what is not.

    ``masked`` is the line with all masked that is told, ``rest`` its parts, ``dates`` its
    dates; without any it tells an age.
    """
    others = [part for part in rest if part.kind is PartKind.OTHER]
    words = _count_words(others)
    named = [part for part in rest if part.kind in (PartKind.OUTLET, PartKind.SECTION)]
    if any(_is_speech(part.text) for part in named) or _count_words(named) > _MOST_WORDS:
        return False
    if not words and not _SENTENCE_END.search(line):
        return True
    labelled = _has_line_label(masked)
    if words > _MOST_WORDS or (_SENTENCE_END.search(line) and words + _count_words(named) > 1):
        return False
    if dates and all(each.label is DateLabel.OTHER for each in dates):
        return False
    if not dates:
        apart = labelled or len(others) < len(rest) or _all_divided(masked, others)
        return apart and words <= _WORDS_WITH_WEEKDAY
    if not any(each.reading.interval.days <= _LONGEST_DAY for each in dates):
        return labelled and words <= _WORDS_BESIDE
    if labelled:
        return words <= (_MOST_WORDS if _all_divided(masked, others) else _WORDS_BESIDE)
    if _LEADS.search(masked.plain) or any(_is_speech(part.text) for part in others):
        return False
    return _is_set_apart(masked, rest, dates, others)


def _is_set_apart(
    masked: MaskedLine,
    rest: Sequence[LinePart],
    dates: Sequence[LabelledDate],
    others: Sequence[LinePart],
) -> bool:
    """Tell whether a date without a label stands apart from the words that nothing explains."""
    words, divided = _count_words(others), _all_divided(masked, others)
    told = any(part.kind is not PartKind.OTHER for part in rest)
    own = [each.reading for each in dates if each.label is not DateLabel.OTHER]
    if any(reading.earliest.year < _FIRST_YEAR_BESIDE_WORDS for reading in own):
        return False
    told = told or clock_pattern().search(masked.text.plain) is not None
    short = all(len(part.text.split()) <= _WORDS_OF_A_CHUNK for part in others)
    stamps = short and len(others) > 1 and _DIVIDED.search(masked.plain) is not None
    if told or divided or stamps or len(dates) > 1 or _STAMP.match(masked.plain):
        return words <= _WORDS_BESIDE
    if words == 1 and _OPENS_WITH_DATE.match(masked.plain):
        return True
    return words <= _WORDS_WITH_WEEKDAY and _names_weekday(dates)


def _count_words(parts: Sequence[LinePart]) -> int:
    return sum(len(part.text.split()) for part in parts)


def _has_line_label(masked: MaskedLine) -> bool:
    """Tell whether a label belongs to the line: a colon or the date itself stands behind it."""
    return any(
        _COLON.match(masked.plain, run.end())
        or _DATE_BEHIND.match(masked.plain, run.end())
        or _DATE_BEFORE.search(masked.plain, max(run.start() - 21, 0), run.start())
        for run in _LABELS.finditer(masked.plain)
    )


def _all_divided(masked: MaskedLine, others: Sequence[LinePart]) -> bool:
    """Tell whether a divider stands between each unexplained part and the dates."""
    for part in others:
        start, end = masked.text.plain_span(part.start, part.end)
        before, behind = masked.plain[:start], masked.plain[end:]
        near = (
            before[before.rfind(DATE) + 1 :] if DATE in before else None,
            behind[: behind.find(DATE)] if DATE in behind else None,
        )
        if any(gap is not None and not _DIVIDED.search(gap) for gap in near):
            return False
    return True


_IN_NAMES: Final = frozenset({"ابو", "ام", "ابن", "بن", "ال", "ذو", "ذي", "و", "علي"})
"""Stop words of which names are made."""
_PRESENT: Final = re.compile(r"ي(?!اس|وس|ون|حي|عق|زن|مان|ار|زيد|سري|اقوت|ام)[^\W\d_]{3,}")
"""A verb of the present, and no name that begins so (يوسف, يحيى, ياسر)."""


def _is_speech(words: str) -> bool:
    """Tell whether words hold one that names and titles of sections do without."""
    for word in words.split():
        folded = fold_for_dates(word).plain
        if len(folded) > 1 and is_stop_word(word, folded) and folded not in _IN_NAMES:
            return True
        if folded in words_of("verb") or _PRESENT.fullmatch(folded) or folded.isdigit():
            return True
    return False


def _names_weekday(dates: Sequence[LabelledDate]) -> bool:
    names = (fold_for_dates(each.reading.surface).plain for each in dates)
    return any(re.search(weekday_pattern(), name) for name in names)
