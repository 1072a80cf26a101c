"""Counts of articles by year and by outlet, in the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count as CountRows
from django.db.models import F
from django.db.models.functions import ExtractYear

from archive.models import Article, Outlet
from archive.models.article import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Articles by year, and how many have no date within one year."""

    by_year: dict[int, int]
    approximate: int


def count_by_year(articles: ArticleQuerySet) -> YearCounts:
    """Count articles whose date lies within one year by that year, the others apart."""
    rows = (
        articles.order_by()
        .annotate(first=ExtractYear("published_earliest"), last=ExtractYear("published_latest"))
        .values("first", "last")
        .annotate(n=CountRows("pk"))
    )
    by_year: dict[int, int] = {}
    approximate = 0
    for row in rows:
        if row["first"] is not None and row["first"] == row["last"]:
            by_year[row["first"]] = row["n"]
        else:
            approximate += row["n"]
    return YearCounts(dict(sorted(by_year.items())), approximate)


def count_by_outlet(articles: ArticleQuerySet) -> list[tuple[Outlet, int]]:
    """Count articles by outlet, most frequent first; articles of no known outlet are left out."""
    rows = list(
        articles.order_by()
        .filter(outlet__isnull=False)
        .values_list("outlet")
        .annotate(n=CountRows("pk"))
        .order_by(F("n").desc())
    )
    outlets = Outlet.objects.in_bulk([pk for pk, _n in rows])
    return [(outlets[pk], n) for pk, n in rows]


def articles_of_outlet(outlet: Outlet) -> ArticleQuerySet:
    """Return the articles that an outlet published, newest first."""
    return Article.objects.filter(outlet=outlet).newest_first()
