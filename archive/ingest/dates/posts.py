"""Embedded posts: a lower bound, since an article is never older than what it quotes.

The time inside an id: X/Twitter ids since November 2010 are snowflakes (milliseconds
since 1288834974657, shifted left by 22 bits; source: Twitter's announcement of snowflake
and its open code); TikTok ids hold Unix seconds in their upper 32 bits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from archive.ingest.dates.constraint import Constraint
from archive.ingest.dates.folded import FoldedText, fold_for_dates
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.mention import DateMention
from archive.ingest.dates.reading import read_mention, scan_dates

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
