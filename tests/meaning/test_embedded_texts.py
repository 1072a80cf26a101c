"""What of an article has vectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from search.meaning.embedded_texts import (
    MOST_PASSAGES,
    PASSAGE_LETTERS,
    embedded_text,
    passages_of,
    question_text,
)


def test_title_and_standfirst_begin_the_first_passage() -> None:
    article = Article(title="العنوان", standfirst="المقدمة.", body="النص.")
    assert embedded_text(article).passages == ("العنوان\nالمقدمة.\nالنص.",)


def test_each_passage_ends_with_a_sentence_and_begins_with_the_title() -> None:
    article = Article(title="العنوان", body="جملة قصيرة من ست كلمات هنا. " * 200)
    passages = embedded_text(article).passages
    assert len(passages) == MOST_PASSAGES
    assert all(each.startswith("العنوان\nجملة") and each.endswith("هنا.") for each in passages)


def test_an_article_without_words_has_no_passage() -> None:
    assert embedded_text(Article(title=" ", body="\n")).passages == ()
    assert embedded_text(Article(title="العنوان")).passages == ("العنوان",)


def test_an_edit_changes_the_hash_and_other_keyboards_do_not() -> None:
    article = Article(title="كتاب", body="علي في البيت.")
    other = Article(title="کتـاب", body="علی فی البيت.")
    assert embedded_text(article).text_hash == embedded_text(other).text_hash
    other.body += " زيادة"
    assert embedded_text(article).text_hash != embedded_text(other).text_hash


def test_questions_in_other_languages_keep_their_letters() -> None:
    assert question_text("Où était گلپایگان؟") == "Où était گلپايگان؟"


@pytest.mark.property
@given(st.text(), st.text(max_size=5000))
def test_passages_are_bounded_and_of_the_text(title: str, body: str) -> None:
    article = Article(title=title, body=body)
    passages = passages_of(article)
    assert len(passages) <= MOST_PASSAGES
    assert all(len(each) <= PASSAGE_LETTERS and each in body for each in passages)
    assert 0 < embedded_text(article).text_hash < 2**63
