"""Declares the index of articles to Haystack."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from haystack import indexes

from archive.models import Article
from search.fields import DATE_COLUMNS, FIELDS, Fields
from search.haystack.field_filters import AUTOCOMPLETE
from search.haystack.search_results import stored_fields
from search.index.index_documents import indexable_articles


class _PreparedIndex(indexes.SearchIndex):
    """Haystack's view of an article; ``prepare`` fills every field in one pass."""

    declared: ClassVar[Fields]

    def get_model(self) -> type[Article]:
        """Return the only model that is indexed."""
        return Article

    def index_queryset(self, **_options: Any) -> QuerySet[Article]:
        """Return the articles that Haystack's commands index."""
        return indexable_articles(self.declared)

    def read_queryset(self, **_options: Any) -> QuerySet[Article]:
        """Return the articles that results are loaded from: whole, as a page shows them."""
        return Article.objects.for_display()

    def load_all_queryset(self) -> QuerySet[Article]:
        """Return the same for ``RelatedSearchQuerySet``."""
        return self.read_queryset()

    def get_updated_field(self) -> str:
        """Return by what ``update_index --age``, ``--start`` and ``--end`` choose articles."""
        return "updated_at"

    def prepare(self, obj: Article) -> dict[str, Any]:
        """Return the fields of one article; Haystack's field-by-field way is ten times slower."""
        self.prepared_data = stored_fields(obj, self.declared)
        return self.prepared_data

    def full_prepare(self, obj: Article, **_options: Any) -> dict[str, Any]:
        """Return the same as ``prepare``."""
        return self.prepare(obj)


def article_index(fields: Fields) -> type[indexes.SearchIndex]:
    """Return the class that declares ``fields`` to Haystack, as one written by hand would."""
    counted = {*fields.facets, *DATE_COLUMNS}
    attributes: dict[str, Any] = {"__module__": __name__, "declared": fields}
    for name in fields.texts:
        attributes[name] = indexes.CharField(document=name == fields.texts[0])
        attributes[name + AUTOCOMPLETE] = indexes.EdgeNgramField(null=True, stored=False)
    for name in fields.single_keywords:
        attributes[name] = indexes.CharField(faceted=name in counted, null=True)
    for name in fields.multiple_keywords:
        attributes[name] = indexes.MultiValueField(faceted=name in counted)
    for name in fields.numbers:
        attributes[name] = indexes.IntegerField(null=True)
    return type("ArticleIndex", (_PreparedIndex, indexes.Indexable), attributes)


ArticleIndex = article_index(FIELDS)
"""The index that Haystack finds."""
