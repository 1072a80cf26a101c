"""``SearchQuerySet`` behaves as Haystack documents, where its own Whoosh backend does not."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from haystack.inputs import AutoQuery, Exact
from haystack.query import SQ, SearchQuerySet

from archive.models import Article
from search.haystack.backend import KhizanaSearchBackend
from tests.factories import make_article, make_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(archive_home: Path) -> list[Article]:
    """Five articles of two outlets, on the first of January 2020 to 2024."""
    assert not list(archive_home.iterdir())
    outlets = [make_outlet("صحيفة", slug="sahifa"), make_outlet("وكالة، أنباء", slug="وكالة أنباء")]
    made = [
        make_article(
            f"كتاب رقم {number}",
            "نهر الفرات طويل" if number % 2 else "نهر النيل أطول، ب",
            day=date(2020 + number, 1, 1),
            outlet=outlets[number % 2],
            keywords=["ماء، وأنهار", "جغرافيا"] if number % 2 else ["جغرافيا"],
        )
        for number in range(5)
    ]
    call_command("index_worker", once=True, verbosity=0)
    return made


def pks(found: SearchQuerySet) -> list[str]:
    return [result.pk for result in found]


def test_a_filter_finds_and_counts(articles: list[Article]) -> None:
    found = SearchQuerySet().filter(content="النيل")
    assert found.count() == 3
    assert set(pks(found)) == {str(articles[number].pk) for number in (0, 2, 4)}


def test_slices_give_their_own_part(articles: list[Article]) -> None:
    newest = SearchQuerySet().order_by("-date_sort")
    assert [result.pk for result in newest[1:3]] == [str(articles[3].pk), str(articles[2].pk)]
    assert newest[4].pk == str(articles[0].pk)
    assert newest.count() == 5


def test_mixed_sort_orders(articles: list[Article]) -> None:
    found = SearchQuerySet().order_by("outlet", "-date_sort")
    assert pks(found) == [str(articles[number].pk) for number in (4, 2, 0, 3, 1)]


@pytest.mark.usefixtures("articles")
def test_facet_values_of_many_words_stay_whole() -> None:
    counts = SearchQuerySet().facet("outlet").facet_counts()
    assert dict(counts["fields"]["outlet"]) == {"sahifa": 3, "وكالة أنباء": 2}


@pytest.mark.usefixtures("articles")
def test_values_with_commas_stay_whole() -> None:
    counts = SearchQuerySet().facet("keyword").facet_counts()
    assert dict(counts["fields"]["keyword"]) == {"جغرافيا": 5, "ماء، وأنهار": 2}


def test_facets_asked_for_first_fetch_no_result_and_leave_the_slices(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[int] = []
    search = KhizanaSearchBackend.search

    def counted(self: KhizanaSearchBackend, *args: Any, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = search(self, *args, **options)
        fetched.append(len(found["results"]))
        return found

    monkeypatch.setattr(KhizanaSearchBackend, "search", counted)
    found = SearchQuerySet().order_by("date_sort").facet("outlet")
    before = found.facet_counts()
    assert fetched == [0]
    assert [result.pk for result in found[3:5]] == [str(articles[3].pk), str(articles[4].pk)]
    assert found.facet_counts() == before


@pytest.mark.usefixtures("articles")
def test_facets_of_an_empty_result_are_empty_and_there() -> None:
    counts = SearchQuerySet().filter(content="زرافة").facet("outlet").facet_counts()
    assert counts["fields"]["outlet"] == []


def test_narrow_takes_values_of_many_words(articles: list[Article]) -> None:
    narrowed = SearchQuerySet().narrow('outlet_exact:"وكالة أنباء"')
    assert set(pks(narrowed)) == {str(articles[1].pk), str(articles[3].pk)}


@pytest.mark.usefixtures("articles")
def test_one_letter_is_a_query() -> None:
    assert SearchQuerySet().filter(content="ب").count() == 3


@pytest.mark.usefixtures("articles")
def test_or_and_not() -> None:
    either = SearchQuerySet().filter(SQ(content="الفرات") | SQ(content="النيل"))
    assert either.count() == 5
    assert either.exclude(outlet="sahifa").count() == 2


@pytest.mark.usefixtures("articles")
def test_in_range_and_exact() -> None:
    every = SearchQuerySet()
    assert every.filter(outlet__in=["sahifa", "وكالة أنباء"]).count() == 5
    assert every.filter(date_sort__gte=date(2023, 1, 1)).count() == 2
    assert every.filter(date_sort__range=(date(2020, 1, 1), date(2021, 6, 1))).count() == 2
    assert every.filter(content=Exact("نهر النيل")).count() == 3
    assert every.filter(content=Exact("النيل نهر")).count() == 0


@pytest.mark.usefixtures("articles")
def test_auto_query_reads_the_query_language() -> None:
    assert SearchQuerySet().filter(content=AutoQuery('"نهر الفرات" -طويل')).count() == 0
    assert SearchQuerySet().auto_query("نهر -النيل").count() == 2


@pytest.mark.usefixtures("articles")
def test_auto_query_knows_outlets_by_name() -> None:
    assert SearchQuerySet().auto_query('نهر مصدر:"وكالة، أنباء"').count() == 2


@pytest.mark.usefixtures("articles")
def test_date_facet_counts_by_gap() -> None:
    counts = (
        SearchQuerySet()
        .date_facet("date_sort", date(2020, 1, 1), date(2024, 1, 1), "year", 2)
        .facet_counts()
    )
    assert counts["dates"]["date_sort"] == [
        (datetime.combine(date(2020, 1, 1), time.min), 2),
        (datetime.combine(date(2022, 1, 1), time.min), 2),
    ]


@pytest.mark.usefixtures("articles")
def test_query_facet_counts_a_query() -> None:
    counts = SearchQuerySet().query_facet("content", "الفرات").facet_counts()
    assert list(counts["queries"].values()) == [2]


@pytest.mark.usefixtures("articles")
def test_highlighting_keeps_the_original_text() -> None:
    first = SearchQuerySet().filter(content="الفرات").highlight()[0]
    assert first.highlighted["text"] == ["نهر <em>الفرات</em> طويل"]


def test_load_all_brings_the_articles(articles: list[Article]) -> None:
    found = SearchQuerySet().order_by("date_sort").load_all()
    assert [result.object.pk for result in found] == [article.pk for article in articles]


@pytest.mark.usefixtures("articles")
def test_commands_of_haystack() -> None:
    call_command("clear_index", interactive=False, verbosity=0)
    assert SearchQuerySet().count() == 0
    call_command("update_index", verbosity=0)
    assert SearchQuerySet().count() == 5
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert SearchQuerySet().count() == 5


@pytest.mark.filterwarnings("ignore:The model:UserWarning")
@pytest.mark.usefixtures("articles")
def test_models_other_than_articles_find_nothing() -> None:
    from archive.models import Outlet

    assert SearchQuerySet().models(Outlet).count() == 0
    assert SearchQuerySet().models(Article).count() == 5
