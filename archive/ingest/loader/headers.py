"""Dates at the top of pages that turn out to be the day of the capture.

One page cannot show whether the date above its title is its own or today's; many pages of
an outlet that all bear the same one can. Labelled dates ("نُشر في …") are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from archive.errors import ArchiveError
from archive.ingest.dates import DatedPage, demote_shared_headers, read_capture_header
from archive.ingest.interpret import source_text
from archive.ingest.loader.rows import raw_capture
from archive.models import Article, ArticleSignature, DateBasis, DatePrecision, OutboxEntry
from archive.store import CaptureStore

_DATE = "edtf"
_FIELDS = [
    "published_earliest",
    "published_latest",
    "published_at",
    "published_offset",
    "precision",
    "date_basis",
    "edtf",
    "date_evidence",
    "review",
    "captured",
]


def demote_shared_dates(store: CaptureStore) -> int:
    """Make days of capture of shared header dates; return the number of articles.

    Only outlets that have new or changed articles are looked at. Call it before
    ``cluster_republications``, which forgets which articles those are.
    """
    fresh = ArticleSignature.objects.filter(clustered=False).values("article_id")
    outlets = Article.objects.filter(pk__in=fresh, outlet__isnull=False).values("outlet_id")
    stated = Article.objects.filter(
        outlet__in=outlets.distinct(), date_basis=DateBasis.STATED, position=0
    )
    days = stated.values_list("outlet_id", "published_earliest", "capture__uri")
    shared = demote_shared_headers(
        DatedPage(str(outlet), day, uri) for outlet, day, uri in days.order_by() if day
    )
    demoted = 0
    for outlet, day in shared:
        bearing = stated.filter(outlet_id=int(outlet), published_earliest=day)
        demoted += _demote(bearing.select_related("capture"), day, store)
    return demoted


def _demote(articles: Iterable[Article], day: date, store: CaptureStore) -> int:
    demoted = [
        article
        for article in articles
        if _DATE not in article.edited and _stands_above_title(article, day, store)
    ]
    for article in demoted:
        article.published_earliest = article.published_latest = None
        article.published_at = article.published_offset = None
        article.precision, article.date_basis = DatePrecision.UNKNOWN, DateBasis.UNKNOWN
        article.edtf = article.date_evidence = article.review = ""
        article.captured = day
    with transaction.atomic():
        Article.objects.bulk_update(demoted, _FIELDS)
        OutboxEntry.announce((article.pk for article in demoted), columns_only=True)
    return len(demoted)


def _stands_above_title(article: Article, day: date, store: CaptureStore) -> bool:
    """Whether ``day`` stands, without a label, on a line above the article's title."""
    try:
        capture = article.capture
        text = source_text(raw_capture(capture, store.get(capture.sha256))).text
    except ArchiveError:
        return False
    above, title, _below = text.partition(article.title)
    lines = (line.strip() for line in above.splitlines() if title)
    return any(line and read_capture_header(line) == day for line in lines)
