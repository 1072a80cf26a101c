"""Events that a text tells as past: an article is not older than they are.

A bare date proves nothing, since news announces as much as it reports. Three marks were
never wrong on dated news (see ``docs/dates.md``): "منذ" before the date, a verb of
saying or doing in the past right after it, and "الماضي" after a month with its year.

Embedded posts: a lower bound, since an article is never older than what it quotes.

The time inside an id: X/Twitter ids since November 2010 are snowflakes (milliseconds
since 1288834974657, shifted left by 22 bits; source: Twitter's announcement of snowflake
and its open code); TikTok ids hold Unix seconds in their upper 32 bits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.dates.date_cues import Constraint
from archive.ingest.dates.date_forms import DateMention, Deixis
from archive.ingest.dates.date_reader import read_mention, scan_dates
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates
from archive.ingest.dates.intervals import Interval

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
_TIKTOK_SHIFT: Final = 32
_SIGNATURE: Final = re.compile(r"\(@\w{1,30}\)\s{0,3}[-–—·|]?\s{0,3}$")
_SIGNATURE_REACH: Final = 50
_TRAILING_SIGNS: Final = 3


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
