"""Facets over a real index: what filters, what is counted, what is shown."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.query import Every

from search.contract import Document, IndexSchema, KeyField, KeywordField, Request, Response
from search.engine import ColumnarIndex, Snapshot
from search.facets.date_facet import narrowing
from search.facets.facets import Facet, facet_filters, facet_requests, facets
from search.fields import FIELDS
from search.query.state import SearchState
from tests.factories import make_outlet

pytestmark = pytest.mark.django_db

ARTICLES: list[dict[str, Any]] = [
    {"outlet": "sana", "date": "2024-03-05", "person": ["sharaa", "trump"], "section": "سياسة"},
    {"outlet": "sana", "date": "2024-03-09", "person": ["trump"], "section": "رياضة"},
    {"outlet": "athr-press", "date": "2024-07", "person": [], "section": "سياسة"},
    {"outlet": "athr-press", "date": "2023", "person": ["sharaa"], "section": "سياسة"},
    {"outlet": "enab", "date": "approximate", "person": ["sharaa"], "section": "رياضة"},
]


def date_values(date: str) -> dict[str, list[str]]:
    return {
        "date_year": [date[:4] if date[0] == "2" else date],
        "date_month": [date[:7] if len(date) in (7, 10) else "approximate"],
        "date_day": [date if len(date) == 10 else "approximate"],
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    index = ColumnarIndex.create(
        tmp_path_factory.mktemp("index"),
        IndexSchema(
            (
                KeyField("id"),
                *(KeywordField(name) for name in FIELDS.single_keywords),
                *(KeywordField(name, multi=True) for name in FIELDS.multiple_keywords),
            )
        ),
        fingerprint="test",
    )
    with index.writer() as writer:
        for number, article in enumerate(ARTICLES):
            keywords = {
                "outlet": [article["outlet"]],
                "section": [article["section"]],
                "person": article["person"],
                **date_values(article["date"]),
            }
            writer.add(Document(str(number), keywords=keywords))
    return index.snapshot()


def ask(snapshot: Snapshot, state: SearchState) -> tuple[Response, dict[str, Facet]]:
    response = snapshot.search(
        Request(Every(), filters=facet_filters(state), facets=facet_requests(state))
    )
    return response, {facet.name: facet for facet in facets(state, response)}


def counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}


def test_values_of_one_facet_are_alternatives_and_facets_add_up(snapshot: Snapshot) -> None:
    state = SearchState().with_facet("outlet", "sana").with_facet("outlet", "athr-press")
    assert ask(snapshot, state)[0].total == 4
    assert ask(snapshot, state.with_facet("section", "سياسة"))[0].total == 3


def test_an_excluded_value_is_kept_out_and_shown(snapshot: Snapshot) -> None:
    response, found = ask(snapshot, SearchState().with_excluded("outlet", "sana"))
    assert response.total == 3
    assert [value.value for value in found["outlet"].values if value.excluded] == ["sana"]


def test_counts_of_a_facet_ignore_its_own_choice(snapshot: Snapshot) -> None:
    _, found = ask(snapshot, SearchState().with_facet("outlet", "sana"))
    assert counts(found["outlet"]) == {"sana": 2, "athr-press": 2, "enab": 1}
    assert counts(found["section"]) == {"سياسة": 1, "رياضة": 1}


def test_a_chosen_value_stays_visible_at_zero(snapshot: Snapshot) -> None:
    _, found = ask(snapshot, SearchState().with_facet("outlet", "gone"))
    (value,) = [value for value in found["outlet"].values if value.chosen]
    assert (value.value, value.count) == ("gone", 0)


def test_years_come_newest_first_and_what_is_approximate_last(snapshot: Snapshot) -> None:
    _, found = ask(snapshot, SearchState())
    assert list(counts(found["date"]).items()) == [("2024", 3), ("2023", 1), ("approximate", 1)]


def test_a_chosen_year_opens_its_months_and_a_chosen_month_its_days(snapshot: Snapshot) -> None:
    _, found = ask(snapshot, SearchState().with_facet("date", "2024"))
    assert counts(found["date"]) == {
        "2024-07": 1,
        "2024-03": 2,
        "2024": 3,
        "2023": 1,
        "approximate": 1,
    }
    _, found = ask(snapshot, SearchState().with_facet("date", "2024-03"))
    assert counts(found["date"])["2024-03-05"] == 1


def test_a_month_inside_a_chosen_year_narrows_to_the_month(snapshot: Snapshot) -> None:
    state = SearchState().with_facet("date", "2024").with_facet("date", "2024-03")
    assert ask(snapshot, state)[0].total == 2
    assert narrowing(("2024", "2024-03", "2023")) == ("2024-03", "2023")


def test_dates_of_different_width_are_alternatives(snapshot: Snapshot) -> None:
    state = SearchState().with_facet("date", "2023").with_facet("date", "2024-03")
    response, found = ask(snapshot, state.with_facet("date", "approximate"))
    assert response.total == 4
    assert counts(found["date"])["2024"] == 3


def test_labels_stand_for_keys(snapshot: Snapshot) -> None:
    make_outlet("سانا", slug="sana", name_en="SANA")
    state = SearchState().with_facet("date", "2024-03")
    shown = {}
    for language in ("ar", "en"):
        with translation.override(language):
            _, found = ask(snapshot, state)
            shown[language] = {
                (name, value.value): value.label
                for name in ("outlet", "date", "section")
                for value in found[name].values
            }
    assert (shown["ar"]["outlet", "sana"], shown["en"]["outlet", "sana"]) == ("سانا", "SANA")
    assert shown["ar"]["date", "2024-03"] == "آذار/مارس 2024"
    assert shown["en"]["date", "2024-03"] == "March 2024"
    assert shown["ar"]["section", "سياسة"] == "سياسة"


def test_a_facet_that_was_cut_says_that_there_are_more(snapshot: Snapshot) -> None:
    state = SearchState()
    response = snapshot.search(Request(Every(), facets=facet_requests(state, limit=1)))
    found = {facet.name: facet for facet in facets(state, response)}
    assert found["outlet"].more
    assert len(found["outlet"].values) == 1


def test_the_facet_of_all_entities_counts_what_is_chosen_of_it(snapshot: Snapshot) -> None:
    assert "entity" not in ask(snapshot, SearchState())[1]
    _, found = ask(snapshot, SearchState().with_facet("entity", "Q1"))
    assert counts(found["entity"]) == {"Q1": 0}


@pytest.mark.property
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.lists(st.sampled_from(["sana", "athr-press", "enab"]), unique=True),
    st.lists(st.sampled_from(["سياسة", "رياضة"]), unique=True),
    st.lists(st.sampled_from(["sharaa", "trump"]), unique=True),
)
def test_a_count_equals_the_count_by_hand(
    snapshot: Snapshot, outlets: list[str], sections: list[str], excluded_people: list[str]
) -> None:
    state = SearchState()
    for value in outlets:
        state = state.with_facet("outlet", value)
    for value in sections:
        state = state.with_facet("section", value)
    for value in excluded_people:
        state = state.with_excluded("person", value)
    _, found = ask(snapshot, state)
    by_hand = Counter(
        article["outlet"]
        for article in ARTICLES
        if (not sections or article["section"] in sections)
        and not set(article["person"]) & set(excluded_people)
    )
    shown = {value: count for value, count in counts(found["outlet"]).items() if count}
    assert shown == dict(by_hand)


def test_facets_stand_in_the_order_of_the_page_under_their_titles(snapshot: Snapshot) -> None:
    with translation.override("en"):
        _, found = ask(snapshot, SearchState().with_facet("entity", "Q1"))
    assert [(name, facet.label) for name, facet in found.items()] == [
        ("date", "Date"),
        ("outlet", "Outlet"),
        ("person", "People"),
        ("organisation", "Organisations"),
        ("place", "Places"),
        ("entity", "Person, organisation or place"),
        ("section", "Section"),
        ("keyword", "Keyword"),
        ("language", "Language"),
        ("basis", "How the date is known"),
    ]
