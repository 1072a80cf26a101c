"""The index's schema, and articles as its documents: both follow from the declared fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from archive.models import Article, Authorship, Entity, EntityStatus, Mention, Outlet
from search.contract import (
    ColumnValues,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.fields import FIELDS, Fields, IndexedArticle
from search.index.analyzers import ArabicAnalyzer

FORMAT: Final = 3
"""Raised with every change of what is indexed of an article."""

Prepared = Mapping[str, Any]
"""Name of a field → what the index holds of one article."""


def schema(analyzer: ArabicAnalyzer, fields: Fields = FIELDS) -> IndexSchema:
    """Return the schema, its texts analysed by ``analyzer``."""
    return IndexSchema(
        (
            KeyField(fields.key),
            *(TextField(name, analyzer) for name in fields.texts),
            *(KeywordField(name) for name in fields.single_keywords),
            *(KeywordField(name, multi=True) for name in fields.multiple_keywords),
            *(NumberField(name) for name in fields.numbers),
        )
    )


def fingerprint(analyzer: ArabicAnalyzer) -> str:
    """Return what an index must have been built with to be searched by ``analyzer``."""
    return f"{FORMAT}-{analyzer.fingerprint()}"


def document(prepared: Prepared, fields: Fields = FIELDS) -> Document:
    """Return the engine's document of a prepared article."""
    texts = {name: prepared[name] for name in fields.texts if prepared[name]}
    return Document(
        prepared[fields.key], texts, _keywords(prepared, fields), _numbers(prepared, fields)
    )


def column_values(prepared: Prepared, fields: Fields = FIELDS) -> ColumnValues:
    """Return everything of a prepared article but the texts."""
    return ColumnValues(
        prepared[fields.key], _keywords(prepared, fields), _numbers(prepared, fields)
    )


def _keywords(prepared: Prepared, fields: Fields) -> dict[str, list[str]]:
    keywords = {
        name: [value] if (value := prepared[name]) else [] for name in fields.single_keywords
    }
    for name in fields.multiple_keywords:
        keywords[name] = prepared[name]
    return keywords


def _numbers(prepared: Prepared, fields: Fields) -> dict[str, int | None]:
    return {name: prepared[name] for name in fields.numbers}


def indexable_articles(fields: Fields = FIELDS) -> QuerySet[Article]:
    """Return the articles to index with what is read of them, in the order of their keys."""
    return Article.objects.shown().only(*fields.attributes).order_by("pk")


def columns_of_articles(fields: Fields = FIELDS) -> QuerySet[Article]:
    """Return the articles without their texts, in the order of their keys."""
    return Article.objects.shown().only(*fields.column_attributes).order_by("pk")


def prepared_articles(
    articles: Sequence[Article], fields: Fields = FIELDS
) -> Iterator[dict[str, Any]]:
    """Yield the index's fields of each article; four queries however many there are."""
    values = (*fields.column_values, *fields.text_values)
    for indexed in _indexed(articles):
        yield {name: value(indexed) for name, value in values}


def prepared_columns(
    articles: Sequence[Article], fields: Fields = FIELDS
) -> Iterator[dict[str, Any]]:
    """Yield the index's fields of each article but for the texts, which are not read."""
    values = fields.column_values
    for indexed in _indexed(articles):
        yield {name: value(indexed) for name, value in values}


def _indexed(articles: Sequence[Article]) -> Iterator[IndexedArticle]:
    """Yield each article with its outlet and entities, which are looked up for all at once."""
    slugs = dict(Outlet.objects.values_list("pk", "slug"))
    keys = [article.pk for article in articles]
    named, authors = _entities(keys), _authors(keys)
    for article in articles:
        reviewed, machine_found = named.get(article.pk, ({}, {}))
        slug = slugs.get(article.outlet_id or 0)
        yield IndexedArticle(article, slug, reviewed, machine_found, authors.get(article.pk, ()))


def _authors(articles: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys of the authors of each article; those that readers never see are left out."""
    authors: dict[int, list[str]] = defaultdict(list)
    rows = Authorship.objects.filter(article__in=articles).order_by("pk")
    written = list(rows.values_list("article_id", "entity_id"))
    if written:
        canonical = Entity.objects.canonical_of(
            Entity.objects.filter(pk__in={entity for _article, entity in written})
        )
        for article, entity in written:
            if canonical[entity].is_shown:
                authors[article].append(canonical[entity].key)
    return authors


_Kinds = dict[str, str]
"""Key of an entity → its kind."""


def _entities(articles: Sequence[int]) -> dict[int, tuple[_Kinds, _Kinds]]:
    """Return the entities of each article, and the names that no editor has reviewed.

    Mentions are read as rows, since an archive has many for each article, and without their
    entities: these are few, and a join asks for each again.
    """
    mentions = Mention.objects.filter(article__in=articles).order_by().distinct()
    pairs = list(mentions.values_list("article_id", "entity_id"))
    named = Entity.objects.with_page().filter(pk__in={entity for _article, entity in pairs})
    known = {
        pk: (status == EntityStatus.CANDIDATE, key, kind)
        for pk, status, key, kind in named.values_list("pk", "status", "key", "kind")
    }
    entities: dict[int, tuple[_Kinds, _Kinds]] = defaultdict(lambda: ({}, {}))
    for article, entity in pairs:
        if entity in known:
            unreviewed, key, kind = known[entity]
            entities[article][unreviewed][key] = kind
    return entities
