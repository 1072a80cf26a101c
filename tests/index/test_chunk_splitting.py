"""Words found by arrays are those that the analyzer finds in the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.frequencies import FrequencyTable
from search.contract import ChunkReader
from search.engine.writing.word_vocabulary import Vocabulary
from search.index.analyzers import ArabicAnalyzer

PIECES = st.lists(
    st.sampled_from(
        [
            *("آب", "أبٌ", "يناير", "كانون", "الثاني", "وكانون", "ثانٍ", "مارس", "بمارس", "تشرين"),
            *("12", "٢٠٢٤", "CIA", "x", "_", " ", "  ", "\n", "/", "(", "-", ".", "\u00a0"),
            *(
                "\u064e",
                "ـ",
                "\u200f",
                "\u200c",
                "\ufe70",
                "ﷲ",
                "ﻻ",
                "عبد",
                "الله",
                "وعبدالله",
                "كتاب",
            ),
            *("\ud800", "😀", "é", "e\u0301", "ह", "字", "١", "x" * 70, "ب" * 70),
        ]
    ),
    max_size=24,
).map("".join)


@pytest.fixture(scope="module")
def analyzer() -> ArabicAnalyzer:
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    Vocabulary(analyzer).split(["12 آب 2024"])  # What is read once is read before the clock runs.
    return analyzer


@pytest.mark.property
@given(st.lists(PIECES | st.text(max_size=40), max_size=6))
def test_texts_split_together_have_the_words_of_each(
    analyzer: ArabicAnalyzer, texts: list[str]
) -> None:
    vocabulary = Vocabulary(analyzer)
    for _again in range(2):
        numbers, counts = vocabulary.split(texts)
        starts, terms = vocabulary.word_terms()
        names = vocabulary.term_names()
        found = [
            [names[term] for term in terms[starts[number] : starts[number + 1]]]
            for number in numbers
        ]
        words = [analyzer.words(text) for text in texts]
        assert counts.tolist() == [len(each) for each in words]
        assert found == [
            list(dict.fromkeys(analyzer.terms(word))) for each in words for word in each
        ]


CHUNKS = st.lists(
    st.text(
        st.sampled_from("آأابتةثدرسشعفكلمنهويىء" + "\u064e\u0651\u0654ـ\u200f\u200cﻻﷺx1"),
        min_size=1,
    )
    | st.sampled_from(("وعبداللّه", "أبوظبي", "كِتاب", "يناير", "وكانون", "صلى", "الـCIA", "ﷺ", "ب")),
    max_size=12,
)


@pytest.mark.property
@given(CHUNKS)
def test_chunks_read_together_are_read_as_each_alone(
    analyzer: ArabicAnalyzer, chunks: list[str]
) -> None:
    assert analyzer.chunk_reader().read(chunks) == ChunkReader(analyzer).read(chunks)


@pytest.mark.parametrize("text", ["2011 إبّان", "12 كِتَاب", "في إبّانها"])
def test_no_month_is_read_inside_a_word_with_marks(analyzer: ArabicAnalyzer, text: str) -> None:
    assert [word.strip() for word in analyzer.words(text)] == text.split()
