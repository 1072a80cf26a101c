"""What comes back: results, their fields, their order, their highlights, how often is asked."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from haystack import connections, reset_search_queries
from haystack.models import SearchResult
from haystack.query import RelatedSearchQuerySet, SearchQuerySet
from pytest_django import DjangoAssertNumQueries

from archive.models import Article
from search.haystack.refusals import UnanswerableSearchError
from tests.haystack.conftest import places

pytestmark = pytest.mark.django_db


def by_number() -> SearchQuerySet:
    return SearchQuerySet().order_by("id")


class OwnResult(SearchResult):
    """A result class of a program that uses Haystack."""


def test_a_result_holds_its_identity_and_its_fields(river: list[Article]) -> None:
    result = by_number()[1]
    assert isinstance(result, SearchResult)
    assert result.id == f"archive.article.{river[1].pk}"
    assert (result.app_label, result.model_name) == ("archive", "article")
    assert (result.pk, result.model) == (str(river[1].pk), Article)
    assert (result.title, result.outlet, result.outlet_exact) == (
        "كتاب الماء 1",
        "وكالة أنباء",
        "وكالة أنباء",
    )
    assert "انحسر نهر النيل" in result.text
    assert result.keyword == ["ماء، وأنهار", "جغرافيا"]
    assert result.date_month == "2021-02"
    assert result.person == []
    assert result.nothing is None
    assert result.object == river[1]
    assert result.content_type() == "archive.article"
    assert result.get_stored_fields()["section"] == "بيئة"
    assert result.get_additional_fields()["id"] == result.id


def test_values_and_lists_of_values(river: list[Article]) -> None:
    found = by_number().values("pk", "title")
    assert found[1:3] == [{"pk": str(river[n].pk), "title": f"كتاب الماء {n}"} for n in (1, 2)]
    assert list(by_number().values_list("pk", "id"))[0] == [
        str(river[0].pk),
        f"archive.article.{river[0].pk}",
    ]
    assert list(by_number().values_list("outlet", flat=True)[:3]) == [
        "nahr",
        "وكالة أنباء",
        "idhaa",
    ]
    assert by_number().values_list("pk", flat=True)[10:20] == [str(river[n].pk) for n in (10, 11)]


def test_the_fields_of_a_page_are_read_together(
    river: list[Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        results = by_number()[:12]
    with django_assert_num_queries(4):
        assert [result.title for result in results] == [article.title for article in river]
        assert {result.section for result in results} == {"بيئة", None}


def test_results_of_articles_that_went_are_still_results(river: list[Article]) -> None:
    pk = river[0].pk
    river[0].delete()
    result = SearchQuerySet().filter(pk=pk)[0]
    assert (result.title, result.object) == (None, None)
    assert SearchQuerySet().filter(pk=pk).highlight()[0].highlighted == {}


def test_load_all_reads_whole_articles_at_once(
    river: list[Article], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = [result.object for result in by_number().load_all()]
        assert found == river
        assert [article.public_id for article in found] == [each.public_id for each in river]
        assert all(article.outlet for article in found)


def test_load_all_passes_over_what_went(river: list[Article]) -> None:
    river[3].delete()
    found = by_number().load_all()
    assert [result.object for result in found] == [*river[:3], *river[4:]]


def test_a_queryset_of_ones_own_loads(river: list[Article]) -> None:
    wanted = Article.objects.filter(pk__gte=river[6].pk)
    found = RelatedSearchQuerySet().order_by("id").load_all().load_all_queryset(Article, wanted)
    assert [result.object for result in found] == river[6:]
    assert len(list(RelatedSearchQuerySet().load_all())) == 12


@pytest.mark.parametrize("field", ["id", "pk", "django_id"])
def test_the_order_of_keys_is_that_of_numbers(field: str, river: list[Article]) -> None:
    assert places(SearchQuerySet().order_by(field), river) == list(range(12))
    assert places(SearchQuerySet().order_by(f"-{field}"), river) == list(range(11, -1, -1))
    assert places(SearchQuerySet().order_by(f"-{field}")[10:12], river) == [1, 0]


def test_orders_are_mixed(river: list[Article]) -> None:
    by_day = SearchQuerySet().order_by("-date_sort")
    assert places(by_day, river) == [*range(10, -1, -1), 11]
    assert places(SearchQuerySet().order_by("date_sort", "id"), river) == list(range(12))
    assert places(SearchQuerySet().order_by("outlet").order_by("-pk"), river) == [
        *(11, 8, 5, 2),
        *(9, 6, 3, 0),
        *(10, 7, 4, 1),
    ]
    assert SearchQuerySet().latest("date_sort").pk == str(river[10].pk)
    assert by_number().best_match().pk == str(river[0].pk)


@pytest.mark.parametrize("field", ["title", "keyword", "date", "nothing", "-nothing", "?"])
@pytest.mark.usefixtures("river")
def test_an_order_that_articles_have_not_is_refused(field: str) -> None:
    with pytest.raises(UnanswerableSearchError, match="date_sort"):
        list(SearchQuerySet().order_by(field))


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ({"content": "الفرات"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"content__startswith": "الفر"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"text_auto": "الفر"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"content__exact": "نهر الفرات"}, "فاض <em>نهر الفرات</em> في قرية السلام."),
        ({"content__fuzzy": "الفرتت"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"content__contains": "فرا"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"content__endswith": "رات"}, "فاض نهر <em>الفرات</em> في قرية السلام."),
        ({"outlet": "nahr"}, "فاض نهر الفرات في قرية السلام."),
        ({"title": "الفرات"}, None),
    ],
)
@pytest.mark.usefixtures("river")
def test_highlights(filters: dict[str, str], text: str | None) -> None:
    found = SearchQuerySet().filter(**filters).order_by("id").highlight()
    assert [result.highlighted["text"] for result in found[:1]] == ([[text]] if text else [])


@pytest.mark.usefixtures("river")
def test_highlights_show_what_is_sought_and_not_what_is_refused() -> None:
    found = SearchQuerySet().filter(content="نهر").exclude(content="النيل").narrow("قرية")
    assert found.order_by("id").highlight()[0].highlighted == {
        "title": ["كتاب الماء 0"],
        "text": ["فاض <em>نهر</em> الفرات في <em>قرية</em> السلام."],
    }
    titled = SearchQuerySet().filter(title="الماء", content="قرية").order_by("id").highlight()[0]
    assert titled.highlighted["title"] == ["كتاب <em>الماء</em> 0"]


def test_the_result_class_is_changed_and_changed_back(river: list[Article]) -> None:
    own = SearchQuerySet().result_class(OwnResult)
    assert type(own[0]) is OwnResult
    assert own.order_by("id")[2].title == river[2].title
    assert not isinstance(own.result_class(None)[0], OwnResult)
    like = SearchQuerySet().result_class(OwnResult).more_like_this(river[0])
    assert all(isinstance(result, OwnResult) for result in like)


@pytest.mark.usefixtures("river")
def test_each_part_is_asked_for_once(settings: Any) -> None:
    def asked(found: SearchQuerySet, use: Any) -> int:
        reset_search_queries()
        use(found)
        return len(connections["default"].queries)

    def all_of(found: SearchQuerySet) -> list[Any]:
        return [result for result in found]  # noqa: C416 - list() asks for the length first

    assert asked(by_number(), list) == 0
    settings.DEBUG = True
    assert asked(by_number(), all_of) == 1
    assert asked(by_number(), lambda found: found[1:3]) == 1
    assert asked(by_number(), lambda found: found[0]) == 1
    assert asked(by_number(), len) == 1
    assert asked(by_number().values("pk"), lambda found: found[1:11]) == 1
    assert asked(by_number(), lambda found: (all_of(found), len(found), all_of(found))) == 1
    assert asked(by_number(), lambda found: found.facet_counts()) == 1
    reset_search_queries()


def test_iterating_in_parts(river: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haystack.query.ITERATOR_LOAD_PER_QUERY", 5)
    found = by_number()
    assert places(found, river) == list(range(12))
    assert found._cache_is_full()
    assert len(found) == 12
    assert found[11:40][0].pk == str(river[11].pk)
    assert list(found[12:]) == []


def test_results_and_queries_travel(river: list[Article]) -> None:
    found = by_number().filter(content="الفرات").facet("outlet")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert places(again, river) == places(found, river)
    result = pickle.loads(pickle.dumps(found[0]))  # noqa: S301
    assert (result.id, result.title) == (found[0].id, "كتاب الماء 0")
    assert str(found[0]) == repr(result)


@pytest.mark.usefixtures("river")
def test_a_query_shows_itself() -> None:
    found = SearchQuerySet().filter(content="الفرات")
    assert "فرات" in str(found.query)
    assert "SearchQuerySet" in repr(found)
    assert found.using("default").count() == found.count() == 6
    assert found.query.clean('قال: "نعم"  لا') == 'قال: "نعم"  لا'
