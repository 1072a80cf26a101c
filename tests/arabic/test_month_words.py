"""Month names are one word each; ambiguous names are months only in a date."""

from __future__ import annotations

import re

import pytest

from archive.arabic.calendar_names import MONTH_PATTERN, months_of
from archive.arabic.normalize import fold


def months(text: str) -> list[int]:
    return [
        month.number
        for surface in re.findall(MONTH_PATTERN, text)
        for month in months_of(fold(surface))
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("يناير", 1),
        ("جانفي", 1),
        ("كانون الثاني", 1),
        ("كانونِ الثّاني", 1),
        ("بكانون الأول", 12),
        ("تشرين الأوّل", 10),
        ("أغسطس", 8),
        ("اغسطس", 8),
        ("غشت", 8),
        ("ومايو", 5),
    ],
)
def test_month_names(text: str, number: int) -> None:
    assert months(text) == [number]


@pytest.mark.parametrize(
    "text", ["12 آب", "آب 2024", "٣ آب", "3/آب/2024", "آب/أغسطس", "أغسطس (آب)"]
)
def test_ambiguous_name_beside_number_slash_or_name(text: str) -> None:
    assert set(months(text)) == {8}


@pytest.mark.parametrize("text", ["قال آب لنا", "أيار صحفية", "مارس الضغط", "آبار"])
def test_ambiguous_name_alone_is_a_word(text: str) -> None:
    assert months(text) == []


def test_two_names_of_one_month() -> None:
    assert months("كانون الثاني/يناير 2023") == [1, 1]
    assert months("مايو (أيار) الماضي") == [5, 5]


def test_longer_word_is_no_month() -> None:
    assert months("تموزية") == []
