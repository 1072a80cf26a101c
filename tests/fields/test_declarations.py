"""What is declared of the fields, and what one entry more brings with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import translation
from haystack import indexes
from pytest_django import DjangoAssertNumQueries
from whoosh.query import Query

from archive.arabic.frequencies import FrequencyTable
from archive.models import Article
from search.contract import KeywordField, Request
from search.engine import ColumnarIndex, Snapshot
from search.facets.facets import Facet, facet_filters, facet_requests, facets, resolve
from search.fields import FIELDS, FacetDefinition, Field, Fields, IndexedArticle, Kind
from search.haystack.haystack_queries import KhizanaSearchQuery
from search.index.analyzers import ArabicAnalyzer
from search.index.index_documents import (
    columns_of_articles,
    document,
    fingerprint,
    indexable_articles,
    prepared_articles,
    prepared_columns,
    schema,
)
from search.pages.facet_sidebar import facet_views
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.state import SearchState
from search.search_indexes import ArticleIndex, article_index
from search.service.search import ResultPage
from tests.factories import make_article, make_entity, make_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

NAMES = {"ufuq": "وكالة الأفق للأنباء", "madar": "مدار برس"}


def agency_of(indexed: IndexedArticle) -> str | None:
    return indexed.article.agency or None


def agency_labels(keys: Collection[str]) -> dict[str, str]:
    return {key: NAMES[key] for key in keys if key in NAMES}


def agency_keys(typed: str) -> list[str]:
    return [key for key, name in NAMES.items() if typed in (key, name)]


AGENCY = Field(
    "agency",
    Kind.KEYWORD,
    agency_of,
    reads=("agency",),
    spellings=("agency", "وكالة"),
    facet=FacetDefinition("Agency", labels=agency_labels, keys=agency_keys),
)
EXTENDED = Fields((*FIELDS.declared, AGENCY))


@dataclass(frozen=True, slots=True)
class Archive:
    """Three articles in an index that was built of the extended declarations."""

    articles: list[Article]
    analyzer: ArabicAnalyzer
    snapshot: Snapshot

    def titles(self, query: Query, state: SearchState | None = None) -> list[str]:
        filters = facet_filters(state, EXTENDED) if state else ()
        found = self.snapshot.search(Request(query, filters=filters)).hits
        return sorted(Article.objects.get(pk=hit.key).title for hit in found)

    def titles_of_text(self, text: str) -> list[str]:
        tree = parse(text, fields=EXTENDED).tree
        resolver = partial(resolve, fields=EXTENDED)
        return self.titles(compile_tree(tree, self.analyzer, resolve=resolver).query)

    def facets(self, state: SearchState) -> dict[str, Facet]:
        response = self.snapshot.search(
            Request(
                compile_tree(None, self.analyzer).query,
                filters=facet_filters(state, EXTENDED),
                facets=facet_requests(state, fields=EXTENDED),
            )
        )
        return {facet.name: facet for facet in facets(state, response, EXTENDED)}


@pytest.fixture
def archive(archive_home: Path) -> Archive:
    articles = [
        make_article("فيضان النهر", agency="ufuq"),
        make_article("جفاف البحيرة", agency="madar"),
        make_article("مطر على الجبل"),
    ]
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    index = ColumnarIndex.create(
        archive_home / "extended", schema(analyzer, EXTENDED), fingerprint(analyzer)
    )
    with index.writer() as writer:
        for prepared in prepared_articles(list(indexable_articles(EXTENDED)), EXTENDED):
            writer.add(document(prepared, EXTENDED))
    return Archive(articles, analyzer, index.snapshot())


def test_one_entry_is_a_column_of_the_index(archive: Archive) -> None:
    assert archive.snapshot.schema.keywords["agency"] == KeywordField("agency")
    everything = compile_tree(None, archive.analyzer).query
    assert dict(archive.snapshot.facet("agency", everything)) == {"ufuq": 1, "madar": 1}


@pytest.mark.usefixtures("archive")
def test_one_entry_is_read_with_the_articles_of_a_batch(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):  # The articles; the outlets, mentions and authors of all.
        prepared = list(prepared_articles(list(indexable_articles(EXTENDED)), EXTENDED))
    assert [each["agency"] for each in prepared] == ["ufuq", "madar", None]


@pytest.mark.parametrize(
    "text", ["agency:ufuq", "وكالة:ufuq", 'وكالة:"وكالة الأفق للأنباء"', "النهر وكالة:ufuq"]
)
def test_one_entry_is_a_field_of_the_query_language(archive: Archive, text: str) -> None:
    assert archive.titles_of_text(text) == ["فيضان النهر"]


def test_one_entry_can_be_refused_in_a_query(archive: Archive) -> None:
    assert archive.titles_of_text("-وكالة:ufuq") == ["جفاف البحيرة", "مطر على الجبل"]


def test_one_entry_is_a_facet_with_title_counts_and_labels(archive: Archive) -> None:
    found = archive.facets(SearchState().with_facet("agency", "ufuq"))
    assert list(found)[-1] == "agency"
    assert found["agency"].label == "Agency"
    assert [(each.label, each.count, each.chosen) for each in found["agency"].values] == [
        ("مدار برس", 1, False),
        ("وكالة الأفق للأنباء", 1, True),
    ]
    assert [each.count for each in found["language"].values] == [1]


def test_one_entry_is_a_facet_of_the_page(archive: Archive) -> None:
    state = SearchState()
    page = ResultPage(state, 3, (), tuple(archive.facets(state).values()))
    assert [view.facet.name for view in facet_views(page, {}, EXTENDED)][-1] == "agency"


def test_one_entry_is_a_parameter_of_the_url(archive: Archive) -> None:
    url = "language=ar&agency=ufuq&not-agency=madar"
    state = SearchState.from_querydict(QueryDict(url), EXTENDED)
    assert (state.chosen["agency"], state.excluded["agency"]) == (("ufuq",), ("madar",))
    assert state.to_query_string(EXTENDED) == url
    everything = compile_tree(None, archive.analyzer).query
    assert archive.titles(everything, state) == ["فيضان النهر"]


def test_one_entry_is_a_field_of_haystack(archive: Archive) -> None:
    index = article_index(EXTENDED)()
    assert isinstance(index.fields["agency"], indexes.CharField)
    assert "agency_exact" in index.fields
    assert index.full_prepare(archive.articles[0])["agency"] == "ufuq"

    class ExtendedQuery(KhizanaSearchQuery):
        declared = EXTENDED

    found = ExtendedQuery().filter_query("agency", "exact", "madar")
    assert archive.titles(found) == ["جفاف البحيرة"]


def test_every_attribute_is_fetched_with_the_articles_of_a_batch(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        article = make_article(f"خبر {number}", "وصل الوفد إلى دمشق.")
        make_mention(article, make_entity())
    with django_assert_num_queries(
        5
    ):  # The articles, their outlets, mentions, entities and authors.
        list(prepared_articles(list(indexable_articles())))
    with django_assert_num_queries(5):
        list(prepared_columns(list(columns_of_articles())))


def test_columns_of_this_format() -> None:
    """Where these change, every index must be built anew: raise ``index_documents.FORMAT``."""
    assert (FIELDS.key, FIELDS.texts) == ("id", ("text", "title", "byline"))
    assert FIELDS.single_keywords == (
        *("outlet", "section", "language", "basis"),
        *("date_year", "date_month", "date_day", "cluster"),
    )
    assert FIELDS.multiple_keywords == (
        *("person", "organisation", "place"),
        *("machine_found_person", "machine_found_organisation", "machine_found_place"),
        *("entity", "author", "keyword"),
    )
    assert FIELDS.numbers == ("date_sort", "date_earliest", "date_latest", "added")


def test_facets_stand_in_a_url_as_they_always_did() -> None:
    assert FIELDS.facet_parameters == (
        *("date", "basis", "outlet", "person", "organisation", "place"),
        *("entity", "section", "language", "keyword", "author"),
    )


def test_haystack_finds_the_declared_index() -> None:
    found = set(ArticleIndex().fields)
    assert {*FIELDS.texts, *FIELDS.numbers, "outlet", "outlet_exact", "date_year_exact"} <= found


def test_titles_are_translated() -> None:
    with translation.override("ar"):
        arabic = {str(facet.title) for facet in FIELDS.facets.values()}
    with translation.override("en"):
        english = {str(facet.title) for facet in FIELDS.facets.values()}
    assert not arabic & english


@pytest.mark.parametrize(
    "other",
    [
        Field("outlet", Kind.KEYWORD, agency_of),
        replace(AGENCY, spellings=("المصدَر",)),
    ],
)
def test_two_fields_of_one_name_or_spelling_are_refused(other: Field) -> None:
    with pytest.raises(ValueError, match="two fields are called"):
        Fields((*FIELDS.declared, other))
