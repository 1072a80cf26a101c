"""What a year, a month, a week or a day is called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from archive.models.dates_in_words import day_in_words, month_in_words
from search.fields import TimeUnit, first_day


def period_in_words(period: str, unit: TimeUnit) -> str:
    """Return the name of a period: ``2024``, ``March 2024``, ``the week from 4 March 2024``."""
    if unit is TimeUnit.YEAR:
        return period
    day = first_day(period)
    if unit is TimeUnit.MONTH:
        return month_in_words(day)
    if unit is TimeUnit.WEEK:
        return _("the week from %(day)s") % {"day": day_in_words(day)}
    return day_in_words(day)
