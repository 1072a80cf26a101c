"""A date as a text writes it, before a calendar judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from archive.arabic.months import Calendar
from archive.ingest.dates.deixis import Deixis

NO_LETTER: Final = r"(?![^\W\d_])"
"""Regular expression: the word ends here."""

LEFT_REACH: Final = 40
"""Characters before a month or a date that may belong to it."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in folded text at ``start`` to ``end``; None marks what it leaves out.

    ``month`` counts in ``calendar``. ``swappable`` tells that day and month might be
    the other way round; ``names_agree`` is false for two names of different months.
    """

    start: int
    end: int
    month: int
    day: int | None = None
    year: int | None = None
    calendar: Calendar = Calendar.GREGORIAN
    weekday: int | None = None
    deixis: Deixis | None = None
    swappable: bool = False
    names_agree: bool = True
