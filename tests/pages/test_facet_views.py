"""Facets as the sidebar shows them."""

from __future__ import annotations

from datetime import date

import pytest

from search.facets.facets import Facet, FacetValue
from search.pages.date_sidebar import date_bars, date_tree
from search.pages.facet_sidebar import (
    VALUES_OPEN,
    chips,
    facet_views,
)
from search.query.state import SearchState
from search.service.search import ResultPage

PLACES = Facet(
    "place",
    "أماكن",
    tuple(FacetValue(f"p{n}", f"مدينة {n}", 100 - n, chosen=n == 30) for n in range(40)),
)
DATES = Facet(
    "date",
    "التاريخ",
    (
        FacetValue("2024", "2024", 3, chosen=True),
        FacetValue("2024-03", "آذار/مارس", 2),
        FacetValue("2022", "2022", 1),
        FacetValue("approximate", "تقريبي", 4),
    ),
)


def page(*facets: Facet, state: SearchState | None = None) -> ResultPage:
    return ResultPage(state or SearchState(), total=1, hits=(), facets=facets)


def test_first_values_and_chosen_ones_stand_open() -> None:
    (view,) = facet_views(page(PLACES), {})
    assert [value.value for value in view.shown] == [
        *(f"p{n}" for n in range(VALUES_OPEN)),
        "p30",
    ]
    assert view.rest
    assert view.searchable
    assert view.partial


def test_more_values_come_when_they_are_asked_for() -> None:
    (view,) = facet_views(page(PLACES), {"more": "place"})
    assert len(view.shown) == len(PLACES.values)
    assert not view.rest
    (view,) = facet_views(page(PLACES), {"more": "section"})
    assert view.rest


def test_a_facet_with_one_or_two_values_more_shows_them() -> None:
    facet = Facet("place", "أماكن", PLACES.values[: VALUES_OPEN + 2])
    (view,) = facet_views(page(facet), {})
    assert view.shown == facet.values
    assert not view.rest


@pytest.mark.django_db
def test_looking_for_an_entity_finds_it_by_another_spelling() -> None:
    values = (FacetValue("Q2429253", "تنظيم الدولة الإسلامية", 4), FacetValue("b", "فرقة الحي", 1))
    (view,) = facet_views(
        page(Facet("organisation", "منظمات", values)), {"find-organisation": "داعش"}
    )
    assert [value.value for value in view.shown] == ["Q2429253"]


@pytest.mark.django_db
def test_looking_for_a_value_folds_its_spelling() -> None:
    facet = Facet("place", "أماكن", (FacetValue("a", "أربيل", 1), FacetValue("b", "بغداد", 1)))
    (view,) = facet_views(page(facet), {"find-place": "اربيل"})
    assert [value.label for value in view.shown] == ["أربيل"]
    assert view.needle == "اربيل"


def test_short_facet_needs_no_search_box() -> None:
    (view,) = facet_views(page(Facet("section", "القسم", (FacetValue("رياضة", "رياضة", 2),))), {})
    assert not view.searchable
    assert not view.rest


def test_months_stand_under_their_year() -> None:
    tree = date_tree(DATES)
    assert [branch.value.value for branch in tree] == ["2024", "2022"]
    assert [child.value.value for child in tree[0].children] == ["2024-03"]


def test_histogram_lets_go_of_one_of_two_chosen_years() -> None:
    state = SearchState().with_facet("date", "2024").with_facet("date", "2022")
    found = {bar.label: bar for bar in date_bars(DATES, state)}
    assert found["2024"].url == "?date=2022"
    assert found["2023"].count == 0


def test_histogram_of_one_chosen_year_shows_its_months() -> None:
    state = SearchState().with_facet("date", "2024")
    found = {bar.short: bar for bar in date_bars(DATES, state)}
    assert list(found) == [str(month) for month in range(1, 13)]
    assert found["3"].url == "?date=2024&date=2024-03"
    assert found["4"].url == ""


def test_every_filter_that_stands_is_a_chip() -> None:
    state = (
        SearchState(text="نهر")
        .with_facet("place", "p1")
        .with_facet("place", "gone")
        .with_excluded("place", "p2")
        .with_dates(date(2023, 1, 1), None)
    )
    found = list(chips(page(PLACES, state=state)))
    assert [(chip.label, chip.excluded) for chip in found][:3] == [
        ("مدينة 1", False),
        ("gone", False),
        ("مدينة 2", True),
    ]
    assert found[0].without.chosen == {"place": ("gone",)}
    assert found[3].without.after is None
