"""What is linked to an entity, and where: for the page on which it is corrected."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.template.loader import render_to_string

from archive.models import Article, Entity

_SPELLINGS: Final = 30
_ARTICLES: Final = 20


def linked_to(entity: Entity) -> str:
    """Return the spellings under which articles name an entity, the latest articles, its relations.

    Six queries, however many mentions there are.
    """
    mentions = entity.mentions.order_by()
    spellings = mentions.values("surface").annotate(number=Count("article", distinct=True))
    named = Article.objects.filter(pk__in=mentions.values("article_id"))
    latest = named.select_related("outlet").only(
        "title", "public_id", "hidden", "published_earliest", "outlet__name_ar"
    )
    context = {
        "entity": entity,
        "spellings": spellings.order_by("-number", "surface")[:_SPELLINGS],
        "articles": latest.order_by("-published_earliest", "-pk")[:_ARTICLES],
        "total": named.count(),
        "relations": entity.relations.select_related("target"),
        "inverse": entity.inverse_relations.select_related("source"),
        "merged": entity.merged.all()[:_SPELLINGS],
    }
    return render_to_string("admin/archive/entity/linked.html", context)
