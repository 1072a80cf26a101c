"""Events that a text tells as past: an article is not older than they are.

A bare date proves nothing, since news announces as much as it reports. Three marks were
never wrong on dated news (see ``docs/dates.md``): "منذ" before the date, a verb of
saying or doing in the past right after it, and "الماضي" after a month with its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.dates.constraint import Constraint
from archive.ingest.dates.deixis import Deixis
from archive.ingest.dates.folded import FoldedText, fold_for_dates
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.mention import DateMention
from archive.ingest.dates.reading import read_mention, scan_dates

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
