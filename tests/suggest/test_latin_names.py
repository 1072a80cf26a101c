"""Names typed in Latin letters, and what is offered for them."""

from __future__ import annotations

import pytest

from archive.arabic.normalize import fold
from search.query.language import parse
from search.query.state import SearchState
from search.suggest.entity_names import EntityNames, NamedEntity
from search.suggest.latin_names import LatinNames, arabic_sound, sound_of
from search.suggest.latin_queries import NameTranscriber

ENTITIES = [
    NamedEntity("صيدا", ("مدينة صيدا",), "Sidon", 12),
    NamedEntity("مطار صيدا الصغير", (), "Sidon Small Airport", 90),
    NamedEntity("سمير الزعتري", ("الزعتري",), "Samir al-Zaatari", 7),
    NamedEntity("سامي زعتر", (), "Sami Zaatar", 40),
    NamedEntity("رابطة الصيادين", ("الرابطة",), "League of Fishermen", 5),
    NamedEntity("مجلس الرابطة الأعلى", (), "Supreme Council of the League", 6),
    NamedEntity("خميس حمدان", (), "Khamis Hamdan", 3),
    NamedEntity("عمدان", (), "", 30),
    NamedEntity("حركة مرسال", ("مرسال", "الرسل"), "Mirsal", 8, frozenset({"مرسال"})),
    NamedEntity("زيتونة", (), "Zaytouna (Coast)", 2),
    NamedEntity("مربكو", (), "Marbco Works", 2),
    NamedEntity("مربش", (), "Marbash", 60),
]


@pytest.fixture(scope="module")
def names() -> EntityNames:
    return EntityNames.of(ENTITIES)


@pytest.mark.parametrize(
    ("typed", "arabic"),
    [
        ("Sidon", "صيدا"),
        ("sidon", "صيدا"),
        ("Samir al-Zaatari", "سمير الزعتري"),
        ("Samir Al Zaatari", "سمير الزعتري"),
        ("Sameer el-Zatari", "سمير الزعتري"),
        ("Zaatari", "الزعتري"),
        ("Supreme Council", "مجلس الرابطة الأعلى"),
        ("LF", "رابطة الصيادين"),
        ("7amdan", "حمدان"),
        ("3amdan", "عمدان"),
        ("5amis", "خميس"),
        ("Sidonians", "صيدا"),
        ("Zaataris", "الزعتري"),
        ("Zaytouna", "زيتونة"),
        ("Marbco", "مربكو"),
    ],
)
def test_a_name_is_written_in_arabic(names: EntityNames, typed: str, arabic: str) -> None:
    assert names.arabic(typed)[0][0] == arabic


def test_a_whole_name_goes_before_a_word_of_one_that_is_commoner(names: EntityNames) -> None:
    assert [each[0] for each in names.arabic("Sidon")][0] == "صيدا"


def test_a_short_spelling_that_always_means_the_entity_is_one_of_its_names(
    names: EntityNames,
) -> None:
    assert names.arabic("Mirsal") == [("حركة مرسال", "مرسال")]


def test_a_name_of_one_consonant_is_known_by_its_vowels_too() -> None:
    names = LatinNames.of([(["حق"], ["haq"]), (["حاج"], ["haj"])])
    assert names.arabic("Hajj") == ["حاج"]


@pytest.mark.parametrize("typed", ["", "x", "2026", "Łódź", "7", "Reykjavik"])
def test_what_names_nothing_has_no_arabic(names: EntityNames, typed: str) -> None:
    assert names.arabic(typed) == []


def transcribed(text: str, **finding: int) -> tuple[str, int] | None:
    transcriber = NameTranscriber(
        lambda state: finding.get(state.text, 0),
        lambda word: int(word in {fold("دونالد"), fold("ترامب")}),
        EntityNames.of(ENTITIES),
        LatinNames.shipped(),
    )
    found = transcriber.transcribed(SearchState(text), parse(text).tree)
    return None if found is None else (found.state.text, found.count)


def test_of_equal_spellings_the_one_that_finds_most_is_taken() -> None:
    assert transcribed("Sidon", **{"صيدا": 4, "مدينة صيدا": 9}) == ("مدينة صيدا", 9)


def test_the_rest_of_the_text_stays() -> None:
    finding = {"بحارة صيدا -رابطة": 2}
    assert transcribed("بحارة Sidon -رابطة", **finding) == ("بحارة صيدا -رابطة", 2)


def test_several_names_are_written_at_once() -> None:
    finding = {"سمير الزعتري صيدا": 1}
    assert transcribed("Samir al-Zaatari Sidon", **finding) == ("سمير الزعتري صيدا", 1)


def test_names_of_persons_are_known_beside_entities() -> None:
    assert transcribed("Donald Trump", **{"دونالد ترامب": 3}) == ("دونالد ترامب", 3)


def test_what_finds_nothing_in_arabic_is_not_offered() -> None:
    assert transcribed("Sidon") is None


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("qasim", "قاسم"), ("ghazi", "غازي"), ("thamir", "ثامر"), ("shukri", "شكري")],
)
def test_both_scripts_sound_alike(latin: str, arabic: str) -> None:
    assert sound_of(latin)[0] == arabic_sound(fold(arabic))[0]


@pytest.mark.parametrize(
    ("typed", "arabic"), [("French", "فرنسا"), ("Kurds", "الأكراد"), ("dutch", "هولندا")]
)
def test_an_english_word_for_a_people_is_known(names: EntityNames, typed: str, arabic: str) -> None:
    assert names.arabic(typed) == [(arabic,)]
