from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from archive.arabic.normalize import fold
from search.query.language import parse
from search.query.state import Match, SearchState
from search.suggest.latin_names import LatinNames
from search.suggest.rescue import Rescuer


def rescues(state, finding, held=()):
    """Ask for ways out where ``finding`` says what a search finds; ``held`` are words of it."""
    rescuer = Rescuer(
        lambda other: finding(other) or 0, lambda word: int(word in {fold(each) for each in held})
    )
    with translation.override("en"):
        found = rescuer.rescues(state, parse(state.text).tree)
    return [(rescue.kind, rescue.label, rescue.count) for rescue in found]


def texts(**finding):
    return lambda state: finding.get(state.text)


def test_the_wrong_keyboard_is_recovered():
    found = rescues(SearchState("hgrhivm"), texts(**{"القاهرة": 12}))
    assert found == [("keyboard", "القاهرة", 12)]


def test_another_reading_that_finds_nothing_is_not_offered():
    assert rescues(SearchState("hgrhivm"), texts()) == []


@pytest.mark.parametrize("typed", ["Gaddafi", "Qadhafi", "Khadafy", "Kadhafi", "al-Gaddafi"])
def test_a_latin_name_is_found_by_its_arabic_spelling(typed):
    assert rescues(SearchState(typed), texts(**{"قذافي": 5}), ["قذافي"]) == [("name", "قذافي", 5)]


def test_the_name_of_a_field_is_no_name_of_a_person():
    assert rescues(SearchState("any:"), lambda other: 1 if other.text != "any:" else 0) == [
        ("keyboard", "شىغ:", 1)
    ]


def test_the_commoner_of_two_near_names_is_offered():
    rescuer = Rescuer(
        lambda other: {"علي": 900, "آلي": 2}.get(other.text, 0),
        lambda word: {"علي": 900, "الي": 2}.get(word, 0),
    )
    (found,) = rescuer.rescues(SearchState("Ali"), parse("Ali").tree)
    assert found.label == "علي"


def test_names_of_the_archive_are_known_beside_the_table():
    names = LatinNames.of_pairs([("أبو محمد الجولاني", "Abu Mohammad al-Jolani")])
    assert names.arabic("Golani") == names.arabic("Julani") == ["الجولاني"]


def test_every_latin_name_of_the_text_is_replaced():
    finding = texts(**{"دونالد ترامب يزور": 3})
    found = rescues(SearchState("Donald Trump يزور"), finding, ["دونالد", "ترامب"])
    assert ("name", "دونالد ترامب يزور", 3) in found


def test_each_word_is_counted_alone():
    found = rescues(SearchState('حلب "مجلس الأمن" قصيدة'), texts(حلب=7, **{'"مجلس الأمن"': 2}))
    assert found == [("word", "حلب", 7), ("word", '"مجلس الأمن"', 2), ("word", "قصيدة", 0)]


def test_a_word_that_finds_nothing_leads_nowhere():
    rescuer = Rescuer(texts(حلب=7), lambda word: 0)
    found = rescuer.rescues(SearchState("حلب قصيدة"), parse("حلب قصيدة").tree)
    assert [rescue.state is None for rescue in found] == [False, True]


def test_the_filter_whose_removal_helps_most_is_named():
    state = SearchState("حلب", after=date(2024, 1, 1)).with_facet("outlet", "sana")

    def finding(other):
        wider = other.text == "حلب" and other != state
        return {(): 9, ("outlet",): 4}[tuple(other.chosen)] if wider else 0

    assert rescues(state, finding) == [("filter", "Without the filter “outlet”", 9)]


def test_where_one_filter_is_not_enough_all_may_go():
    state = SearchState("حلب").with_facet("outlet", "sana").with_excluded("place", "idlib")
    found = rescues(state, lambda other: 0 if other.narrowed or other.text != "حلب" else 6)
    assert found == [("filters", "Without any filter", 6)]


def test_wider_readings_are_offered():
    state = SearchState("حلب قصيدة", match=Match.EXACT)
    found = rescues(state, lambda other: 3 if other.any_word or other.match != state.match else 0)
    assert [kind for kind, _, _ in found[:2]] == ["match", "any"]


def test_a_language_of_other_letters_is_no_name():
    assert LatinNames.shipped().arabic("Łódź") == []
    assert LatinNames.shipped().arabic("xi") == []
