"""Header dates that many captures share."""

from datetime import date

from archive.ingest.dates import DatedPage, shared_header_days

DAY, OTHER_DAY = date(2024, 5, 2), date(2024, 5, 3)


def pages(outlet: str, day: date, count: int, first: int = 0) -> list[DatedPage]:
    return [DatedPage(outlet, day, f"/{outlet}/{n}") for n in range(first, first + count)]


def test_a_day_that_all_captures_of_an_outlet_share_is_their_capture_s() -> None:
    assert shared_header_days(pages("athr", DAY, 6)) == {("athr", DAY)}


def test_a_few_articles_may_share_their_day() -> None:
    assert shared_header_days(pages("athr", DAY, 4)) == set()


def test_a_busy_day_among_others_stays() -> None:
    assert shared_header_days(pages("athr", DAY, 6) + pages("athr", OTHER_DAY, 6, 6)) == set()


def test_outlets_are_judged_apart() -> None:
    shared = shared_header_days(pages("athr", DAY, 6) + pages("bawaba", OTHER_DAY, 2))
    assert shared == {("athr", DAY)}


def test_captures_of_one_address_count_once() -> None:
    assert shared_header_days([DatedPage("athr", DAY, "/same")] * 9) == set()


def test_nothing_shares_nothing() -> None:
    assert shared_header_days([]) == set()
