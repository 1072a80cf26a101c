"""The captures of a search, a list, a load or an outlet, to be written as WARC or WACZ."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import Article, Load, Outlet, ReadingList
from archive.readers.reading_lists import shown_articles
from archive.web_archives import CaptureExport, captures_of_articles
from search.query.state import SearchState
from search.service.search_titles import search_title
from search.service.whole_results import WholeResults

_AT_ONCE: Final = 200
"""Keys that are asked for at once."""


def captures_of_results(results: WholeResults) -> CaptureExport:
    """Return the captures of all that a search finds, in its order."""
    return _export(captures_of_articles(results.keys(_AT_ONCE)), _search_in_words(results.state))


def captures_of_list(chosen: ReadingList) -> CaptureExport:
    """Return the captures of the articles of a person's list, in its order."""
    rows = shown_articles(chosen.listed.all())
    keys = [row.article.pk for row in rows if row.article is not None]
    about = _("List: %(name)s") % {"name": chosen.name}
    return _export(captures_of_articles(_batched(keys)), about)


def captures_of_load(load: Load) -> CaptureExport:
    """Return every capture that a load brought, in the order in which they came."""
    about = _("Load %(number)d") % {"number": load.pk}
    return _export(_keys(load.captures.order_by("pk")), about)


def captures_of_outlet(outlet: Outlet) -> CaptureExport:
    """Return the captures of an outlet's articles, in the order in which they came."""
    keys = _keys(Article.objects.filter(outlet=outlet).order_by("pk"))
    about = _("Outlet: %(name)s") % {"name": outlet.name(get_language() or "ar")}
    return _export(captures_of_articles(_batched(keys)), about)


def _keys(rows: QuerySet[Any]) -> array[int]:
    """Return the keys of rows, eight bytes each, asked for at once.

    A question that is left open for as long as somebody downloads would hold one state of the
    database: what is withdrawn meanwhile would still be there.
    """
    return array("q", rows.values_list("pk", flat=True).iterator())


def _export(keys: Iterable[int], about: str) -> CaptureExport:
    return CaptureExport(keys, about, timezone.now())


def _search_in_words(state: SearchState) -> str:
    return _("Search: %(title)s") % {"title": search_title(state)}


def _batched(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while some := list(islice(left, _AT_ONCE)):
        yield some
