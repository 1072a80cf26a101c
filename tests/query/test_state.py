"""The state of a search is one to one with its URL."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.fields import FIELDS
from search.index.analyzers import Match
from search.query.state import MAX_TEXT_LETTERS, SearchState, Sort

VALUES = {
    "date": st.sampled_from(["2024", "2024-03", "2024-03-05", "approximate"]),
    "basis": st.sampled_from(["editor", "stated", "unknown"]),
}
WORDS = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=20
).filter(lambda text: text == text.strip())


@st.composite
def states(draw: st.DrawFn) -> SearchState:
    chosen: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    for name in FIELDS.facet_parameters:
        values = draw(st.lists(VALUES.get(name, WORDS), unique=True, max_size=2))
        split = draw(st.integers(0, len(values)))
        if values[:split]:
            chosen[name] = tuple(values[:split])
        if values[split:]:
            excluded[name] = tuple(values[split:])
    return SearchState(
        text=draw(WORDS | st.just("")),
        match=draw(st.sampled_from(Match)),
        any_word=draw(st.booleans()),
        sort=draw(st.sampled_from(Sort)),
        page=draw(st.integers(1, 9999)),
        chosen=chosen,
        excluded=excluded,
        after=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
        before=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
        collapse=draw(st.booleans()),
    )


@pytest.mark.property
@given(states())
def test_url_gives_the_same_state_back(state: SearchState) -> None:
    assert SearchState.from_querydict(QueryDict(state.to_query_string())) == state


@pytest.mark.property
@given(
    st.dictionaries(st.sampled_from(["q", "page", "date", "sort", "not-date", "after"]), st.text())
)
def test_junk_parameters_give_a_state_with_a_url(parameters: dict[str, str]) -> None:
    state = SearchState.from_querydict(parameters)
    assert SearchState.from_querydict(QueryDict(state.to_query_string())) == state


def test_defaults_leave_the_url_empty() -> None:
    assert SearchState().to_query_string() == ""


def test_values_of_a_facet_are_repeated_and_excluded_ones_are_named_not() -> None:
    state = SearchState(text="حلب").with_facet("outlet", "sana").with_facet("outlet", "athr-press")
    state = state.with_excluded("place", "idlib")
    assert state.to_pairs() == [
        ("q", "حلب"),
        ("outlet", "sana"),
        ("outlet", "athr-press"),
        ("not-place", "idlib"),
    ]


def test_a_changed_filter_goes_back_to_the_first_page() -> None:
    state = SearchState(text="حلب", page=4)
    assert state.with_facet("outlet", "sana").page == 1
    assert state.with_sort(Sort.NEWEST).page == 1
    assert state.with_match(Match.EXACT).page == 1


def test_toggling_twice_changes_nothing() -> None:
    state = SearchState(text="حلب").with_facet("section", "رياضة")
    assert state.toggle_facet("outlet", "sana").toggle_facet("outlet", "sana") == state


def test_excluding_a_chosen_value_lets_go_of_it() -> None:
    state = SearchState().with_facet("outlet", "sana").with_excluded("outlet", "sana")
    assert (dict(state.chosen), dict(state.excluded)) == ({}, {"outlet": ("sana",)})


def test_clearing_keeps_the_text_and_how_it_is_read() -> None:
    state = SearchState(text="حلب", match=Match.EXACT, after=date(2024, 1, 1))
    assert state.with_facet("outlet", "sana").cleared() == SearchState("حلب", Match.EXACT)


@pytest.mark.parametrize("page", ["0", "-3", "x", "", "9" * 5000, "1.5"])
def test_an_impossible_page_is_the_first(page: str) -> None:
    assert SearchState.from_querydict({"page": page}).page == 1


def test_a_page_number_may_be_arabic() -> None:
    assert SearchState.from_querydict({"page": "٢"}).page == 2


def test_a_long_text_is_cut_and_says_so() -> None:
    state = SearchState.from_querydict({"q": "كلمة " * 1000})
    assert state.cut
    assert len(state.text) <= MAX_TEXT_LETTERS


def test_control_characters_and_lone_surrogates_are_left_out() -> None:
    assert SearchState.from_querydict({"q": "حل\x00ب\ud800"}).text == "حلب"


def test_ends_of_a_range_may_be_years_or_months() -> None:
    state = SearchState.from_querydict({"after": "2023-06", "before": "٢٠٢٣"})
    assert (state.after, state.before) == (date(2023, 6, 1), date(2023, 12, 31))


def test_impossible_facet_values_are_passed_over() -> None:
    state = SearchState.from_querydict(
        {"date": ["2024-13", "2024-02-31", "0000", "soon", "2024"], "basis": "guess"}
    )
    assert dict(state.chosen) == {"date": ("2024",)}


def test_letters_stand_in_the_url_as_they_are() -> None:
    assert SearchState(text="سوق & ميناء").to_query_string() == "q=سوق+%26+ميناء"
