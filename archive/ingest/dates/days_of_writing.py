"""Words that tie a date to the day of writing: "اليوم السبت 10 شباط", "10 شباط الجاري".

The slack of each rule was measured on dated news: see ``docs/dates.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.arabic.normalize import fold
from archive.ingest.dates.date_cues import Constraint, YearlessConstraint
from archive.ingest.dates.date_forms import DateMention, Deixis, deixis_pattern, find_deixis
from archive.ingest.dates.date_reader import read_mention
from archive.ingest.dates.folded_text import FoldedText
from archive.ingest.dates.intervals import Interval
from archive.ingest.dates.lower_bounds import dates_a_past_event

DELAY_DAYS: Final = 2
"""Days that may pass between the writing of "اليوم" and publication."""
MONTH_END: Final = 27
"""From this day on, what was written in one month may be published in the next."""

_DAYS_FROM_WRITING: Final = {"اليوم": 0, "امس": -1, "البارحه": -1, "غدا": 1, "غد": 1}
_DAY_WORD: Final = re.compile(
    r"(?:^|[^\w])(?<!هذا )(?<!بعد )(?<!من )(?<!اول )(?<!صحيفه )(?<!جريده )[وف]?(اليوم|امس|البارحه|غدا?)\s{0,3}[(،,]?\s{0,3}(?:يوم\s{1,3})?$"
)
_DAY_WORD_REACH: Final = 20
_YEARS: Final = range(1990, 2101)
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_NEW: Final = "الجديد"
_GREETING: Final = re.compile(
    r"(?:بمناسبه|حلول|عشيه|احتفال\w*|استقبال|تهنءه|ب?ليله)\s{1,3}(?:[^\W\d_]+\s{1,3}){0,2}"
    r"(?:العام|السنه)\s{1,3}الجديد"
)


def days_of_writing(
    text: FoldedText, mention: DateMention
) -> Iterator[Constraint | YearlessConstraint]:
    """Yield what "today", "yesterday" or "tomorrow" before a full date tells.

    The weekday must be named and must fit: a page's "اليوم" is otherwise as often the
    name of a broadcast, or part of "في مثل هذا اليوم".
    """
    if mention.day is None or mention.weekday is None or mention.calendar is Calendar.HIJRI:
        return
    window = text.plain[max(0, mention.start - _DAY_WORD_REACH) : mention.start]
    word = _DAY_WORD.search(window)
    if word is None:
        return
    start = mention.start - len(window) + word.start(1)
    evidence = text.surface(start, mention.end)
    shift = -_DAYS_FROM_WRITING[word[1]]
    if mention.year is None:
        yield YearlessConstraint(
            mention.month,
            evidence,
            mention.day + shift,
            mention.day + shift,
            DELAY_DAYS,
            mention.weekday,
            mention.day,
        )
        return
    reading = read_mention(text, mention)
    if reading is not None and reading.doubt is None:
        days = reading.interval.shifted(shift).widened_end(DELAY_DAYS)
        yield Constraint(days, evidence)


def month_of_writing(
    text: FoldedText, mention: DateMention
) -> Iterator[Constraint | YearlessConstraint]:
    """Yield what a month called the present one tells: "10 شباط الجاري"."""
    if mention.deixis is not Deixis.CURRENT or mention.calendar is Calendar.HIJRI:
        return
    evidence = text.surface(mention.start, mention.end)
    overflow = DELAY_DAYS if (mention.day or 0) >= MONTH_END else 0
    if mention.year is not None:
        if mention.year in _YEARS and mention.month >= 1:
            days = Interval.of_month(mention.year, mention.month)
            yield Constraint(days.widened_end(overflow), evidence)
        return
    past = mention.day is not None and dates_a_past_event(text, mention)
    yield YearlessConstraint(
        mention.month,
        evidence,
        first=mention.day if past and mention.day else 1,
        overflow=overflow,
        weekday=mention.weekday,
        weekday_of=mention.day or 1,
    )


@cache
def _year_of_writing() -> re.Pattern[str]:
    adjective = f"(?P<{{}}>{deixis_pattern()}|{_NEW})ه?"
    count = r"(?!\s{0,3}(?:(?:ه|هجري\w*)(?![^\W\d_])|دولار|ريال|مليون|مليار|ليره|جنيه|شخص|نقطه))(?![.,]?\d)"
    return re.compile(
        r"(?:ال)?(?:عام|سنه)\s{1,3}(?:"
        + adjective.format("before")
        + rf"\s{{1,3}}(?P<after>\d{{4}}){count}|(?P<first>\d{{4}})\s{{1,3}}"
        + adjective.format("behind")
        + r"(?![^\W\d_]))"
    )


def years_of_writing(text: FoldedText) -> Iterator[Constraint]:
    """Yield what a numbered year called present, next or new tells of the year of writing.

    "العام الماضي 2014" is left out: dated news uses it too often of two years ago.
    """
    if _FOUR_DIGITS.search(text.plain) is None:
        return
    for match in _year_of_writing().finditer(text.plain):
        year = int(match["after"] or match["first"])
        if year not in _YEARS:
            continue
        word = match["before"] or match["behind"]
        evidence = text.surface(*match.span())
        deixis = find_deixis(word)
        if word == fold(_NEW):
            if _GREETING.search(text.plain) is None:
                continue
            # Greeted in winter; budgets and letters speak of it from the summer before.
            days = Interval.of_month(year - 1, 6) | Interval.of_year(year)
            yield Constraint(days, evidence)
        elif deixis is Deixis.CURRENT:
            yield Constraint(Interval.of_year(year), evidence)
        elif deixis is Deixis.FUTURE:
            yield Constraint(Interval.of_year(year - 1), evidence)
