"""Dates at the top of pages that turn out to be the day of the capture.

One page cannot show whether the date above its title is its own or today's; many pages of
an outlet that all bear the same one can, until later pages show that it was a busy day.
Labelled dates ("نُشر في …") are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Count, QuerySet

from archive.captures.article_identity import find_again
from archive.captures.capture_keeping import KeptBytes
from archive.captures.store import raw_capture
from archive.errors import ArchiveError
from archive.ingest.dates import (
    DatedPage,
    days_without_share,
    read_capture_header,
    shared_header_days,
)
from archive.ingest.decoding import source_text
from archive.ingest.loading.article_rows import apply_parsed, parsed_values
from archive.ingest.parsing import parse_capture
from archive.knowledge.knowledge import OutletRegistry
from archive.models import Article, ArticleSignature, DateBasis, DatePrecision, OutboxEntry
from archive.models.editing import DATE, DATE_COLUMNS, is_edited

_FIELDS = [*DATE_COLUMNS, "captured"]
_AT_ONCE: Final = 500
"""Articles that are read with their captures by one statement."""


def settle_header_dates(store: KeptBytes, outlets: OutletRegistry) -> int:
    """Take dates off articles whose outlet prints them on many pages; give back the others.

    Return the number of articles that changed. Only outlets that have new or changed
    articles are looked at. Call it before ``cluster_republications``, which forgets which
    articles those are. An article whose date was taken keeps the words as evidence.
    """
    fresh = ArticleSignature.objects.waiting().values("article_id")
    published = Article.objects.filter(pk__in=fresh, outlet__isnull=False).order_by()
    publishers = set(published.values_list("outlet_id", flat=True))
    articles = _articles(publishers)
    demoted = articles.filter(date_basis=DateBasis.UNKNOWN, review="", captured__isnull=False)
    demoted = demoted.exclude(date_evidence="").order_by()
    taken = list(demoted.order_by("pk").values_list("pk", "outlet_id", "captured", "capture__uri"))
    shared = _shared_days(publishers, [(outlet, day, uri) for _key, outlet, day, uri in taken])
    alone = [key for key, outlet, day, _uri in taken if (outlet, day) not in shared]
    changed = [each for each in _with_captures(alone) if _restored(each, store, outlets)]
    for outlet, day in shared:
        bearing = articles.filter(
            outlet=outlet, date_basis=DateBasis.STATED, published_earliest=day
        )
        changed += _demoted(bearing.select_related("capture"), day, store)
    with transaction.atomic():
        changed = _still_unedited(changed)
        Article.objects.bulk_update(changed, _FIELDS)
        OutboxEntry.announce((article.pk for article in changed), columns_only=True)
    return len(changed)


def _articles(publishers: Collection[int]) -> QuerySet[Article]:
    """Return the first articles of the pages of these outlets."""
    return Article.objects.filter(outlet__in=publishers, position=0)


def _shared_days(
    publishers: Collection[int], taken: Sequence[tuple[int, date | None, str]]
) -> set[tuple[int, date]]:
    """Return the days that are no days of publication, each with its outlet.

    ``taken`` are outlet, day and page of what lost its date before.
    """
    most_taken = Counter[int]()
    for (outlet, _day), pages in Counter((outlet, day) for outlet, day, _uri in taken).items():
        most_taken[outlet] = max(pages, most_taken[outlet])
    doubtful = {each for each in publishers if not _has_many_days(each, most_taken[each])}
    stated = _articles(doubtful).filter(date_basis=DateBasis.STATED).order_by()
    days = [*stated.values_list("outlet_id", "published_earliest", "capture__uri"), *taken]
    shared = shared_header_days(
        DatedPage(str(outlet), day, uri) for outlet, day, uri in days if day and outlet in doubtful
    )
    return {(int(outlet), day) for outlet, day in shared}


def _has_many_days(outlet: int, taken: int) -> bool:
    """Return whether an outlet's pages have so many days that none can be that of most of them.

    Of a large archive this spares reading all pages of its outlets behind each load: the pages of
    the commonest day are counted in an index, and days are read until there are enough others.
    ``taken`` is the most pages of one day that lost their dates before.
    """
    stated = Article.objects.filter(
        outlet=outlet, date_basis=DateBasis.STATED, published_earliest__isnull=False
    )
    # In any place of a page: at least as many as those in the first, which alone are asked about.
    by_day = stated.order_by().values("published_earliest").annotate(pages=Count("pk"))
    most = taken + (by_day.order_by("-pages").values_list("pages", flat=True).first() or 0)
    enough = days_without_share(most)
    days = stated.filter(position=0).order_by("published_earliest")
    return len(days.values_list("published_earliest").distinct()[:enough]) == enough


def _with_captures(keys: Sequence[int]) -> Iterator[Article]:
    """Yield articles by their keys, a bounded number at a time."""
    for start in range(0, len(keys), _AT_ONCE):
        some = Article.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        yield from some.select_related("capture").order_by("pk")


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
