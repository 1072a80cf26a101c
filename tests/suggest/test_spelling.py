"""Other spellings that find more, and how far words are from each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from search.engine import within
from search.query.language import parse
from search.query.state import SearchState
from search.suggest.alternatives import replaced
from search.suggest.edit_distance import distance
from search.suggest.speller import Speller, WordList, spelled_in

WORDS = {
    "القاهرة": 300,
    "والقاهرة": 20,
    "الظاهرة": 100,
    "واشنطن": 200,
    "الرئيس": 900,
    "الريس": 2,
    "الأميركي": 400,
    "دمشق": 500,
    "مجلس": 600,
    "الأمن": 450,
}
ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", max_size=8)


def speller(finding: Mapping[str, int], spelled: Callable[[str], str] = str) -> Speller:
    words = WordList.of((fold(word), count) for word, count in WORDS.items())
    counts = {fold(text): count for text, count in finding.items()}
    return Speller(words, words.frequency, lambda state: counts.get(fold(state.text), 0), spelled)


def proposed(
    text: str, finding: Mapping[str, int], spelled: Callable[[str], str] = str
) -> list[tuple[str, int]]:
    found = speller(finding, spelled).propose(SearchState(text=text), parse(text).tree, 0)
    return [(each.label, each.count) for each in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("القاهرح", "القاهره"),
        ("واشنظن", "واشنطن"),
        ("الؤءيس", "الرءيس"),
        ("الاميركس", "الاميركي"),
        ("دمسق", "دمشق"),
        ("مجلسالامن", "مجلس الامن"),
    ],
)
def test_a_word_that_finds_nothing_is_replaced_by_its_neighbour(typed: str, meant: str) -> None:
    assert proposed(typed, {meant: 7}) == [(meant, 7)]


def test_what_finds_nothing_is_never_proposed() -> None:
    assert proposed("القاهرح", {}) == []


def test_a_word_of_the_archive_is_left_alone() -> None:
    assert proposed("دمشق", {"دمشق": 0, "الدمشقي": 9}) == []


def test_a_rare_word_gives_way_to_a_very_near_and_far_commoner_one() -> None:
    assert proposed("الريس", {"الرئيس": 900}) == [("الرءيس", 900)]


def test_a_word_of_two_letters_is_not_doubted() -> None:
    assert proposed("حب", {"حلب": 9}) == []


def test_the_same_word_with_a_clitic_is_not_proposed_beside_it() -> None:
    assert proposed("القاهرح", {"القاهرة": 7, "والقاهرة": 7}) == [("القاهره", 7)]


def test_only_the_doubted_word_is_replaced() -> None:
    assert proposed("دمشق واشنظن", {"دمشق واشنطن": 3}) == [("دمشق واشنطن", 3)]


def test_the_rest_of_the_text_stays() -> None:
    text = 'عنوان:واشنظن -دمشق "مجلس الأمن"'
    finding = {text.replace("ظ", "ط"): 2}
    assert proposed(text, finding) == [(text.replace("ظ", "ط"), 2)]


def test_a_proposal_is_spelled_as_articles_spell_it() -> None:
    texts = ["في القاهِرة اليوم", "عادت القاهرة"]
    found = proposed("القاهرح", {"القاهرة": 7}, lambda word: spelled_in(word, texts))
    assert found == [("القاهرة", 7)]


def test_a_word_is_replaced_where_it_stands_alone() -> None:
    assert replaced("والعراق العراق", "العراق", "لبنان") == "والعراق لبنان"


@pytest.mark.parametrize(
    ("typed", "confused", "far"),
    [
        ("صيطره", "سيطره", "ميطره"),
        ("مضاهره", "مظاهره", "مواهره"),
        ("فطر", "قطر", "سطر"),
        ("نضر", "نصر", "نكر"),
    ],
)
def test_confused_letters_are_nearer_than_others(typed: str, confused: str, far: str) -> None:
    assert distance(typed, confused) < distance(typed, far)


def test_neighbouring_letters_may_have_changed_places() -> None:
    assert distance("فلسطين", "فلسيطن") < 1


@pytest.mark.property
@given(ARABIC, ARABIC)
def test_distance_is_the_same_both_ways_and_zero_only_to_itself(one: str, other: str) -> None:
    assert distance(one, other, 99) == pytest.approx(distance(other, one, 99))
    assert (distance(one, other, 99) == 0) == (one == other)


@pytest.mark.property
@given(ARABIC, ARABIC, st.integers(0, 3))
def test_within_agrees_with_plain_edits(one: str, other: str, letters: int) -> None:
    if within(one, other, letters):
        assert distance(one, other, 99) <= letters


@pytest.mark.property
@given(st.lists(ARABIC.filter(lambda word: len(word) > 2), max_size=20), ARABIC)
def test_the_word_list_finds_every_word_one_edit_away(words: list[str], word: str) -> None:
    near = {found for found, _, _ in WordList.of((each, 1) for each in set(words)).near(word, 1.0)}
    assert {each for each in words if each != word and within(each, word, 1)} <= near
