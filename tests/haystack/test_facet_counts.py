"""Facets of values, of dates and of queries, as ``facet_counts()`` gives them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from haystack import connections
from haystack.exceptions import FacetingError
from haystack.query import SearchQuerySet

from archive.models import Article
from search.haystack.refusals import UnanswerableSearchError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("river")]

YEAR = (date(2021, 1, 1), date(2022, 1, 1))


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime.combine(date(year, month, day), time(hour))


def dates(start: Any, end: Any, gap_by: str, gap_amount: int = 1) -> list[tuple[datetime, int]]:
    found = SearchQuerySet().date_facet("date_sort", start, end, gap_by, gap_amount)
    counts: list[tuple[datetime, int]] = found.facet_counts()["dates"]["date_sort"]
    return counts


def test_each_facet_has_its_name() -> None:
    found = SearchQuerySet().facet("outlet").facet("keyword").query_facet("content", "الفرات")
    counts = found.facet_counts()
    assert set(counts["fields"]) == {"outlet", "keyword"}
    assert dict(counts["fields"]["keyword"]) == {"جغرافيا": 12, "ماء، وأنهار": 6}
    assert list(counts["queries"].values()) == [6]


def test_a_facet_is_limited_or_begins_so() -> None:
    def of(**options: Any) -> list[tuple[str, int]]:
        counts: list[tuple[str, int]] = (
            SearchQuerySet().facet("outlet", **options).facet_counts()["fields"]["outlet"]
        )
        return counts

    assert len(of(limit=2)) == 2
    assert of(limit=0) == []
    assert of(prefix="وكا") == [("وكالة أنباء", 4)]


def test_one_column_serves_two_facets() -> None:
    found = SearchQuerySet().facet("date_month", limit=1).date_facet("date_sort", *YEAR, "month")
    counts = found.facet_counts()
    assert len(counts["fields"]["date_month"]) == 1
    assert len(counts["dates"]["date_sort"]) == 11


def test_what_nobody_asked_for_is_not_counted() -> None:
    assert SearchQuerySet().facet_counts() == {"fields": {}, "dates": {}, "queries": {}}
    assert SearchQuerySet().none().facet_counts() == {}


def test_query_facets_count_a_value_a_text_and_a_title() -> None:
    found = (
        SearchQuerySet()
        .filter(content="الفرات")
        .query_facet("outlet", "nahr")
        .query_facet("title", "الماء 4")
        .query_facet("date_sort", "[2021-01-01 TO 2021-03-31]")
    )
    assert list(found.facet_counts()["queries"].values()) == [2, 1, 2]


def test_a_date_facet_of_the_backend_needs_no_amount() -> None:
    gap = {"start_date": date(2021, 1, 1), "end_date": date(2021, 3, 1), "gap_by": "month"}
    counted = connections["default"].get_backend().search("*", date_facets={"date_sort": gap})
    assert counted["facets"]["dates"]["date_sort"] == [
        (at(2021, 1, 1), 1),
        (at(2021, 2, 1), 1),
    ]


def test_gaps_by_year_month_and_day() -> None:
    assert dates(*YEAR, "year") == [(at(2021, 1, 1), 11)]
    assert dates(*YEAR, "month", 5) == [
        (at(2021, 1, 1), 5),
        (at(2021, 6, 1), 5),
        (at(2021, 11, 1), 1),
    ]
    assert dates(date(2021, 1, 5), date(2021, 3, 1), "day", 6) == [
        (at(2021, 1, 5), 1),
        (at(2021, 2, 10), 1),
    ]


def test_gaps_shorter_than_a_day_hold_the_articles_of_their_day() -> None:
    assert dates(at(2021, 1, 9, 18), at(2021, 1, 12), "hour", 12) == [(at(2021, 1, 9, 18), 1)]
    assert dates(date(2021, 1, 10), date(2021, 1, 11), "minute") == [(at(2021, 1, 10), 1)]


def test_gaps_begin_where_they_are_said_to_begin() -> None:
    assert dates(date(2021, 1, 5), date(2021, 3, 5), "month") == [
        (at(2021, 1, 5), 1),
        (at(2021, 2, 5), 1),
    ]
    assert dates(date(2021, 1, 15), date(2021, 4, 5), "month") == [
        (at(2021, 1, 15), 1),
        (at(2021, 2, 15), 1),
    ]
    assert dates(date(2021, 3, 1), date(2022, 3, 1), "year") == [(at(2021, 3, 1), 9)]


def test_what_lies_outside_is_left_out() -> None:
    assert dates(date(2021, 2, 11), date(2021, 4, 10), "month") == [(at(2021, 2, 11), 1)]
    assert dates(date(2030, 1, 1), date(2031, 1, 1), "month") == []


@pytest.mark.parametrize(
    ("field", "options", "way_out"),
    [
        ("title", {}, "outlet"),
        ("date", {}, "date_year"),
        ("date_sort", {}, "date_year"),
        ("nothing", {}, "outlet"),
        ("outlet", {"size": 3}, "limit and prefix"),
        ("outlet", {"limit": -1}, "limit"),
    ],
)
def test_a_facet_of_no_values_is_refused(field: str, options: dict[str, Any], way_out: str) -> None:
    with pytest.raises(UnanswerableSearchError, match=way_out):
        SearchQuerySet().facet(field, **options).facet_counts()


def test_a_facet_of_no_dates_or_no_gap_is_refused() -> None:
    with pytest.raises(UnanswerableSearchError, match="date_sort"):
        SearchQuerySet().date_facet("outlet", *YEAR, "month").facet_counts()
    with pytest.raises(UnanswerableSearchError, match="at least 1"):
        dates(*YEAR, "month", 0)
    with pytest.raises(UnanswerableSearchError, match="with dates"):
        dates("2021", "2022", "month")
    with pytest.raises(FacetingError, match="century"):
        dates(*YEAR, "century")


@pytest.mark.usefixtures("river")
def test_what_articles_have_not_is_refused() -> None:
    with pytest.raises(UnanswerableSearchError, match="facet"):
        SearchQuerySet().stats("date_sort").count()
    with pytest.raises(UnanswerableSearchError, match="facet"):
        SearchQuerySet().stats_facet("date_sort", ["outlet"]).stats_results()
    backend = connections["default"].get_backend()
    for option in ("within", "dwithin", "distance_point"):
        with pytest.raises(UnanswerableSearchError, match="place"):
            backend.search("*", **{option: {"field": "place"}})


def test_facets_heed_the_filters(river: list[Article]) -> None:
    found = SearchQuerySet().facet("outlet").filter(content="الفرات").narrow("byline:ليلى")
    assert dict(found.facet_counts()["fields"]["outlet"]) == {"nahr": 1, "idhaa": 1}
    assert found.count() == 2
    assert len(river) == 12
