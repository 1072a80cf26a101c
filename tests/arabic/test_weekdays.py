"""Weekday names."""

import pytest

from archive.arabic.calendar_names import find_weekday


@pytest.mark.parametrize(
    ("name", "number"),
    [("الاثنين", 0), ("الإثنين", 0), ("الأربعاء", 2), ("الجمعة", 4), ("الأحد", 6), ("Sat", 5)],
)
def test_reads_weekdays(name: str, number: int) -> None:
    assert find_weekday(name) == number


def test_a_bare_number_word_is_no_weekday() -> None:
    assert find_weekday("أحد") is None
