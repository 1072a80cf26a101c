"""Dates at the top of pages that turn out to be the day of the capture.

One page cannot show whether the date above its title is its own or today's; many pages of
an outlet that all bear the same one can, until later pages show that it was a busy day.
Labelled dates ("نُشر في …") are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from archive.captures.article_identity import find_again
from archive.captures.capture_keeping import KeptBytes
from archive.captures.store import raw_capture
from archive.errors import ArchiveError
from archive.ingest.dates import DatedPage, read_capture_header, shared_header_days
from archive.ingest.decoding import source_text
from archive.ingest.loading.article_rows import apply_parsed, parsed_values
from archive.ingest.parsing import parse_capture
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Article, ArticleSignature, DateBasis, DatePrecision, OutboxEntry
from archive.models.editing import DATE, DATE_COLUMNS, is_edited

_FIELDS = [*DATE_COLUMNS, "captured"]


def settle_header_dates(store: KeptBytes, outlets: OutletRegistry) -> int:
    """Take dates off articles whose outlet prints them on many pages; give back the others.

    Return the number of articles that changed. Only outlets that have new or changed
    articles are looked at. Call it before ``cluster_republications``, which forgets which
    articles those are. An article whose date was taken keeps the words as evidence.
    """
    fresh = ArticleSignature.objects.waiting().values("article_id")
    publishers = Article.objects.filter(pk__in=fresh, outlet__isnull=False).values("outlet_id")
    articles = Article.objects.filter(outlet__in=publishers.distinct(), position=0)
    stated = articles.filter(date_basis=DateBasis.STATED)
    demoted = articles.filter(date_basis=DateBasis.UNKNOWN, review="", captured__isnull=False)
    demoted = demoted.exclude(date_evidence="").select_related("capture")
    days = [
        *stated.order_by().values_list("outlet_id", "published_earliest", "capture__uri"),
        *demoted.order_by().values_list("outlet_id", "captured", "capture__uri"),
    ]
    shared = shared_header_days(
        DatedPage(str(outlet), day, uri) for outlet, day, uri in days if day
    )
    alone = [each for each in demoted if (str(each.outlet_id), each.captured) not in shared]
    changed = [each for each in alone if _restored(each, store, outlets)]
    for outlet, day in shared:
        bearing = stated.filter(outlet_id=int(outlet), published_earliest=day)
        changed += _demoted(bearing.select_related("capture"), day, store)
    with transaction.atomic():
        changed = _still_unedited(changed)
        Article.objects.bulk_update(changed, _FIELDS)
        OutboxEntry.announce((article.pk for article in changed), columns_only=True)
    return len(changed)


def _still_unedited(articles: Sequence[Article]) -> list[Article]:
    """Return the articles whose date no editor has set since they were read; they are locked."""
    rows = Article.objects.select_for_update().filter(pk__in=[each.pk for each in articles])
    edited = dict(rows.values_list("pk", "edited"))
    return [each for each in articles if DATE not in edited.get(each.pk, [DATE])]


def _demoted(articles: Iterable[Article], day: date, store: KeptBytes) -> list[Article]:
    demoted = [
        article
        for article in articles
        if not is_edited(article, DATE) and _stands_above_title(article, day, store)
    ]
    for article in demoted:
        article.published_earliest = article.published_latest = None
        article.published_at = article.published_offset = None
        article.precision, article.date_basis = DatePrecision.UNKNOWN, DateBasis.UNKNOWN
        article.edtf = article.review = ""
        article.captured = day
    return demoted


def _restored(article: Article, store: KeptBytes, outlets: OutletRegistry) -> bool:
    """Set the date that the article's page states by itself; whether that is one."""
    capture = article.capture
    try:
        parsed = parse_capture(raw_capture(capture, store.get(capture.sha256)), outlets).articles
    except ArchiveError:
        return False
    found = zip(parsed, find_again(parsed, [article]), strict=True)
    values = next((parsed_values(each, capture, None, None) for each, same in found if same), {})
    return apply_parsed(article, {name: values[name] for name in _FIELDS if name in values})


def _stands_above_title(article: Article, day: date, store: KeptBytes) -> bool:
    """Whether ``day`` stands, without a label, on a line above the article's title."""
    try:
        capture = article.capture
        text = source_text(raw_capture(capture, store.get(capture.sha256))).text
    except ArchiveError:
        return False
    above, title, _below = text.partition(article.title)
    lines = (line.strip() for line in above.splitlines() if title)
    return any(line and read_capture_header(line) == day for line in lines)
