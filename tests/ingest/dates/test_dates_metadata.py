"""Dates of metadata and of the article's address."""

from datetime import date

import pytest

from archive.ingest.dates import DateCues, resolve_publication
from archive.records.documents import (
    DateBasis,
    PublicationDate,
    PublishedCandidate,
)


def resolved(
    *values: str, url: str = "", country: str = "", captured: date | None = None
) -> PublicationDate:
    metadata = tuple(PublishedCandidate(value, f"source {n}") for n, value in enumerate(values))
    return resolve_publication(
        DateCues(metadata=metadata, url=url, outlet_country=country, captured=captured)
    )


def test_a_moment_of_json_ld() -> None:
    found = resolved("2024-10-26T18:09:00+03:00")
    assert (found.edtf, found.basis) == ("2024-10-26", DateBasis.METADATA)
    assert found.at is not None
    assert found.evidence == "source 0: 2024-10-26T18:09:00+03:00"


def test_a_finer_source_narrows_a_coarser_one() -> None:
    assert resolved("2024-10-26", url="https://example.org/2024/10/title").edtf == "2024-10-26"


@pytest.mark.parametrize(
    "value", ["2024-02", "2023", "2024-02-10/2024-02-29", "2023-08-15/..", "../2024-05-02"]
)
def test_an_exported_interval_comes_back(value: str) -> None:
    found = resolved(value)
    assert (found.edtf, found.basis) == (value, DateBasis.METADATA)


def test_a_day_goes_before_a_month() -> None:
    assert resolved("2024-02", "2024-02-10").edtf == "2024-02-10"


def test_an_interval_after_the_capture_goes_to_review() -> None:
    assert resolved("2024-02", captured=date(2023, 1, 1)).review


def test_reads_the_basic_form_of_iso() -> None:
    assert resolved("20241026").edtf == "2024-10-26"
    assert resolved("20241026T183000Z").edtf == "2024-10-26"


def test_sources_that_disagree_a_little_leave_an_interval() -> None:
    assert resolved("2024-10-26", "2024-10-28").edtf == "2024-10-26/2024-10-28"


def test_sources_that_disagree_by_years_go_to_review() -> None:
    found = resolved("2024-10-26", "2019-10-26")
    assert (found.edtf, found.basis) == ("", DateBasis.UNKNOWN)
    assert found.review


def test_the_address_tells_the_day_of_a_late_evening_in_utc() -> None:
    found = resolved("2024-10-26T21:30:00Z", url="https://example.org/2024/10/27/title")
    assert found.edtf == "2024-10-27"
    assert found.at is not None
    assert found.at.date() == date(2024, 10, 27)


def test_a_late_evening_in_utc_may_be_the_next_day_at_home() -> None:
    assert resolved("2024-10-26T21:30:00Z", country="SY").edtf == "2024-10-26/2024-10-27"
    assert resolved("2024-10-26T12:30:00Z", country="SY").edtf == "2024-10-26"


def test_nonsense_in_metadata_is_passed_over() -> None:
    assert resolved("", "غير معروف", "0000-00-00T00:00:00") == PublicationDate()


def test_a_wrong_value_beside_a_sound_one_is_passed_over() -> None:
    assert resolved("1970-13-45", "2024-10-26").edtf == "2024-10-26"


def test_metadata_after_the_capture_goes_to_review() -> None:
    assert resolved("2024-10-26", captured=date(2024, 1, 1)).review


def test_the_address_alone_gives_the_date() -> None:
    found = resolved(url="https://example.org/2024/10/26/title")
    assert (found.edtf, found.basis, found.evidence) == (
        "2024-10-26",
        DateBasis.METADATA,
        "/2024/10/26/",
    )
