"""Intervals as EDTF strings, and what an editor types."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.dates.intervals import EdtfError, from_edtf, to_edtf
from archive.records.documents import DatePrecision


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2024-10-26", date(2024, 10, 26), date(2024, 10, 26), DatePrecision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), DatePrecision.YEAR),
        ("2024-02-10/2024-02-29", date(2024, 2, 10), date(2024, 2, 29), DatePrecision.MONTH),
        ("2023-08-15/..", date(2023, 8, 15), None, DatePrecision.UNKNOWN),
        ("../2024-05-02", None, date(2024, 5, 2), DatePrecision.UNKNOWN),
        ("", None, None, DatePrecision.UNKNOWN),
    ],
)
def test_reads_and_writes_each_form(
    text: str, earliest: date | None, latest: date | None, precision: DatePrecision
) -> None:
    assert from_edtf(text) == (earliest, latest, precision)
    assert to_edtf(earliest, latest) == text


def test_a_span_of_months_ends_with_the_last_day_of_the_last() -> None:
    assert from_edtf("2024-01/2024-02")[1] == date(2024, 2, 29)


def test_arabic_digits_and_spaces_are_accepted() -> None:
    assert from_edtf(" ٢٠٢٤-١٠-٢٦ ")[0] == date(2024, 10, 26)


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-02-31", "26/10/2024", "امس", "2024/2023", "../..", "2024-1-2", "0000"]
)
def test_other_input_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(EdtfError, match="الصيغ المقبولة") as refusal:
        from_edtf(text)
    assert text in str(refusal.value)


days = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.property
@given(st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_what_is_written_is_read_back(first: date | None, second: date | None) -> None:
    if first is not None and second is not None and first > second:
        first, second = second, first
    assert from_edtf(to_edtf(first, second))[:2] == (first, second)
