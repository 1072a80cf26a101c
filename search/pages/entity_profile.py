"""What the archive knows of an entity: its spellings, its articles, its frequency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count as CountRows
from django.db.models import QuerySet

from archive.arabic.normalize import fold, strip_marks
from archive.models import Article, Entity, EntityKind, EntityStatus, Mention
from archive.models.article import ArticleQuerySet
from search.pages.sentences import beginning_of, sentence_about
from search.results.records import Fragment

_SPELLINGS: Final = 24


@dataclass(frozen=True, slots=True)
class ArticleSentence:
    """An article with the sentence that names the entity."""

    article: Article
    sentence: tuple[Fragment, ...]


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


def entities_by_frequency(kind: str, needle: str) -> QuerySet[Entity]:
    """Return accepted entities with ``articles``, in how many each stands, the most first.

    ``kind`` is an ``EntityKind`` or empty for all; ``needle`` a part of the name.
    """
    entities = Entity.objects.filter(status=EntityStatus.ACCEPTED, suppressed=False)
    if kind in EntityKind.values:
        entities = entities.filter(kind=kind)
    if needle:
        wanted = fold(needle)
        names = entities.values_list("pk", "name_ar", "name_en")
        entities = Entity.objects.filter(
            pk__in=[pk for pk, ar, en in names if wanted in fold(ar) or wanted in fold(en)]
        )
    counted = entities.annotate(articles=CountRows("mentions__article", distinct=True))
    return counted.filter(articles__gt=0).order_by("-articles", "name_ar")
