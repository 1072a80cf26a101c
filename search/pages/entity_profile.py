"""What the archive knows of an entity: its spellings, its articles, its frequency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count as CountRows

from archive.arabic.normalize import fold, strip_marks
from archive.models import Article, Entity, EntityKind, Mention
from archive.models.article import ArticleQuerySet
from search.hits.snippets import Fragment
from search.presentation.paragraphs import beginning_of, sentence_about
from search.service.search import articles_by_entity

_SPELLINGS: Final = 24


@dataclass(frozen=True, slots=True)
class ArticleSentence:
    """An article with the sentence that names the entity."""

    article: Article
    sentence: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class EntityArticles:
    """An entity with the number of articles that name it."""

    entity: Entity
    articles: int


def articles_naming(entity: Entity) -> ArticleQuerySet:
    """Return the articles in which ``entity`` is mentioned."""
    naming = Mention.objects.filter(entity=entity).values("article")
    return Article.objects.filter(pk__in=naming)


def spellings_of(entity: Entity) -> list[str]:
    """Return the entity's names: its aliases and how articles write it, vowels apart."""
    written = (
        Mention.objects.filter(entity=entity, clitic="")
        .exclude(surface="")
        .order_by()
        .values_list("surface")
        .annotate(n=CountRows("pk"))
        .order_by("-n", "surface")[: 2 * _SPELLINGS]
    )
    names = [surface for surface, _n in written]
    names += entity.aliases.order_by("pk").values_list("text", flat=True)
    distinct = {strip_marks(name): name for name in reversed(names)}
    distinct.pop(strip_marks(entity.name_ar), None)
    return list(reversed(distinct.values()))[:_SPELLINGS]


def sentences_naming(entity: Entity, articles: Sequence[Article]) -> list[ArticleSentence]:
    """Return each article with the first sentence of its text that names the entity."""
    first: dict[int, Mention] = {}
    mentions = Mention.objects.filter(entity=entity, article__in=articles, end__gt=0)
    for mention in mentions.order_by("start"):
        known = first.get(mention.article_id)
        if known is None or (known.field != "body" and mention.field == "body"):
            first[mention.article_id] = mention
    return [
        ArticleSentence(article, _sentence(article, first.get(article.pk))) for article in articles
    ]


def _sentence(article: Article, mention: Mention | None) -> tuple[Fragment, ...]:
    if mention is None:
        return (Fragment(beginning_of(article.body)),)
    return sentence_about(getattr(article, mention.field), mention.start, mention.end)


def entities_by_frequency(kind: str, needle: str) -> list[tuple[int, int]]:
    """Return key and number of articles of each accepted entity that has any, the most first.

    ``kind`` is an ``EntityKind`` or empty for all; ``needle`` a part of the name. The index
    counts the articles: the database would read every mention for it.
    """
    entities = Entity.objects.shown()
    if kind in set(EntityKind):
        entities = entities.filter(kind=kind)
    wanted = fold(needle)
    articles = articles_by_entity()
    rows = entities.order_by().values_list("pk", "key", "name_ar", "name_en")
    counted = [
        (-articles[key], arabic, pk)
        for pk, key, arabic, english in rows
        if key in articles and (not wanted or wanted in fold(arabic) or wanted in fold(english))
    ]
    return [(pk, -negative) for negative, _name, pk in sorted(counted)]


def with_articles(counted: Sequence[tuple[int, int]]) -> list[EntityArticles]:
    """Return the entities of some rows of ``entities_by_frequency``."""
    entities = Entity.objects.in_bulk([pk for pk, _articles in counted])
    return [EntityArticles(entities[pk], articles) for pk, articles in counted if pk in entities]
