"""Dates in words: days with both Arabic month traditions, intervals as wide as they are."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from archive.models.article import Article
from archive.records.documents import DateBasis

MONTHS: Final = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)
"""Arabic readers know months by the Levantine or by the Egyptian name: both are written."""

_EVIDENCE: Final = {
    DateBasis.EDITOR: gettext_lazy("Set by an editor: “%(words)s”"),
    DateBasis.STATED: gettext_lazy("Stated in the text: “%(words)s”"),
    DateBasis.METADATA: gettext_lazy("From the page's metadata: “%(words)s”"),
    DateBasis.INFERRED: gettext_lazy("Inferred from: “%(words)s”"),
    DateBasis.UNKNOWN: gettext_lazy("Unknown; the text has only: “%(words)s”"),
}
"""How the date is known, and the words it was read from."""

_REMEMBERED: Final = 4_096
"""Days in words: ten years of them."""
_COLUMN: Final = "the column “date”"
"""How a load names the column of a table as evidence; the words are the table's own."""


def day_in_words(day: date) -> str:
    """Return a day in the reader's language: ``26 تشرين الأول/أكتوبر 2024``."""
    return _day_in(day, get_language())


@lru_cache(_REMEMBERED)
def _day_in(day: date, _language: str | None) -> str:
    return _("%(day)s %(month)s %(year)s") % {
        "day": day.day,
        "month": MONTHS[day.month - 1],
        "year": day.year,
    }


def month_in_words(day: date) -> str:
    """Return the month of ``day`` with its year."""
    return _("%(month)s %(year)s") % {"month": MONTHS[day.month - 1], "year": day.year}


def interval_in_words(earliest: date | None, latest: date | None) -> str:
    """Return the days from ``earliest`` to ``latest`` in words (inclusive; ``None`` is open)."""
    if earliest is None:
        if latest is None:
            return _("unknown date")
        return _("%(date)s or earlier") % {"date": day_in_words(latest)}
    if latest is None:
        return _("%(date)s or later") % {"date": day_in_words(earliest)}
    return _closed(earliest, latest)


def _closed(earliest: date, latest: date) -> str:
    if earliest == latest:
        return day_in_words(earliest)
    same_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    if same_month and earliest.day == 1 and latest.day == _last_day(latest):
        return month_in_words(earliest)
    if same_month:
        return _("between %(first)s and %(last)s") % {
            "first": earliest.day,
            "last": day_in_words(latest),
        }
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        if earliest.year == latest.year:
            return str(earliest.year)
        return _("between %(first)s and %(last)s") % {"first": earliest.year, "last": latest.year}
    return _("between %(first)s and %(last)s") % {
        "first": day_in_words(earliest),
        "last": day_in_words(latest),
    }


def _last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def publication_in_words(article: Article) -> str:
    """Return an article's publication date as far as it is known, without the clock."""
    return interval_in_words(article.published_earliest, article.published_latest)


def clock_of(article: Article) -> datetime | None:
    """Return the time of publication on the clock of its place, where it is known."""
    if article.published_at is None:
        return None
    offset = article.published_offset
    zone = UTC if offset is None else timezone(timedelta(minutes=offset))
    return article.published_at.astimezone(zone)


def evidence_in_words(article: Article) -> str:
    """Return how the date is known and, where there are some, the words it was read from."""
    words = article.date_evidence
    if not words:
        return str(article.get_date_basis_display())
    words = words.replace(_COLUMN, _("the column “date”"))
    return str(_EVIDENCE[DateBasis(article.date_basis)]) % {"words": words}


def machine_date(article: Article) -> str:
    """Return what ``<time datetime>`` takes: a day or a moment, empty for an interval."""
    clock = clock_of(article)
    if clock is not None:
        return clock.isoformat(timespec="minutes")
    earliest, latest = article.published_earliest, article.published_latest
    return earliest.isoformat() if earliest is not None and earliest == latest else ""
