"""Articles that are like one: the same story first."""

from __future__ import annotations

from archive.models import Article, Mention
from search.index.home import index_home
from search.results.similar import similar


def similar_articles(article: Article, limit: int = 5) -> list[Article]:
    """Return the articles most like ``article``, the likest first, never itself."""
    entities = (
        Mention.objects.filter(article=article).values_list("entity__key", flat=True).distinct()
    )
    found = similar(
        index_home().current().snapshot(),
        str(article.pk),
        limit,
        cluster=str(article.republication_id or ""),
        entities=list(entities.order_by()),
    )
    rows = Article.objects.for_display().in_bulk([int(each.key) for each in found])
    return [rows[int(each.key)] for each in found if int(each.key) in rows]
