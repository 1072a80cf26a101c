"""Queues of articles that wait for a look, each with what settles one of them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.typed_dates import typed_date
from archive.models import Act, Article, ChangeSet, ReaderReport, ReviewDecision
from archive.models.editing import DATE
from archive.records.documents import DatePrecision, PublicationDate

DATES: Final = "dates"
TEXTLESS: Final = "textless"
REPORTS: Final = "reports"
DUPLICATES: Final = "duplicates"

_SHOWN: Final = 200
"""Groups of suspected duplicates that are listed."""


def doubtful_dates() -> QuerySet[Article]:
    """Return articles whose date is impossible, contradictory or doubted."""
    return Article.objects.exclude(review="").select_related("outlet", "capture")


def textless() -> QuerySet[Article]:
    """Return articles without text, of which nobody has said that there is none."""
    decided = ReviewDecision.objects.filter(queue=TEXTLESS).values_list("subject", flat=True)
    articles = Article.objects.filter(body="").exclude(public_id__in=decided)
    return articles.select_related("outlet", "capture")


def waiting_reports() -> QuerySet[ReaderReport]:
    """Return what readers reported and nobody has settled."""
    return ReaderReport.objects.filter(settled_at=None).select_related("article__outlet")


@transaction.atomic
def settle_date(key: int, person: Any, typed: str | None) -> None:
    """Set an article's date as an editor typed it; None accepts the one that it has.

    Raises:
        ArchiveError: what was typed is no date.
    """
    article = articles_to_change([key]).get()
    date = _date_as_it_is(article) if typed is None else typed_date(typed)
    changes = ArticleChanges(ChangeSet.of_act(Act.EDIT, person, total=1, done=1, changed=1))
    changes.set(article, {DATE: date})
    changes.write()


def decide(queue: str, subject: str, person: Any) -> None:
    """Note that what a queue shows is right as it is."""
    ReviewDecision.objects.get_or_create(queue=queue, subject=subject, defaults={"made_by": person})


def settle_report(key: int, person: Any) -> None:
    """Take a reader's report from the queue."""
    open_reports = ReaderReport.objects.filter(pk=key, settled_at=None)
    open_reports.update(settled_at=timezone.now(), settled_by=person)


class Duplicates(NamedTuple):
    """Articles of one outlet that say nearly the same; ``subject`` names them to ``decide``."""

    subject: str
    articles: list[Article]


def duplicate_count() -> int:
    """Return how many groups of suspected duplicates wait."""
    return len(_groups())


def suspected_duplicates() -> list[Duplicates]:
    """Return the first groups of articles that one outlet seems to have in the archive twice."""
    chosen = _groups()[:_SHOWN]
    found: dict[tuple[int, int], list[Article]] = {pair: [] for pair in chosen}
    rows = Article.objects.for_display().filter(
        republication__in={cluster for cluster, _outlet in chosen}
    )
    for article in rows.order_by("pk").defer("body"):
        pair = (article.republication_id or 0, article.outlet_id or 0)
        if pair in found:
            found[pair].append(article)
    return [Duplicates(f"{one}:{other}", rows) for (one, other), rows in found.items()]


def _groups() -> list[tuple[int, int]]:
    """Return cluster and outlet of each group that nobody has decided about."""
    counted = (
        Article.objects.shown()
        .filter(republication__isnull=False, outlet__isnull=False)
        .order_by("republication", "outlet")
        .values("republication", "outlet")
        .annotate(articles=Count("pk"))
        .filter(articles__gt=1)
        .values_list("republication", "outlet")
    )
    decided = set(ReviewDecision.objects.filter(queue=DUPLICATES).values_list("subject", flat=True))
    return [
        (cluster, outlet) for cluster, outlet in counted if f"{cluster}:{outlet}" not in decided
    ]


def _date_as_it_is(article: Article) -> PublicationDate:
    at = article.published_at
    if at is not None and article.published_offset is not None:
        at = at.astimezone(timezone.get_fixed_timezone(article.published_offset))
    return PublicationDate(
        article.published_earliest,
        article.published_latest,
        at=at,
        precision=DatePrecision(article.precision),
        edtf=article.edtf,
    )
