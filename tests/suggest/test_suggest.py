"""Suggestions while a reader types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from search.suggest.frequent_phrases import frequent_phrases
from search.suggest.suggester import Entry, Suggester

ENTRIES = [
    Entry("الشرق الأوسط", "outlet", "aawsat", 40),
    Entry("الأمم المتحدة", "entity", "un", 90),
    Entry("دونالد ترامب", "entity", "trump", 70),
    Entry("Donald Trump", "entity", "trump", 70),
    Entry("الشرقية", "entity", "sharqiya", 3),
    Entry("مجلس الأمن", "phrase", "مجلس الأمن", 30),
    Entry("مجلس النواب", "phrase", "مجلس النواب", 20),
    Entry("الأمم المتحدة تحذّر من المجاعة", "title", "a1", -1),
    Entry("الأمم تجتمع غداً", "title", "a2", 0),
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester.of(ENTRIES)


def address(kind: str, target: str) -> str:
    return f"/{kind}/{target}"


def together(one: str, other: str) -> bool:
    return (one, other) == ("قرار", "مجلس")


def labels(suggester: Suggester, text: str, limit: int = 8) -> list[str]:
    found = suggester.suggest(text, limit, address, together)
    return [each.label for each in found]


def test_names_and_titles_begin_with_what_is_typed(suggester: Suggester) -> None:
    assert labels(suggester, "الأمم") == [
        "الأمم المتحدة",
        "الأمم تجتمع غداً",
        "الأمم المتحدة تحذّر من المجاعة",
    ]


@pytest.mark.parametrize("typed", ["الامم", "الأُمم", "الأمـم", "امم", "أمم المت"])
def test_spelling_and_article_do_not_matter(suggester: Suggester, typed: str) -> None:
    assert labels(suggester, typed)[0] == "الأمم المتحدة"


def test_a_name_is_found_by_its_second_word(suggester: Suggester) -> None:
    assert labels(suggester, "ترا") == ["دونالد ترامب"]
    assert labels(suggester, "trum") == ["Donald Trump"]


def test_a_space_ends_the_word(suggester: Suggester) -> None:
    assert labels(suggester, "الشرق") == ["الشرق الأوسط", "الشرقية"]
    assert labels(suggester, "الشرق ") == ["الشرق الأوسط"]


def test_the_frequent_come_first(suggester: Suggester) -> None:
    assert labels(suggester, "مجلس") == ["مجلس الأمن", "مجلس النواب"]


def test_the_last_word_is_completed_where_nothing_begins_so(suggester: Suggester) -> None:
    assert labels(suggester, "قرار مجل") == ["قرار مجلس الأمن", "قرار مجلس النواب"]


def test_no_words_are_joined_that_never_stand_together(suggester: Suggester) -> None:
    assert labels(suggester, "قطار مجل") == []


def test_a_name_is_found_by_its_other_spellings() -> None:
    entries = [
        Entry("إيفانكا ترامب", "entity", "ivanka", 20),
        Entry("دونالد ترمب", "entity", "trump", 70, ("ترامب", "الرئيس ترامب")),
    ]
    made = Suggester.of(entries)
    assert labels(made, "ترام") == ["دونالد ترمب", "إيفانكا ترامب"]
    assert labels(made, "رئيس ترا") == ["دونالد ترمب"]


def test_a_suggestion_leads_somewhere(suggester: Suggester) -> None:
    (found,) = suggester.suggest("trump", 8, address, together)
    assert (found.kind, found.url) == ("entity", "/entity/trump")


@pytest.mark.parametrize("typed", ["", " ", "؟", "😀", "\x00", "زززز", "a" * 500])
def test_what_begins_nothing_suggests_nothing(suggester: Suggester, typed: str) -> None:
    assert labels(suggester, typed) == []


def test_no_more_than_asked_for(suggester: Suggester) -> None:
    assert len(labels(suggester, "ا", 2)) == 2


@pytest.mark.property
@given(st.sampled_from(ENTRIES), st.integers(1, 30))
def test_every_beginning_of_a_name_finds_it(entry: Entry, letters: int) -> None:
    typed = entry.label[:letters]
    if fold(typed).strip():
        assert entry.label in labels(Suggester.of(ENTRIES), typed, 20)


def test_phrases_that_titles_share() -> None:
    titles = [
        "مجلس الأمن يجتمع في جنيف",
        "مجلس الأمن يناقش الهدنة",
        "هدنة في مجلس الامن",
        "جنيف: مجلس، الأمن",
    ]
    assert dict(frequent_phrases(titles)) == {"مجلس": 4, "الأمن": 4, "مجلس الأمن": 3}


def test_words_that_only_happen_to_meet_are_no_phrase() -> None:
    titles = [
        *(f"سوق الحي {word}" for word in ("يفتح", "يغلق", "يزدهر", "يتسع", "يحترق")),
        *(f"مدينة {word} تستقبل" for word in ("حلب", "صور", "طنجة", "وهران")),
        *(f"{word} تستقبل زوارا" for word in ("صور", "طنجة", "حلب")),
        *(f"قطار {word} يصل" for word in ("حلب", "صور", "طنجة", "وهران")),
    ]
    found = {phrase for phrase, _ in frequent_phrases(titles)}
    assert "سوق الحي" in found
    assert "الحي يفتح" not in found


def test_a_piece_of_one_headline_is_no_phrase() -> None:
    titles = ["بلدية الميناء تجدد الرصيف القديم"] * 5 + ["الرصيف القديم", "عن الرصيف القديم وأهله"]
    found = {phrase for phrase, _ in frequent_phrases(titles)}
    assert "الرصيف القديم" in found
    assert "تجدد الرصيف" not in found
