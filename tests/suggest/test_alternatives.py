"""Searches offered where one finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.utils import translation

from archive.arabic.normalize import fold
from search.index.analyzers import Match
from search.query.language import parse
from search.query.state import SearchState
from search.suggest.alternatives import AlternativeFinder
from search.suggest.latin_names import LatinNames

Offered = tuple[str, str, int]
"""Kind, label and count."""


def alternatives(
    state: SearchState, finding: Callable[[SearchState], int], held: Iterable[str] = ()
) -> list[Offered]:
    """Ask for alternatives where ``finding`` says what a search finds; ``held`` are words of it."""
    words = {fold(each) for each in held}
    finder = AlternativeFinder(finding, lambda word: int(word in words))
    with translation.override("en"):
        found = list(finder.find(state, parse(state.text).tree))
    return [(each.kind, each.label, each.count) for each in found]


def texts(**finding: int) -> Callable[[SearchState], int]:
    return lambda state: finding.get(state.text, 0)


def test_the_wrong_keyboard_is_recovered() -> None:
    found = alternatives(SearchState("hgrhivm"), texts(**{"القاهرة": 12}))
    assert found == [("keyboard", "القاهرة", 12)]


def test_another_reading_that_finds_nothing_is_not_offered() -> None:
    assert alternatives(SearchState("hgrhivm"), texts()) == []


@pytest.mark.parametrize("typed", ["Gaddafi", "Qadhafi", "Khadafy", "Kadhafi", "al-Gaddafi"])
def test_a_latin_name_is_found_by_its_arabic_spelling(typed: str) -> None:
    assert alternatives(SearchState(typed), texts(**{"قذافي": 5}), ["قذافي"]) == [
        ("name", "قذافي", 5)
    ]


def test_the_name_of_a_field_is_no_name_of_a_person() -> None:
    assert alternatives(SearchState("any:"), lambda other: 1 if other.text != "any:" else 0) == [
        ("keyboard", "شىغ:", 1)
    ]


def test_the_commoner_of_two_near_names_is_offered() -> None:
    finder = AlternativeFinder(
        lambda other: {"علي": 900, "آلي": 2}.get(other.text, 0),
        lambda word: {"علي": 900, "الي": 2}.get(word, 0),
    )
    (found,) = finder.find(SearchState("Ali"), parse("Ali").tree)
    assert found.label == "علي"


def test_every_latin_name_of_the_text_is_replaced() -> None:
    finding = texts(**{"دونالد ترامب يزور": 3})
    found = alternatives(SearchState("Donald Trump يزور"), finding, ["دونالد", "ترامب"])
    assert ("name", "دونالد ترامب يزور", 3) in found


def test_each_word_is_counted_alone() -> None:
    found = alternatives(SearchState('حلب "مجلس الأمن" قصيدة'), texts(حلب=7, **{'"مجلس الأمن"': 2}))
    assert found == [("word", "حلب", 7), ("word", '"مجلس الأمن"', 2), ("word", "قصيدة", 0)]


def test_a_word_that_finds_nothing_leads_nowhere() -> None:
    finder = AlternativeFinder(texts(حلب=7), lambda _word: 0)
    found = finder.find(SearchState("حلب قصيدة"), parse("حلب قصيدة").tree)
    assert [each.state is None for each in found] == [False, True]


def test_the_filter_whose_removal_helps_most_is_named() -> None:
    state = SearchState("حلب", after=date(2024, 1, 1)).with_facet("outlet", "sana")

    def finding(other: SearchState) -> int:
        wider = other.text == "حلب" and other != state and other.match == state.match
        return {(): 9, ("outlet",): 4}[tuple(other.chosen)] if wider else 0

    assert alternatives(state, finding) == [("filter", "Without the filter “outlet”", 9)]


def test_where_one_filter_is_not_enough_all_may_go() -> None:
    state = SearchState("حلب").with_facet("outlet", "sana").with_excluded("place", "idlib")
    found = alternatives(state, lambda other: 6 if other == SearchState("حلب") else 0)
    assert found == [("filters", "Without any filter", 6)]


def test_wider_readings_are_offered() -> None:
    state = SearchState("حلب قصيدة", match=Match.EXACT)
    found = alternatives(
        state, lambda other: 3 if other.any_word or other.match != state.match else 0
    )
    assert [kind for kind, _, _ in found[:2]] == ["match", "any"]


def test_the_next_width_that_finds_something_is_offered() -> None:
    state = SearchState("حلب", match=Match.EXACT)
    found = alternatives(state, lambda other: 5 if other.match is Match.ROOT else 0)
    assert found == [("match", "With words of the same root too", 5)]


def test_a_language_of_other_letters_is_no_name() -> None:
    assert LatinNames.shipped().arabic("Łódź") == []
    assert LatinNames.shipped().arabic("xi") == []


def test_of_the_words_alone_stop_words_are_left_out() -> None:
    found = alternatives(SearchState("زورق في مرفأ"), texts(**{"زورق": 3, "في": 90}))
    assert found == [("word", "زورق", 3), ("word", "مرفأ", 0)]
