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
from search.suggest.edit_distance import distances, letters_of
from search.suggest.name_words import NameWords
from search.suggest.speller import Speller, spelled_in
from search.suggest.word_list import WordList
from search.suggest.word_replacement import replaced

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
NAMES = NameWords.of(["زهير القامره"])
ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", max_size=8)


def speller(finding: Mapping[str, int], spelled: Callable[[str], str] = str) -> Speller:
    words = WordList.of((fold(word), count) for word, count in WORDS.items())
    counts = {fold(text): count for text, count in finding.items()}
    return Speller(
        words,
        lambda word: words.frequency(word) or 0,
        lambda state: counts.get(fold(state.text), 0),
        NAMES.__contains__,
        spelled,
    )


def proposed(
    text: str, finding: Mapping[str, int], spelled: Callable[[str], str] = str, total: int = 0
) -> list[tuple[str, int]]:
    found = speller(finding, spelled).propose(SearchState(text=text), parse(text).tree, total)
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


@pytest.mark.parametrize("typed", ["د" * 1_000, "دمشق" * 7, "𝒟𝒶𝓂", "دمشق𝒟", "9" * 500])
def test_a_word_that_no_list_can_hold_is_not_doubted(typed: str) -> None:
    assert proposed(typed, {"دمشق": 7}) == []


def test_what_finds_nothing_is_never_proposed() -> None:
    assert proposed("القاهرح", {}) == []


def test_a_word_of_the_archive_is_left_alone() -> None:
    assert proposed("دمشق", {"دمشق": 0, "الدمشقي": 9}) == []


def test_a_rare_word_gives_way_to_a_very_near_and_far_commoner_one() -> None:
    assert proposed("الريس", {"الرئيس": 900}) == [("الرءيس", 900)]


def test_a_slip_is_told_though_its_stem_finds_much() -> None:
    assert proposed("القاهرح", {"القاهرة": 7}, total=7) == [("القاهره", 7)]


def test_what_finds_fewer_is_never_proposed() -> None:
    assert proposed("القاهرح", {"القاهرة": 7}, total=8) == []


def test_a_word_of_a_known_name_is_not_doubted() -> None:
    assert proposed("القامره", {"القاهرة": 7}) == []


def test_a_space_within_a_word_is_taken_out() -> None:
    assert proposed("القاه رة", {"القاهرة": 7}) == [("القاهره", 7)]


def test_what_words_find_together_decides_between_neighbours() -> None:
    finding = {"مجلس الأمن": 3, "ملس الأمن": 0, "القاهرة الأمن": 1, "الظاهرة الأمن": 60}
    assert proposed("القظاهرة الأمن", finding)[0] == ("الظاهره الأمن", 60)


@pytest.mark.property
@given(st.text("اهرقظلمن", min_size=3, max_size=8))
def test_following_proposals_comes_to_an_end(text: str) -> None:
    everything = WORDS
    seen = [text]
    while found := proposed(seen[-1], everything, total=everything.get(seen[-1], 0)):
        seen.append(found[0][0])
        assert len(seen) < 5


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


def apart(typed: str, meant: str) -> float:
    return float(distances(typed, *letters_of([meant]))[0])


@pytest.mark.parametrize(
    ("typed", "likely", "far"),
    [
        ("صيطره", "سيطره", "ميطره"),
        ("مضاهره", "مظاهره", "مواهره"),
        ("فطر", "قطر", "سطر"),
        ("نضر", "نصر", "نكر"),
        ("الحقلل", "الحقل", "الحقلي"),
        ("مكتبت", "مكتبه", "مكتبز"),
        ("عاصفا", "عاصفه", "عاصفم"),
        ("شبك", "شباك", "شبكم"),
        ("محكه", "محكمه", "محه"),
    ],
)
def test_likely_slips_are_nearer_than_others(typed: str, likely: str, far: str) -> None:
    assert apart(typed, likely) < apart(typed, far)


def test_neighbouring_letters_may_have_changed_places() -> None:
    assert apart("فلسطين", "فلسيطن") < 1


@pytest.mark.property
@given(ARABIC, ARABIC)
def test_distance_is_zero_only_to_itself(one: str, other: str) -> None:
    assert (apart(one, other) == 0) == (one == other)


@pytest.mark.property
@given(ARABIC, st.lists(ARABIC, min_size=1, max_size=6))
def test_a_word_is_as_far_among_others_as_alone(typed: str, words: list[str]) -> None:
    together = distances(typed, *letters_of(words))
    assert together.tolist() == pytest.approx([apart(typed, each) for each in words])


@pytest.mark.property
@given(ARABIC, ARABIC, st.integers(0, 3))
def test_no_edit_costs_more_than_a_plain_one(one: str, other: str, letters: int) -> None:
    if within(one, other, letters):
        assert apart(one, other) <= letters + 0.001


@pytest.mark.property
@given(st.lists(ARABIC.filter(lambda word: len(word) > 2), max_size=20), ARABIC)
def test_the_word_list_finds_every_word_one_edit_away(words: list[str], word: str) -> None:
    near = {found for found, _, _ in WordList.of((each, 1) for each in set(words)).near(word, 1.0)}
    assert {each for each in words if each != word and within(each, word, 1)} <= near


def test_words_side_by_side_decide_between_neighbours() -> None:
    finding = {"القاهرة الأمن": 20, "الظاهرة الأمن": 40, '"القاهرة الأمن"': 9}
    assert proposed("القظاهرة الأمن", finding)[0] == ("القاهره الأمن", 20)
