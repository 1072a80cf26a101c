"""Any text at all has a reading; what is too deep or too long is cut with a notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.language import MAX_NESTING, MAX_WORDS, parse
from search.query.tree import terms
from tests.query.test_language import words, words_of


def test_deep_brackets_are_passed_over_with_a_notice() -> None:
    parsed = parse("(" * 40 + "حلب" + ")" * 40 + " حمص")
    assert words("(" * 40 + "حلب" + ")" * 40 + " حمص") == ["حلب", "حمص"]
    assert [(notice.kind, notice.shown) for notice in parsed.notices] == [
        ("nesting_cut", str(MAX_NESTING))
    ]


def test_very_many_words_are_cut_with_a_notice() -> None:
    parsed = parse("أب " * 300)
    assert len(list(terms(parsed.tree))) == MAX_WORDS
    assert [notice.kind for notice in parsed.notices] == ["words_cut"]


@pytest.mark.parametrize(
    "text", ["", "   ", "؟!…", "***", "😀", "-", '""', "()", "«", "\x00\ud800"]
)
def test_without_a_word_there_is_nothing_to_search_for(text: str) -> None:
    assert parse(text).tree is None


@pytest.mark.parametrize("text", ["؟", "😀", "\u202e\u200f", "title:"])
def test_a_text_without_a_word_is_told(text: str) -> None:
    assert [notice.kind for notice in parse(text).notices] == ["no_words"]


@pytest.mark.property
@given(st.text(max_size=300))
def test_every_text_has_a_reading_of_its_own_words(text: str) -> None:
    parsed = parse(text)
    assert all(set(word) <= set(text) for term in terms(parsed.tree) for word in words_of(term))
    assert parsed.tree is not None or not text.strip() or parsed.notices


@pytest.mark.property
@given(
    st.lists(
        st.sampled_from(
            [
                "(",
                ")",
                '"',
                "«",
                "»",
                "“",
                "”",
                "„",
                "'",
                "-",
                "--",
                "|",
                "أو",
                "OR",
                "ليس",
                "NOT",
                "AND",
                "*",
                "~",
                "~2",
                ":",
                "عنوان:",
                "outlet:",
                "after:",
                "بعد:2023",
                "any:",
                "حلب",
                "دمشق*",
                "2023-13",
                ".",
                "،",
                "+",
            ]
        ),
        max_size=60,
    ),
    st.sampled_from(["", " "]),
)
def test_every_heap_of_signs_has_a_reading(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    parsed = parse(text)
    assert all(word in text for term in terms(parsed.tree) for word in words_of(term))
    assert len(list(terms(parsed.tree))) <= MAX_WORDS


@pytest.mark.parametrize(
    "text", ["(" * 5000, '"أ' * 5000, "أ " * 5000, "after:" * 1700, "'" * 10000]
)
def test_a_monstrous_text_is_cut(text: str) -> None:
    assert "text_cut" in [notice.kind for notice in parse(text).notices]


def test_a_text_that_was_cut_before_says_so() -> None:
    assert [notice.kind for notice in parse("حلب", cut=True).notices] == ["text_cut"]
