"""Articles → what the index holds of them, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from archive.models import Article, Entity, Mention, Outlet
from search.fields import FIELDS, Fields, IndexedArticle


def indexable_articles(fields: Fields = FIELDS) -> QuerySet[Article]:
    """Return the articles with what indexing reads of them, in the order of their keys."""
    return Article.objects.only(*fields.attributes).order_by("pk")


def columns_of_articles(fields: Fields = FIELDS) -> QuerySet[Article]:
    """Return the articles without their texts, in the order of their keys."""
    return Article.objects.only(*fields.column_attributes).order_by("pk")


def prepared_articles(
    articles: Sequence[Article], fields: Fields = FIELDS
) -> Iterator[dict[str, Any]]:
    """Yield the index's fields of each article; three queries however many there are."""
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
    entities = _shown_entities([article.pk for article in articles])
    for article in articles:
        yield IndexedArticle(
            article, slugs.get(article.outlet_id or 0), entities.get(article.pk, {})
        )


def _shown_entities(articles: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the kinds of the entities of each article, by their keys.

    Mentions are read as rows, since an archive has many for each article, and without their
    entities: these are few, and a join asks for each again.
    """
    mentions = Mention.objects.filter(article__in=articles).order_by().distinct()
    pairs = list(mentions.values_list("article_id", "entity_id"))
    named = Entity.objects.shown().filter(pk__in={entity for _article, entity in pairs})
    shown = {pk: (key, kind) for pk, key, kind in named.values_list("pk", "key", "kind")}
    entities: dict[int, dict[str, str]] = defaultdict(dict)
    for article, entity in pairs:
        if entity in shown:
            key, kind = shown[entity]
            entities[article][key] = kind
    return entities
