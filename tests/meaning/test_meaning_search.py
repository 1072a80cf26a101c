"""What readers find by meaning, and what it leaves alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.embeddings_setting import EmbeddingsServer
from archive.models import Article
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.meaning.embedders import EmbeddingUnavailableError, Lack, LeastCosines
from search.query.state import Meaning, SearchState, Sort
from search.service.search import search
from tests.factories import make_article
from tests.meaning.common_checks import hits_follow_the_meaning
from tests.meaning.conftest import embed
from tests.meaning.stand_in_model import StandInModel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("articles")]

ONLY = SearchState(meaning=Meaning.ONLY)
TOO = SearchState(meaning=Meaning.TOO)


def near(state: SearchState) -> list[str]:
    page = search(state)
    return [] if page.near is None else [hit.article.title for hit in page.near.hits]


def hits(state: SearchState) -> list[str]:
    return [hit.article.title for hit in search(state).hits]


def test_a_question_in_another_language_finds_the_arabic_article() -> None:
    assert near(ONLY.with_text("flood"))[0] == "سيول في الوادي"
    page = search(ONLY.with_text("flood"))
    assert page.near is not None
    assert page.near.foreign
    assert page.hits == ()


def test_what_only_meaning_finds_stands_beside_and_counts_nowhere() -> None:
    page = search(TOO.with_text("القمح"))
    assert (page.total, page.hits) == (0, ())
    assert page.near is not None
    assert [hit.article.title for hit in page.near.hits] == ["موسم الحنطة"]


def test_what_has_the_words_does_not_stand_beside_too() -> None:
    assert hits(TOO.with_text("الجسر")) == ["افتتاح الجسر"]
    assert "افتتاح الجسر" not in near(TOO.with_text("الجسر"))


def test_what_is_shown_is_the_passage_that_is_near() -> None:
    page = search(ONLY.with_text("flood"))
    assert page.near is not None
    snippet = "".join(fragment.text for fragment in page.near.hits[0].snippet)
    assert snippet == "جرفت السيول الطريق."


def test_totals_facets_and_orders_by_date_are_those_of_the_words() -> None:
    plain = SearchState(sort=Sort.NEWEST).with_text("العام")
    with_meaning = plain.with_meaning(Meaning.TOO)
    assert search(plain).total == search(with_meaning).total == 1
    assert search(plain).facets == search(with_meaning).facets
    assert hits(plain) == hits(with_meaning)


def test_words_and_meaning_order_the_hits() -> None:
    asked, (second, first) = hits_follow_the_meaning()
    assert [hit.article.body for hit in search(asked, limit=1, offset=1).hits] == [first]


def test_the_page_asks_the_database_few_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for meaning in ("too", "only"):
        with django_assert_max_num_queries(6):
            client.get("/search/", {"q": "الجسر", "meaning": meaning})


def test_exports_and_feeds_are_those_of_the_words(english: Client) -> None:
    shown = english.get("/search/", {"q": "الجسر", "meaning": "too"}).content.decode()
    links = re.findall(r'href="([^"]*(?:feed|export|/results)[^"]*)"', shown)
    assert links
    assert not any("meaning" in link for link in links)


def test_filters_hold_for_what_is_near_too(articles: dict[str, Article]) -> None:
    assert near(ONLY.with_text("flood").with_dates(date(1900, 1, 1), date(1900, 1, 2))) == []
    outlet = articles["سيول في الوادي"].outlet
    assert outlet is not None
    assert near(ONLY.with_text("flood").with_facet("outlet", outlet.slug)) == ["سيول في الوادي"]
    assert near(ONLY.with_text("flood").with_facet("outlet", "nowhere")) == []


def test_a_hidden_article_is_near_to_nothing(articles: dict[str, Article]) -> None:
    hide_articles([articles["سيول في الوادي"]], Reasons("سبب"))
    assert "سيول في الوادي" not in near(ONLY.with_text("flood"))
    drain_all(index_home())
    assert "سيول في الوادي" not in near(ONLY.with_text("flood"))
    assert "سيول في الوادي" not in near(TOO.with_text("flood"))


def test_an_edit_changes_the_vector(articles: dict[str, Article]) -> None:
    article = articles["معرض"]
    article.title, article.body = "الحنطة", "الحنطة."
    article.save()
    drain_all(index_home())
    embed()
    assert near(ONLY.with_text("wheat"))[:2] == ["الحنطة", "موسم الحنطة"]


def test_words_answer_where_the_model_does_not(model: StandInModel, monkeypatch: Any) -> None:
    def away(_text: str) -> Any:
        raise EmbeddingUnavailableError(Lack.ANSWER, "it is away")

    monkeypatch.setattr(model, "question", away)
    for state in (TOO, ONLY):
        page = search(state.with_text("الجسر"))
        assert [hit.article.title for hit in page.hits] == ["افتتاح الجسر"]
        assert page.near is None
        assert len(page.notices) == 1


def test_vectors_of_another_dimension_are_not_compared(model: StandInModel) -> None:
    model.dimensions = 32
    page = search(TOO.with_text("الجسر"))
    assert [hit.article.title for hit in page.hits] == ["افتتاح الجسر"]
    assert page.near is None
    assert page.notices


def test_vectors_of_another_model_are_not_compared(model: StandInModel) -> None:
    model.name = "stand-in-2"
    page = search(ONLY.with_text("الجسر"))
    assert page.near is None
    assert page.notices


def test_a_question_is_embedded_once(model: StandInModel) -> None:
    model.asked.clear()
    for _time in range(3):
        search(TOO.with_text("سؤال"))
    assert model.asked == ["سؤال"]


def test_marks_and_other_keyboards_change_nothing() -> None:
    assert near(ONLY.with_text("السُّيُولُ")) == near(ONLY.with_text("السیول"))
    assert near(ONLY.with_text("السيول"))[0] == "سيول في الوادي"


def test_where_nothing_is_near_the_page_says_so(english: Client, model: StandInModel) -> None:
    model.least_cosines = LeastCosines(0.99, 0.99)
    answer = english.get("/search/", {"q": "zzzz", "meaning": "only"})
    assert "Nothing in the archive is near to this question." in answer.content.decode()


def test_articles_that_lack_vectors_are_told_of() -> None:
    make_article("خبر جديد", "نص جديد.")
    drain_all(index_home())
    assert len(search(TOO.with_text("flood")).notices) == 1


def test_without_the_setting_no_switch_is_shown(settings: Any, english: Client) -> None:
    shown = english.get("/search/", {"q": "الجسر"}).content.decode()
    assert 'id="meaning-too"' in shown
    settings.ARCHIVE_EMBEDDINGS = None
    plain = english.get("/search/", {"q": "الجسر"}).content.decode()
    assert "meaning" not in plain
    asked = english.get("/search/", {"q": "الجسر", "meaning": "only"}).content.decode()
    assert "This archive is not searched by meaning" in asked
    assert "افتتاح" in asked


def test_the_api_gives_what_is_near_beside_the_hits(client: Client) -> None:
    answer = client.get("/api/v1/search", {"q": "القمح", "meaning": "too"}).json()
    assert (answer["total"], answer["hits"]) == (0, [])
    assert [each["title"] for each in answer["near"]] == ["موسم الحنطة"]


def test_readers_are_told_where_their_question_goes(settings: Any, english: Client) -> None:
    settings.ARCHIVE_EMBEDDINGS = EmbeddingsServer(
        "vectors.example", 443, "/v1/embeddings", "m", True
    )
    shown = english.get("/search/", {"q": "الجسر"}).content.decode()
    assert "vectors.example" in shown
