"""Declares the index of articles to Haystack."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from haystack import indexes

from archive.models import Article
from search.fields import DATE_COLUMNS, FIELDS, Fields
from search.index.index_documents import indexable_articles, prepared_articles


class _PreparedIndex(indexes.SearchIndex):
    """Haystack's view of an article; ``full_prepare`` fills every field in one pass."""

    declared: ClassVar[Fields]

    def get_model(self) -> type[Article]:
        """Return the only model that is indexed."""
        return Article

    def index_queryset(self, **_options: Any) -> QuerySet[Article]:
        """Return the articles that Haystack's commands index."""
        return indexable_articles(self.declared)

    def full_prepare(self, obj: Article) -> dict[str, Any]:
        """Return the fields of one article; Haystack's field-by-field way is ten times slower."""
        self.prepared_data = next(prepared_articles([obj], self.declared))
        return self.prepared_data


def article_index(fields: Fields) -> type[indexes.SearchIndex]:
    """Return the class that declares ``fields`` to Haystack, as one written by hand would."""
    counted = {*fields.facets, *DATE_COLUMNS}
    attributes: dict[str, Any] = {"__module__": __name__, "declared": fields}
    for name in fields.texts:
        attributes[name] = indexes.CharField(document=name == fields.texts[0])
    for name in fields.single_keywords:
        attributes[name] = indexes.CharField(faceted=name in counted, null=True)
    for name in fields.multiple_keywords:
        attributes[name] = indexes.MultiValueField(faceted=name in counted)
    for name in fields.numbers:
        attributes[name] = indexes.IntegerField(null=True)
    return type("ArticleIndex", (_PreparedIndex, indexes.Indexable), attributes)


ArticleIndex = article_index(FIELDS)
"""The index that Haystack finds."""
