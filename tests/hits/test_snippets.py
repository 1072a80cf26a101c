"""Texts with their hits marked, snippets, and why a hit matched."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.frequencies import FrequencyTable
from search.hits.article_hits import match_notes, missing_clauses
from search.hits.matching import Matcher
from search.hits.snippets import PASSAGE_LETTERS, Fragment, marked, passage
from search.index.analyzers import ArabicAnalyzer, Match
from search.query.compile import compile_tree
from search.query.language import parse

FILLER = "جلس الأهالي أمام البيوت القديمة وتحدثوا عن الطقس والمواسم. "
STORY = (
    FILLER * 6
    + "قال الوزير إنّ سُوريّة تستعدّ لاستقبال اللاجئين. وأضاف أن العراق سيفتح معابره مع سوريا قريباً. "
    + FILLER * 6
)


@cache
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


def matcher(query: str, match: Match = Match.INFLECTION) -> Matcher:
    return Matcher(analyzer(), compile_tree(parse(query).tree, analyzer(), match).terms)


def hits(
    query: str, text: str, match: Match = Match.INFLECTION, *, title: bool = False
) -> list[str]:
    fragments = marked(text, matcher(query, match).highlights(text, title=title))
    return [fragment.text for fragment in fragments if fragment.marked]


def joined(fragments: Sequence[Fragment]) -> str:
    return "".join(fragment.text for fragment in fragments)


def explained(
    query: str, text: str, match: Match = Match.INFLECTION
) -> tuple[list[tuple[str, str, str]], tuple[str, ...]]:
    """Return the notes, and what the text lacks."""
    compiled = compile_tree(parse(query).tree, analyzer(), match)
    finder = Matcher(analyzer(), compiled.terms)
    marked_texts = [(text, finder.highlights(text))]
    notes = match_notes(compiled.terms, marked_texts)
    missing = missing_clauses(compiled.clauses, compiled.terms, marked_texts)
    return [(note.word, note.surface, note.relation) for note in notes], missing


def test_the_words_of_the_original_are_marked() -> None:
    assert hits("سوريا", "في سُوريّة وسوريا") == ["سُوريّة", "وسوريا"]


def test_an_exact_search_marks_the_word_as_written() -> None:
    assert hits("لاجئين", "لاجئين واللاجئين", Match.EXACT) == ["لاجئين"]


def test_a_phrase_is_marked_as_one_stretch_and_nowhere_else() -> None:
    text = "عاد ترمب. قال دونالد ترمب كلمته."
    assert hits('"دونالد ترامب"', text) == ["دونالد ترمب"]


def test_the_words_of_a_wide_phrase_are_marked_apart() -> None:
    assert hits('"الوزير سوريا"~3', "قال الوزير إن سوريا بعيدة") == ["الوزير", "سوريا"]


def test_a_wide_phrase_has_its_limit() -> None:
    assert hits('"الوزير سوريا"~1', "قال الوزير أمس هنا إن سوريا بعيدة") == []


def test_prefix_and_fuzzy_words_are_marked() -> None:
    assert hits("لاج*", "عاد اللاجئون") == ["اللاجئون"]
    assert hits("واشنظن~", "في واشنطن") == ["واشنطن"]


def test_a_refused_word_is_not_marked() -> None:
    assert hits("دمشق -حلب", "دمشق وحلب") == ["دمشق"]


def test_title_words_are_marked_in_the_title_alone() -> None:
    assert hits("عنوان:حلب", "حلب", title=True) == ["حلب"]
    assert hits("عنوان:حلب", "حلب") == []


@pytest.mark.property
@given(st.text(alphabet=' .\n"«»ًّسوريا العراقلجئنa1😀', max_size=400))
def test_marked_text_without_its_marks_is_the_text(text: str) -> None:
    marks = matcher("سوريا العراق").highlights(text)
    assert joined(marked(text, marks)) == text


def test_the_passage_with_most_words_is_shown() -> None:
    fragments = passage(STORY, matcher("لاجئ العراق").highlights(STORY))
    assert {f.text for f in fragments if f.marked} == {"اللاجئين", "العراق"}


def test_a_passage_keeps_whole_sentences() -> None:
    shown = joined(passage(STORY, matcher("لاجئ العراق").highlights(STORY)))
    assert shown.startswith("قال الوزير")
    assert shown.endswith(".")
    assert len(shown) <= PASSAGE_LETTERS


def test_a_passage_without_hits_is_the_beginning() -> None:
    shown = joined(passage(STORY, []))
    assert STORY.startswith(shown)


def test_a_cut_sentence_has_an_ellipsis_and_whole_words() -> None:
    text = "كلمة " * 100 + "سوريا" + " كلمة" * 100
    shown = joined(passage(text, matcher("سوريا").highlights(text)))
    assert shown.startswith("… كلمة")
    assert shown.endswith("كلمة …")
    assert set(shown.replace("…", "").split()) == {"كلمة", "سوريا"}


def test_an_abbreviated_title_ends_no_sentence() -> None:
    text = FILLER * 5 + "وصل د. سامر إلى حلب. " + FILLER * 5
    assert joined(passage(text, matcher("سامر").highlights(text))).startswith("وصل د. سامر")


@pytest.mark.property
@given(
    st.text(alphabet="ab سوريا.ًُ\n😀", max_size=700),
    st.integers(20, 120),
)
def test_a_passage_is_a_stretch_of_the_text_that_parts_no_mark_from_its_letter(
    text: str, length: int
) -> None:
    fragments = passage(text, matcher("سوريا").highlights(text), length)
    shown = joined(fragments).removeprefix("… ").removesuffix(" …")
    assert shown in text
    after = text[text.find(shown) + len(shown) :]
    assert text.count(shown) > 1 or not after or not unicodedata.combining(after[0])


@pytest.mark.parametrize(
    ("query", "text", "note"),
    [
        ("العراق", "في العراق", ("العراق", "العراق", "same")),
        ("العراق", "نزحوا من بغداد والعراق", ("العراق", "والعراق", "clitic")),
        ("ترامب", "قال ترمب", ("ترامب", "ترمب", "spelling")),
        ("سوريا", "شعب سوريّ", ("سوريا", "سوريّ", "stem")),
    ],
)
def test_a_note_says_how_a_word_matched(query: str, text: str, note: tuple[str, str, str]) -> None:
    assert explained(query, text)[0] == [note]


def test_what_only_its_root_finds_is_marked_and_told_where_roots_are_asked_for() -> None:
    assert explained("حلب", "سعر الحليب", Match.ROOT)[0] == [("حلب", "الحليب", "root")]
    assert explained("حلب", "سعر الحليب")[0] == []
    assert hits("حلب", "حليب من حلب") == ["حلب"]


def test_the_same_word_needs_no_wider_note() -> None:
    assert explained("سوريا", "السوريون في سوريا")[0] == [("سوريا", "سوريا", "same")]


def test_what_an_article_lacks_is_named() -> None:
    assert explained('دمشق "مجلس الأمن" لبنان', "عقد مجلس النواب في دمشق")[1] == (
        "مجلس الأمن",
        "لبنان",
    )


def test_one_of_two_alternatives_is_not_lacking() -> None:
    assert explained("دمشق (حلب أو حمص)", "دمشق وحمص")[1] == ()


def test_the_window_with_the_words_side_by_side_is_shown() -> None:
    scattered = "حضر وزير الزراعة ووزير الطاقة ووزيرة البيئة والمدير الأول. "
    text = f"{scattered}{FILLER * 6}ثم خطب مدير البيئة الأول في الحاضرين. {FILLER * 4}"
    found = joined(passage(text, matcher("مدير البيئة الأول").highlights(text)))
    assert "مدير البيئة الأول" in found


def test_a_word_that_fits_a_star_is_marked() -> None:
    assert hits("*معاب*", "فتحت المعابر كلها ومعابره.") == ["المعابر", "ومعابره"]
