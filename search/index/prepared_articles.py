"""What of an article is indexed, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from archive.models import Article, Entity, Mention, Outlet

APPROXIMATE: Final = "approximate"
"""The date facet's value for articles whose date is wider than the level, or unknown."""

_TEXTS: Final = ("title", "standfirst", "body", "captions", "byline")
_COLUMNS: Final = (
    "keywords",
    "section",
    "language",
    "outlet_id",
    "date_basis",
    "published_earliest",
    "published_latest",
    "republication_id",
)

OPEN_START: Final = date.min.toordinal()
OPEN_END: Final = date.max.toordinal()


def indexable_articles() -> QuerySet[Article]:
    """Return the articles with what indexing reads of them, in the order of their keys."""
    return Article.objects.only(*_TEXTS, *_COLUMNS).order_by("pk")


def columns_of_articles() -> QuerySet[Article]:
    """Return the articles without their texts, in the order of their keys."""
    return Article.objects.only(*_COLUMNS).order_by("pk")


def prepared_articles(articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
    """Yield the index's fields of each article; three queries however many there are."""
    for article, columns in zip(articles, prepared_columns(articles), strict=True):
        yield {
            **columns,
            "title": article.title,
            "byline": article.byline,
            "text": list(indexed_texts(article)),
        }


def prepared_columns(articles: Sequence[Article]) -> Iterator[dict[str, Any]]:
    """Yield the index's fields of each article but for the texts, which are not read.

    Rows and not instances are read of mentions: an archive has many for each article.
    """
    slugs = dict(Outlet.objects.values_list("pk", "slug"))
    entities = _shown_entities([article.pk for article in articles])
    for article in articles:
        yield _columns(article, slugs.get(article.outlet_id or 0), entities.get(article.pk, {}))


def _shown_entities(articles: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the kinds of the entities of each article, by their keys.

    Mentions are read without their entities: these are few, and a join asks for each again.
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


def _columns(article: Article, outlet: str | None, entities: dict[str, str]) -> dict[str, Any]:
    earliest, latest = article.published_earliest, article.published_latest
    dated = earliest is not None or latest is not None
    return {
        "id": str(article.pk),
        "outlet": outlet,
        "person": _of_kind(entities, "person"),
        "organisation": _of_kind(entities, "organisation"),
        "place": _of_kind(entities, "place"),
        "entity": list(entities),
        "section": article.section or None,
        "language": article.language,
        "keyword": list(dict.fromkeys(article.keywords)),
        "basis": article.date_basis,
        **date_buckets(earliest, latest),
        "cluster": str(article.republication_id) if article.republication_id else None,
        "date_sort": earliest.toordinal() if earliest else None,
        "date_earliest": (earliest.toordinal() if earliest else OPEN_START) if dated else None,
        "date_latest": (latest.toordinal() if latest else OPEN_END) if dated else None,
    }


def indexed_texts(article: Article) -> Iterator[str]:
    """Yield the texts that a search looks through, the title first."""
    yield article.title
    if article.standfirst:
        yield article.standfirst
    yield article.body
    yield from article.captions
    yield from article.keywords
    if article.byline:
        yield article.byline


def date_buckets(earliest: date | None, latest: date | None) -> dict[str, str]:
    """Return the year, month and day at which a date is counted, or ``approximate``.

    A closed interval no wider than the level counts at its earliest day.
    """
    if earliest is None or latest is None:
        return dict.fromkeys(("date_year", "date_month", "date_day"), APPROXIMATE)
    days = (latest - earliest).days
    year = earliest.isoformat()[:4] if days <= 365 else APPROXIMATE
    month = earliest.isoformat()[:7] if days <= 30 else APPROXIMATE
    day = earliest.isoformat() if days == 0 else APPROXIMATE
    return {"date_year": year, "date_month": month, "date_day": day}


def _of_kind(entities: dict[str, str], kind: str) -> list[str]:
    return [key for key, its_kind in entities.items() if its_kind == kind]
