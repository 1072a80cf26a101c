"""Days of the Hijri calendar, as Umm al-Qura has them (Saudi Arabia's civil calendar)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.utils.translation import get_language
from hijridate import Gregorian


def hijri_in_words(day: date) -> str:
    """Return a day in the Hijri calendar, in the language that is active; empty where none is known.

    ``hijridate`` has the tables of Umm al-Qura from 1343 to 1500 (1924 to 2077). Where the month
    began by the sight of the moon, a country's own date may be a day off.
    """
    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    language: Literal["ar", "en"] = "en" if get_language() == "en" else "ar"
    era = "AH" if language == "en" else "هـ"
    return f"{hijri.day} {hijri.month_name(language)} {hijri.year} {era}"
