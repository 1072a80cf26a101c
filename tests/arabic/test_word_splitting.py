"""Where words begin and end, and that their offsets point home."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.normalize import fold
from archive.arabic.tokenize import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("وصل الوفد.وقال", ["وصل", "الوفد", "وقال"]),
        ("القاهرة،بيروت", ["القاهره", "بيروت"]),
        ("مُحَمَّد يكتُبُ", ["محمد", "يكتب"]),
        ("الـCIA", ["ال", "cia"]),
        ("يونيو2024م", ["يونيو", "2024", "م"]),
        ("حزب_العدالة", ["حزب", "العداله"]),
        ("#إدلب @khizana", ["ادلب", "khizana"]),
        ("12.5%", ["12", "5"]),
        ("😀 خبر 😀", ["خبر"]),
        ("ـ", []),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


def test_offsets_span_the_vowels() -> None:
    text = "قالَ كِتابٌ جديد"
    assert [text[token.start : token.end] for token in tokenize(text)] == text.split()


@pytest.mark.property
@given(st.text(st.characters()))
def test_every_token_gives_back_its_surface(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end
        assert fold(text[token.start : token.end]) == token.text
        end = token.end


def test_an_endless_word_takes_little_more_memory_than_its_letters() -> None:
    for endless in ("a" * 300_000, "a\u200d" * 150_000):
        tracemalloc.start()
        (word,) = tokenize(endless)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert word.end >= 299_999
        assert most < 20 * len(endless)
