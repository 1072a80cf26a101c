"""Every date that a text writes, with the weekday beside it.

Both ways of finding one are cheap where a text has none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from archive.arabic.weekdays import find_weekday, weekday_pattern
from archive.ingest.dates.folded import FoldedText
from archive.ingest.dates.mention import LEFT_REACH, NO_LETTER, DateMention
from archive.ingest.dates.named import named_dates
from archive.ingest.dates.numeric import numeric_dates

_SHORT_TEXT: Final = 120


def find_mentions(text: FoldedText) -> list[DateMention]:
    """Return every date of ``text`` that names a day or a month, in order."""
    found = [*named_dates(text.plain), *numeric_dates(text.plain)]
    found.sort(key=lambda mention: mention.start)
    return [_with_weekday(mention, text.plain) for mention in found]


def _with_weekday(mention: DateMention, plain: str) -> DateMention:
    window = max(0, mention.start - LEFT_REACH)
    before = _weekday_before().search(plain, window, mention.start)
    if before is not None:
        return replace(mention, start=before.start(1), weekday=find_weekday(before[1]))
    after = _weekday_after().match(plain, mention.end)
    if after is None or (after[1] != "(" and len(plain) > _SHORT_TEXT):
        # In running text a weekday after a date usually opens the next clause.
        return mention
    return replace(mention, end=after.end(), weekday=find_weekday(after[2]))


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^\w]|[^\w][وبف])({weekday_pattern()})[\s)،,:/|.–-]*(?:الموافق\s{{0,3}})?[(\s]*$"
    )


@cache
def _weekday_after() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}([(،,|–-]?)\s{{0,3}}(?:يوم\s{{1,3}})?({weekday_pattern()}){NO_LETTER}"
    )
