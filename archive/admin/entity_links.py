"""What is linked to an entity, and where: for the page on which it is corrected."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.template.loader import render_to_string

from archive.models import Article, Entity, Mention

_SPELLINGS: Final = 30
_ARTICLES: Final = 20
_MANY: Final = 2_000
"""Articles of one name from which on an index of all articles is the shorter way to the latest."""


def linked_to(entity: Entity) -> str:
    """Return the spellings under which articles name an entity, the latest articles, its relations.

    Six queries, however many mentions there are.
    """
    mentions = entity.mentions.order_by()
    spellings = mentions.values("surface").annotate(number=Count("article", distinct=True))
    total = mentions.values("article").distinct().count()
    latest = (
        _named_in(entity, total)
        .select_related("outlet")
        .only("title", "public_id", "hidden", "published_earliest", "outlet__name_ar")
    )
    context = {
        "entity": entity,
        "spellings": spellings.order_by("-number", "surface")[:_SPELLINGS],
        "articles": latest.order_by("-published_earliest", "-pk")[:_ARTICLES],
        "total": total,
        "relations": entity.relations.select_related("target"),
        "inverse": entity.inverse_relations.select_related("source"),
        "merged": entity.merged.all()[:_SPELLINGS],
    }
    return render_to_string("admin/archive/entity/linked.html", context)


def _named_in(entity: Entity, total: int) -> QuerySet[Article]:
    """Return the articles that name an entity, ``total`` in number, for a list by their dates.

    Where there are many, their list goes by the index of dates and asks of each article, so that it
    soon has its first ones; to sort them all, each would be read.
    """
    mentions = Mention.objects.filter(entity=entity).order_by()
    if total > _MANY:
        return Article.objects.filter(Exists(mentions.filter(article=OuterRef("pk"))))
    return Article.objects.filter(pk__in=mentions.values("article_id"))
