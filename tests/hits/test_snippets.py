from __future__ import annotations

import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.frequencies import FrequencyTable
from search.hits.match_notes import missing, notes
from search.hits.matching import Matcher
from search.hits.snippets import LENGTH, marked, passage
from search.index.analyzers import ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.state import Match

FILLER = "جلس الأهالي أمام البيوت القديمة وتحدثوا عن الطقس والمواسم. "
STORY = (
    FILLER * 6
    + "قال الوزير إنّ سُوريّة تستعدّ لاستقبال اللاجئين. وأضاف أن العراق سيفتح معابره مع سوريا قريباً. "
    + FILLER * 6
)


@cache
def analyzer():
    return ArabicAnalyzer(FrequencyTable.shipped())


def matcher(query, match=Match.FAMILY):
    return Matcher(analyzer(), compile_tree(parse(query).tree, analyzer(), match).terms)


def hits(query, text, match=Match.FAMILY, **options):
    fragments = marked(text, matcher(query, match).marks(text, **options))
    return [fragment.text for fragment in fragments if fragment.marked]


def joined(fragments):
    return "".join(fragment.text for fragment in fragments)


def told(query, *texts, match=Match.FAMILY):
    compiled = compile_tree(parse(query).tree, analyzer(), match)
    finder = Matcher(analyzer(), compiled.terms)
    pairs = [(text, finder.marks(text)) for text in texts]
    found = [(note.word, note.surface, note.how) for note in notes(compiled.terms, pairs)]
    return found, missing(compiled.clauses, compiled.terms, pairs)


def test_the_words_of_the_original_are_marked():
    assert hits("سوريا", "في سُوريّة وسوريا") == ["سُوريّة", "وسوريا"]


def test_an_exact_search_marks_the_word_as_written():
    assert hits("لاجئين", "لاجئين واللاجئين", Match.EXACT) == ["لاجئين"]


def test_a_phrase_is_marked_as_one_stretch_and_nowhere_else():
    text = "عاد ترمب. قال دونالد ترمب كلمته."
    assert hits('"دونالد ترامب"', text) == ["دونالد ترمب"]


def test_the_words_of_a_wide_phrase_are_marked_apart():
    assert hits('"الوزير سوريا"~3', "قال الوزير إن سوريا بعيدة") == ["الوزير", "سوريا"]


def test_a_wide_phrase_has_its_limit():
    assert hits('"الوزير سوريا"~1', "قال الوزير أمس هنا إن سوريا بعيدة") == []


def test_prefix_and_fuzzy_words_are_marked():
    assert hits("لاج*", "عاد اللاجئون") == ["اللاجئون"]
    assert hits("واشنظن~", "في واشنطن") == ["واشنطن"]


def test_a_refused_word_is_not_marked():
    assert hits("دمشق -حلب", "دمشق وحلب") == ["دمشق"]


def test_title_words_are_marked_in_the_title_alone():
    assert hits("عنوان:حلب", "حلب", title=True) == ["حلب"]
    assert hits("عنوان:حلب", "حلب") == []


@pytest.mark.property
@given(st.text(alphabet=' .\n"«»ًّسوريا العراقلجئنa1😀', max_size=400))
def test_marked_text_without_its_marks_is_the_text(text):
    marks = matcher("سوريا العراق").marks(text)
    assert joined(marked(text, marks)) == text


def test_the_passage_with_most_words_is_shown():
    fragments = passage(STORY, matcher("لاجئ العراق").marks(STORY))
    assert {f.text for f in fragments if f.marked} == {"اللاجئين", "العراق"}


def test_a_passage_keeps_whole_sentences():
    shown = joined(passage(STORY, matcher("لاجئ العراق").marks(STORY)))
    assert shown.startswith("قال الوزير")
    assert shown.endswith(".")
    assert len(shown) <= LENGTH


def test_a_passage_without_hits_is_the_beginning():
    shown = joined(passage(STORY, []))
    assert STORY.startswith(shown)


def test_a_cut_sentence_has_an_ellipsis_and_whole_words():
    text = "كلمة " * 100 + "سوريا" + " كلمة" * 100
    shown = joined(passage(text, matcher("سوريا").marks(text)))
    assert shown.startswith("… كلمة") and shown.endswith("كلمة …")
    assert set(shown.replace("…", "").split()) == {"كلمة", "سوريا"}


def test_an_abbreviated_title_ends_no_sentence():
    text = FILLER * 5 + "وصل د. سامر إلى حلب. " + FILLER * 5
    assert joined(passage(text, matcher("سامر").marks(text))).startswith("وصل د. سامر")


@pytest.mark.property
@given(
    st.text(alphabet="ab سوريا.ًُ\n😀", max_size=700),
    st.integers(20, 120),
)
def test_a_passage_is_a_stretch_of_the_text_that_parts_no_mark_from_its_letter(text, length):
    fragments = passage(text, matcher("سوريا").marks(text), length)
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
        ("حلب", "سعر الحليب", ("حلب", "الحليب", "root")),
    ],
)
def test_a_note_says_how_a_word_matched(query, text, note):
    assert told(query, text)[0] == [note]


def test_the_same_word_needs_no_wider_note():
    assert told("سوريا", "السوريون في سوريا")[0] == [("سوريا", "سوريا", "same")]


def test_what_an_article_lacks_is_named():
    assert told('دمشق "مجلس الأمن" لبنان', "عقد مجلس النواب في دمشق")[1] == ("مجلس الأمن", "لبنان")


def test_one_of_two_alternatives_is_not_lacking():
    assert told("دمشق (حلب أو حمص)", "دمشق وحمص")[1] == ()
