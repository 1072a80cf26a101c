"""What is remembered of words passes over none that has a term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.frequencies import FrequencyTable
from search.hits.matching import Matcher
from search.index.analyzers import ArabicAnalyzer, Match
from search.index.term_memory import TermMemory
from search.query.compile import compile_tree
from search.query.language import parse

PIECES = (
    *("العراق", "والعراق", "عراقي", "نهر", "أنهار", "كلمة", "الكلمات", "علي", "على", "عليه", "صلى"),
    *("الله", "عبدالله", "أبوظبي", "وسلم", "ﷺ", "آب", "أغسطس", "مارس", "كانون", "الثاني", "ينايرَ"),
    *("12", "2015", "345", "أ", "ف", "ب", "CNN", "cia", "الـ", "F16", "مهرجان", "كان", "وـ"),
    *(" ", "\n", "،", ".", "/", "-", ",", "(", "\u064e"),
)
ANALYZER = ArabicAnalyzer(FrequencyTable.shipped())
MEMORY = TermMemory(ANALYZER.terms, 40)


@pytest.mark.property
@given(
    st.lists(st.sampled_from(PIECES), max_size=3).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(Match),
)
def test_words_are_found_as_by_looking_at_each(query: str, text: str, match: Match) -> None:
    tree = parse(query).tree
    terms = compile_tree(tree, ANALYZER, match).terms if tree is not None else ()
    quick = Matcher(ANALYZER, terms, MEMORY)
    slow = Matcher(ANALYZER, terms)
    assert quick.highlights(text, title=True) == slow.highlights(text, title=True)


def test_a_sign_has_the_words_that_it_is_written_for() -> None:
    terms = compile_tree(parse("صلى").tree, ANALYZER, Match.INFLECTION).terms
    matcher = Matcher(ANALYZER, terms, MEMORY)
    assert [found[:2] for found in matcher.highlights("محمد ﷺ رسول")] == [(5, 6)]


def test_a_word_is_looked_at_once_and_no_more_are_kept_than_may_be() -> None:
    asked: list[str] = []

    def find(word: str) -> tuple[str, ...]:
        asked.append(word)
        return (word,)

    memory = TermMemory(find, 2)
    for word in ("a", "b", "a", "b"):
        assert memory(word) == (word,)
    assert asked == ["a", "b"]
    memory("c")
    memory("a")
    assert asked.count("a") == 2
