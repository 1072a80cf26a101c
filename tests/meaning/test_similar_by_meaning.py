"""Related articles by words and meaning."""

from __future__ import annotations

import pytest

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article, Republication
from search.index.index_home import index_home
from search.index.worker import drain_all
from search.service.similar_articles import similar_articles
from tests.factories import make_article
from tests.meaning.conftest import embed

pytestmark = pytest.mark.django_db


def titles(article: Article) -> list[str]:
    return [each.title for each in similar_articles(article)]


@pytest.fixture
def near_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.service.similar_articles.LEAST_DEVIATIONS", 0.5)


@pytest.mark.usefixtures("near_enough")
def test_an_article_of_the_same_meaning_is_related(articles: dict[str, Article]) -> None:
    other = make_article("الفيضان", "جرف الفيضان الطريق.")
    drain_all(index_home())
    embed()
    assert titles(articles["سيول في الوادي"]) == ["الفيضان"]
    hide_articles([other], Reasons("سبب"))
    assert titles(articles["سيول في الوادي"]) == []


@pytest.mark.usefixtures("near_enough")
def test_copies_of_one_story_take_one_place(articles: dict[str, Article]) -> None:
    story = Republication.objects.create()
    for _copy in range(2):
        make_article("الفيضان", "جرف الفيضان الطريق.", republication=story)
    drain_all(index_home())
    embed()
    assert titles(articles["سيول في الوادي"]) == ["الفيضان"]


@pytest.mark.usefixtures("articles")
def test_without_vectors_words_tell() -> None:
    new = make_article("خبر", "نص لا متجه له.")
    drain_all(index_home())
    assert titles(new) == []
