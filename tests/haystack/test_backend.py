"""What Haystack asks of a backend: to take documents in and out, and to answer a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from haystack import connections
from haystack.models import SearchResult
from haystack.query import SearchQuerySet

from archive.models import Article, Outlet
from search.haystack.refusals import UnanswerableSearchError
from search.search_indexes import ArticleIndex
from tests.factories import make_article, make_outlet

pytestmark = pytest.mark.django_db

NOTHING = {"results": [], "hits": 0}
EVERYTHING = 12


@pytest.fixture
def backend(river: list[Article]) -> Any:
    assert len(river) == EVERYTHING
    return connections["default"].get_backend()


class OwnResult:
    """A result class of a program that uses Haystack."""

    def __init__(self, app: str, model: str, pk: str, score: float, **fields: Any) -> None:
        self.place, self.pk, self.score, self.fields = (app, model), pk, score, fields


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"facets": ["outlet"]},
        {"highlight": True},
        {"query_facets": {"title": "كتاب"}},
        {"narrow_queries": {"outlet:nahr"}},
        {"limit_to_registered_models": False},
    ],
)
def test_a_blank_text_finds_nothing(backend: Any, text: str, options: dict[str, Any]) -> None:
    assert backend.search(text, **options) == NOTHING


def test_signs_without_a_word_find_nothing(backend: Any) -> None:
    for text in ("!!!", "؟", "-", '"'):
        assert backend.search(text)["hits"] == 0


@pytest.mark.parametrize("options", [{}, {"limit_to_registered_models": False}])
def test_a_star_finds_everything(backend: Any, options: dict[str, Any]) -> None:
    found = backend.search("*", **options)
    assert found["hits"] == len(found["results"]) == EVERYTHING
    assert all(isinstance(result, SearchResult) for result in found["results"])


def test_the_setting_of_registered_models_changes_nothing(backend: Any, settings: Any) -> None:
    settings.HAYSTACK_LIMIT_TO_REGISTERED_MODELS = False
    assert backend.search("*")["hits"] == EVERYTHING
    assert backend.search("") == NOTHING


def test_one_letter_and_one_word_are_queries(backend: Any) -> None:
    assert backend.search("الفرات")["hits"] == 6
    assert backend.search("كتا*")["hits"] == EVERYTHING
    assert backend.search("الفرات".encode())["hits"] == 6


def test_another_spelling_comes_with_a_text_that_finds_nothing(backend: Any) -> None:
    assert backend.search("الفراط")["spelling_suggestion"] == "الفرات"
    assert backend.search("الفرات")["spelling_suggestion"] is None


def test_facets_are_named_by_a_list_or_with_options(backend: Any) -> None:
    ways: list[Any] = [["outlet"], {"outlet": {}}, ("outlet",)]
    for facets in ways:
        counted = backend.search("*", facets=facets)["facets"]
        assert dict(counted["fields"]["outlet"]) == {"nahr": 4, "وكالة أنباء": 4, "idhaa": 4}
        assert counted["dates"] == counted["queries"] == {}


def test_a_result_class_of_ones_own_is_given_the_fields(backend: Any, river: list[Article]) -> None:
    result = backend.search("*", sort_by=["id"], result_class=OwnResult)["results"][1]
    assert isinstance(result, OwnResult)
    assert (result.place, result.pk) == (("archive", "article"), str(river[1].pk))
    assert result.fields["id"] == f"archive.article.{river[1].pk}"
    assert result.fields["title"] == "كتاب الماء 1"
    assert result.fields["keyword"] == ["ماء، وأنهار", "جغرافيا"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 5, range(5)), (5, 20, range(5, 12)), (11, 12, [11]), (12, 20, []), (0, 0, [])],
)
def test_offsets_give_their_own_part(
    backend: Any, river: list[Article], start: int, end: int, expected: range
) -> None:
    found = backend.search("*", sort_by=["id"], start_offset=start, end_offset=end)
    assert [result.pk for result in found["results"]] == [str(river[n].pk) for n in expected]
    assert found["hits"] == EVERYTHING


def test_an_article_is_taken_out_as_itself_or_by_its_identifier(
    backend: Any, river: list[Article]
) -> None:
    backend.remove(river[0])
    backend.remove(f"archive.article.{river[1].pk}", commit=False)
    assert backend.search("*")["hits"] == EVERYTHING - 2


def test_nothing_else_of_the_same_number_is_taken_out(backend: Any, river: list[Article]) -> None:
    outlet = river[0].outlet
    assert outlet is not None
    backend.remove(outlet)
    for name in (f"archive.outlet.{river[0].pk}", "archive.article.0", "nothing", ""):
        backend.remove(name)
    assert backend.search("*")["hits"] == EVERYTHING


def test_clearing_by_model(backend: Any, river: list[Article]) -> None:
    backend.clear([Outlet])
    assert backend.search("*")["hits"] == EVERYTHING
    backend.clear([Outlet, Article])
    assert backend.search("*")["hits"] == 0
    backend.update(ArticleIndex(), river)
    backend.clear(models=[Article], commit=True)
    assert backend.search("*")["hits"] == 0
    backend.update(ArticleIndex(), Article.objects.all())
    assert backend.search("*")["hits"] == EVERYTHING
    backend.clear()
    assert backend.search("*")["hits"] == 0


def test_updating_takes_articles_in_bounded_parts(
    backend: Any, river: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.haystack.backend.ARTICLES_AT_ONCE", 5)
    seen: list[int] = []

    def articles() -> Iterator[Article]:
        for number, article in enumerate(river):
            seen.append(number)
            yield article

    backend.clear()
    backend.update(ArticleIndex(), articles(), commit=False)
    assert seen == list(range(EVERYTHING))
    assert backend.search("*")["hits"] == EVERYTHING
    backend.update(ArticleIndex(), river[:3])
    assert backend.search("*")["hits"] == EVERYTHING


def test_what_is_no_article_is_not_indexed(backend: Any) -> None:
    with pytest.raises(UnanswerableSearchError, match="no article"):
        backend.update(ArticleIndex(), [make_outlet()])
    assert backend.search("*")["hits"] == EVERYTHING


def test_the_schema_as_whoosh_knows_it(backend: Any) -> None:
    name, schema = backend.build_schema({})
    assert name == "text"
    assert {"id", "text", "title", "outlet", "keyword", "date_sort"} <= set(schema.names())


def test_an_index_of_haystack_does_its_work(river: list[Article]) -> None:
    index = ArticleIndex()
    prepared = index.prepare(river[1])
    assert prepared == index.full_prepare(river[1])
    assert prepared["id"] == f"archive.article.{river[1].pk}"
    assert (prepared["django_ct"], prepared["django_id"]) == ("archive.article", str(river[1].pk))
    assert prepared["outlet"] == "وكالة أنباء"
    index.remove_object(river[1])
    assert SearchQuerySet().count() == EVERYTHING - 1
    index.update_object(river[1])
    assert SearchQuerySet().count() == EVERYTHING
    index.clear()
    assert SearchQuerySet().count() == 0
    index.update()
    assert SearchQuerySet().count() == EVERYTHING
    make_article("كتاب جديد")
    index.reindex()
    assert index.objects.all().count() == EVERYTHING + 1
