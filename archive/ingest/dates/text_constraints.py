"""What the words of a text tell of the day on which it was published, as constraints.

Three kinds: words that tie a date to the day of writing ("اليوم السبت 10 شباط", "10 شباط
الجاري"); events that a text tells as past, and posts that it embeds, neither of which it can
be older than. Which words count, and with what slack, was measured on dated news: see
``docs/dates.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.arabic.normalize import fold
from archive.ingest.dates.constraints import Constraint, YearlessConstraint
from archive.ingest.dates.date_forms import DateMention, Deixis, deixis_pattern, find_deixis
from archive.ingest.dates.date_reader import read_mention, scan_dates
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates
from archive.ingest.dates.intervals import Interval

DELAY_DAYS: Final = 2
"""Days that may pass between the writing of "اليوم" and publication: with the full date beside
it that is right in 99.8 % of dated news (``docs/decisions/0403-weekday-alone.md``)."""
MONTH_END: Final = 27
"""From this day on, what was written in one month may be published in the next."""
_DAYS_FROM_WRITING: Final = {"اليوم": 0, "امس": -1, "البارحه": -1, "غدا": 1, "غد": 1}
_DAY_WORD: Final = re.compile(
    r"(?:^|[^\w])(?<!هذا )(?<!بعد )(?<!من )(?<!اول )(?<!صحيفه )(?<!جريده )[وف]?(اليوم|امس|البارحه|غدا?)\s{0,3}[(،,]?\s{0,3}(?:يوم\s{1,3})?$"
)
_DAY_WORD_REACH: Final = 20
"""Code points before a date in which "اليوم" stands."""
_YEARS_OF_WRITING: Final = range(1990, 2101)
"""Years in which a page can have called a year the present one."""
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_NEW: Final = "الجديد"
_GREETING: Final = re.compile(
    r"(?:بمناسبه|حلول|عشيه|احتفال\w{0,8}+|استقبال|تهنءه|ب?ليله)\s{1,3}(?:[^\W\d_]+\s{1,3}){0,2}"
    r"(?:العام|السنه)\s{1,3}الجديد"
)


def days_of_writing(
    text: FoldedText, mention: DateMention
) -> Iterator[Constraint | YearlessConstraint]:
    """Yield what "today", "yesterday" or "tomorrow" before a full date tells.

    The weekday must be named and must fit: a page's "اليوم" is otherwise as often the
    name of a broadcast, or part of "في مثل هذا اليوم".
    """
    if mention.day is None or mention.weekday is None or mention.calendar is not Calendar.GREGORIAN:
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
    if mention.deixis is not Deixis.CURRENT or mention.calendar is not Calendar.GREGORIAN:
        return
    evidence = text.surface(mention.start, mention.end)
    overflow = DELAY_DAYS if (mention.day or 0) >= MONTH_END else 0
    if mention.year is not None:
        if mention.year in _YEARS_OF_WRITING and mention.month >= 1:
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
def _numbered_year_pattern() -> re.Pattern[str]:
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
    for match in _numbered_year_pattern().finditer(text.plain):
        year = int(match["after"] or match["first"])
        if year not in _YEARS_OF_WRITING:
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


# A bare date of an event proves nothing, since news announces as much as it reports. Three
# marks were never wrong on dated news: "منذ" before the date, a verb of saying or doing in the
# past right after it, and "الماضي" after a month with its year.
_PAST_VERBS: Final = [
    "قال",
    "أعلن",
    "أكد",
    "أفاد",
    "ذكر",
    "كشف",
    "أصدر",
    "قتل",
    "وقع",
    "شن",
    "نفذ",
    "أطلق",
    "شهد",
    "أدى",
    "وصل",
    "استهدف",
    "قرر",
    "صرح",
    "أوضح",
    "أشار",
    "نشر",
]
_VERB_AFTER: Final = re.compile(
    r"\s{0,3}[،,]?\s{0,3}(?:(?:"
    + "|".join(map(fold, _PAST_VERBS))
    + r")ت?|انه|انها|انهم)(?![^\W\d_])"
)
_SINCE_BEFORE: Final = re.compile(
    r"منذ\s{1,3}(?:يوم\s{1,3}|ليله\s{1,3}|شهر\s{1,3}|مطلع\s{1,3}|بدايه\s{1,3})?$"
)
_SINCE_REACH: Final = 20
"""Code points before a date in which "منذ" stands."""


def dates_a_past_event(text: FoldedText, mention: DateMention) -> bool:
    """Tell whether the words around a date place it before the writing."""
    before = text.plain[max(0, mention.start - _SINCE_REACH) : mention.start]
    return bool(_SINCE_BEFORE.search(before) or _VERB_AFTER.match(text.plain, mention.end))


def past_events(text: FoldedText, mention: DateMention) -> Iterator[Constraint]:
    """Yield a lower bound where a date with its year is that of a past event.

    It is fresh where the weekday is named, or the month is called the last one: news
    says so of days that are near.
    """
    recent = mention.deixis is Deixis.PAST
    if mention.year is None or not (recent or dates_a_past_event(text, mention)):
        return
    reading = read_mention(text, mention)
    if reading is not None and reading.doubt is None:
        fresh = recent or (mention.weekday is not None and mention.day is not None)
        yield Constraint(Interval(reading.earliest, None), reading.surface, fresh)


def captioned_events(captions: tuple[str, ...]) -> Iterator[Constraint]:
    """Yield a lower bound for each date in a photograph's caption: it has been taken."""
    for caption in captions:
        for reading in scan_dates(fold_for_dates(caption)):
            if reading.doubt is None:
                yield Constraint(Interval(reading.earliest, None), reading.surface, fresh=False)


_POST_URL: Final = re.compile(
    r"(?:(?P<x>(?:twitter|x)\.com/\w{1,30}/status(?:es)?/)"
    r"|(?P<tiktok>tiktok\.com/@[\w.]{1,40}/video/))(?P<id>\d{15,20})(?!\d)",
    re.IGNORECASE,
)
_SNOWFLAKE_EPOCH_MS: Final = 1_288_834_974_657
_SNOWFLAKE_SHIFT: Final = 22
"""X/Twitter ids since November 2010: milliseconds since that moment, shifted left by 22 bits
(source: Twitter's announcement of snowflake and its open code)."""
_TIKTOK_SHIFT: Final = 32
"""TikTok ids hold Unix seconds in their upper 32 bits."""
_SIGNATURE: Final = re.compile(r"\(@\w{1,30}\)\s{0,3}[-–—·|]?\s{0,3}$")
_SIGNATURE_REACH: Final = 50
"""Code points before a date in which the account that signs a post stands."""
_TRAILING_SIGNS: Final = 3
"""Code points that may follow the date at the end of a post."""


def posts_by_id(text: str) -> Iterator[Constraint]:
    """Yield a lower bound for each address of a post in ``text``."""
    if "/status" not in text and "/video/" not in text:
        return
    for match in _POST_URL.finditer(text):
        day = _day_of_id(int(match["id"]), tiktok=match["tiktok"] is not None)
        if day is not None:
            yield Constraint(Interval(day, None), match.group())


def _day_of_id(identifier: int, *, tiktok: bool) -> date | None:
    seconds = (
        float(identifier >> _TIKTOK_SHIFT)
        if tiktok
        else ((identifier >> _SNOWFLAKE_SHIFT) + _SNOWFLAKE_EPOCH_MS) / 1000
    )
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def signed_posts(text: FoldedText, mentions: Iterable[DateMention]) -> Iterator[Constraint]:
    """Yield a lower bound for each date signed by an account: ``(@name) May 2, 2024``."""
    for mention in mentions:
        window = text.plain[max(0, mention.start - _SIGNATURE_REACH) : mention.start]
        reading = read_mention(text, mention) if _SIGNATURE.search(window) else None
        if reading is not None and reading.doubt is None and mention.day is not None:
            yield Constraint(Interval(reading.earliest, None), reading.surface)


def dated_quotation(quotation: str) -> Iterator[Constraint]:
    """Yield a lower bound where an embedded post ends with its date."""
    text = fold_for_dates(quotation)
    for reading in scan_dates(text):
        ends_it = reading.end >= len(quotation.rstrip()) - _TRAILING_SIGNS
        if ends_it and reading.doubt is None and reading.earliest == reading.latest:
            yield Constraint(Interval(reading.earliest, None), reading.surface)
