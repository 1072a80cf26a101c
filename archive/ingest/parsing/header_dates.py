"""Dates above a page's title that are the page's own and not the article's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from archive.ingest.dates import read_date_line
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_model import LineReading
from archive.ingest.parsing.page_states import Part, Phase, State

_FIRST_LINES: Final = 3
"""Lines at the top of a page among which its own day of change stands."""
_SURE_DATE: Final = 0.5
"""Probability below which a day without a label above the title is not believed the article's."""


def tells_the_capture(page: PageEvidence, readings: Sequence[LineReading], index: int) -> bool:
    """Whether a date above the title is the page's: of its update, or beside another below.

    A weblog's day, and what a label calls the day of publication, are the article's wherever they stand.
    """
    mark = page.marks[index]
    if readings[index].state.phase is not Phase.TOP:
        return False
    if mark is not None and mark.kind == "updated":
        return index < _FIRST_LINES
    if "blog_day" in page.forms[index].cues or (mark is not None and mark.kind == "published"):
        return False
    if page.forms[index].date_label == "none" and readings[index].probability < _SURE_DATE:
        return True
    own = _day_of(page.lines[index].text)
    heads = (i for i, each in enumerate(readings) if each.state == _IN_HEAD)
    days = [day for i in heads if (day := _day_of(page.lines[i].text)) is not None]
    return own is not None and bool(days) and own not in days


_IN_HEAD: Final = State(Phase.HEAD, Part.DATE)


def _day_of(text: str) -> date | None:
    """Return the one day that a line states first, if it is one."""
    found = read_date_line(text)
    day = found.dates[0].reading if found is not None and found.dates else None
    return None if day is None or day.earliest != day.latest else day.earliest
