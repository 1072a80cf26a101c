"""Dates are said as they are known: no narrower, no wider."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from archive.models import Article
from archive.models.dates_in_words import (
    clock_of,
    evidence_in_words,
    interval_in_words,
    machine_date,
)


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (date(2024, 10, 26), date(2024, 10, 26), "26 تشرين الأول/أكتوبر 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "شباط/فبراير 2024"),
        (date(2024, 2, 10), date(2024, 2, 29), "بين 10 و29 شباط/فبراير 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "بين 1 و28 شباط/فبراير 2024"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (date(2022, 1, 1), date(2023, 12, 31), "بين 2022 و2023"),
        (
            date(2023, 8, 15),
            date(2024, 1, 3),
            "بين 15 آب/أغسطس 2023 و3 كانون الثاني/يناير 2024",
        ),
        (date(2023, 8, 15), None, "15 آب/أغسطس 2023 أو بعده"),
        (None, date(2024, 5, 2), "2 أيار/مايو 2024 أو قبله"),
        (None, None, "تاريخ غير معروف"),
    ],
)
def test_interval_is_as_wide_as_it_is_known(
    earliest: date | None, latest: date | None, words: str
) -> None:
    with translation.override("ar"):
        assert interval_in_words(earliest, latest) == words


def test_english_readers_get_english_months() -> None:
    with translation.override("en"):
        assert interval_in_words(date(2023, 8, 15), None) == "15 August 2023 or later"


def test_clock_is_that_of_the_place_of_publication() -> None:
    article = Article(published_at=datetime(2022, 10, 8, 14, 41, tzinfo=UTC), published_offset=180)
    clock = clock_of(article)
    assert clock is not None
    assert clock.isoformat() == "2022-10-08T17:41:00+03:00"
    assert machine_date(article) == "2022-10-08T17:41+03:00"


def test_interval_has_no_machine_date() -> None:
    article = Article(published_earliest=date(2024, 2, 1), published_latest=date(2024, 2, 29))
    assert machine_date(article) == ""


def test_evidence_is_quoted() -> None:
    article = Article(date_basis="inferred", date_evidence="10 شباط الجاري")
    with translation.override("ar"):
        assert evidence_in_words(article) == "استُنتج من: «10 شباط الجاري»"
