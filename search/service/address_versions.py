"""What a page shows of an address: its versions with their articles, or the addresses of a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from archive.captures.address_forms import AddressQuery
from archive.captures.address_lookup import (
    AddressCaptures,
    captured_moment,
    captures_by_key,
    find_captures,
    in_order_of_time,
    own_address,
    without_closed,
)
from archive.captures.address_ranges import Spot, addresses_from
from archive.models import Article, Capture, CaptureStatus

ADDRESSES_A_PAGE: Final = 50
_CAPTURES_READ: Final = 500
"""Captures of which one page of addresses is made."""
_MOST_ARTICLES: Final = 200
"""Articles of an address that are looked up: a digest may hold thousands."""
_ARTICLES_OF_VERSION: Final = 5
"""Articles of one version that are named."""


@dataclass(frozen=True, slots=True)
class Version:
    """One capture of an address.

    ``articles`` are read from it, the first ones; ``more`` says that there are others.
    ``compared`` is the article of its document whose versions are compared, if there are several.
    ``address`` is where it was made, if that is another than the one asked for.
    """

    capture: Capture
    articles: tuple[Article, ...] = ()
    more: bool = False
    compared: Article | None = None
    address: str = ""

    @property
    def year(self) -> int | None:
        """The year in which it was made, if known; withdrawn ones keep theirs."""
        moment = captured_moment(self.capture)
        return moment.year if moment else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its tombstone is left."""
        return self.capture.status == CaptureStatus.WITHDRAWN


@dataclass(frozen=True, slots=True)
class ListedAddress:
    """A document of a site: its address, its captures from the first to the last, an article."""

    address: str
    captures: tuple[Capture, ...]
    article: Article | None = None
    cut: bool = False

    @property
    def first(self) -> Capture:
        """The capture that was made first, as far as known."""
        return self.captures[0]

    @property
    def last(self) -> Capture:
        """The last one of a known day, else the first one."""
        return next((each for each in reversed(self.captures) if each.captured), self.first)


@dataclass(frozen=True, slots=True)
class AddressPage:
    """Some addresses of a site in order, and behind which place others may follow."""

    addresses: tuple[ListedAddress, ...]
    next: Spot | None = None


def with_articles(found: AddressCaptures, captures: Sequence[Capture]) -> tuple[Version, ...]:
    """Return some captures of an address with the articles that are read from each. One query."""
    articles = _articles_of({each.uri for each in captures})
    several = _with_several([*found.here, *found.elsewhere])
    here = {each.pk for each in found.here}
    of_capture: dict[int, list[Article]] = defaultdict(list)
    of_document: dict[str, Article] = {}
    for article in articles:
        of_capture[article.capture_id].append(article)
        of_document.setdefault(article.capture.uri, article)
    versions = []
    for capture in captures:
        own = of_capture[capture.pk]
        compared = own[0] if own else of_document.get(capture.uri)
        versions.append(
            Version(
                capture,
                tuple(own[:_ARTICLES_OF_VERSION]),
                more=len(own) > _ARTICLES_OF_VERSION,
                compared=compared if capture.uri in several else None,
                address="" if capture.pk in here else own_address(capture),
            )
        )
    return tuple(versions)


def versions_of(address: str) -> tuple[AddressCaptures, tuple[Capture, ...]]:
    """Return the captures of an address, and all of them with the newest first. Four queries."""
    found = find_captures(address)
    return found, tuple(reversed(in_order_of_time([*found.here, *found.elsewhere])))


def addresses_of(query: AddressQuery, after: Spot | None) -> AddressPage:
    """Return a page of the addresses that begin as ``query`` asks. Six queries.

    Raises:
        TooManySitesError: the archive has more sites than are gone through.
    """
    part = addresses_from(query, after, _CAPTURES_READ)
    documents = [(uri, list(spots)) for uri, spots in groupby(part.rows, key=lambda each: each.uri)]
    follows, cut = part.next, False
    if follows is not None and documents and follows == documents[-1][1][-1]:
        # The last one may go on: it opens the next page, unless it fills this one.
        cut = len(documents) == 1
        documents = documents if cut else documents[:-1]
        follows = Spot(documents[-1][0])
    if len(documents) > ADDRESSES_A_PAGE:
        documents = documents[:ADDRESSES_A_PAGE]
        follows = Spot(documents[-1][0])
    keys = [spot.key for _uri, spots in documents for spot in spots]
    shown = without_closed(list(captures_by_key(keys)))
    return AddressPage(tuple(_listed([uri for uri, _spots in documents], shown, cut=cut)), follows)


def _listed(
    uris: Sequence[str], captures: Sequence[Capture], *, cut: bool
) -> Iterator[ListedAddress]:
    of_uri: dict[str, list[Capture]] = defaultdict(list)
    for capture in captures:
        of_uri[capture.uri].append(capture)
    latest = {max(each.pk for each in found) for found in of_uri.values()}
    first_articles: dict[str, Article] = {}
    for article in _read_from(latest):
        first_articles.setdefault(article.capture.uri, article)
    for uri in uris:
        if uri in of_uri:
            found = in_order_of_time(of_uri[uri])
            yield ListedAddress(uri, found, first_articles.get(uri), cut)


def _with_several(captures: Sequence[Capture]) -> set[str]:
    """Return the documents with two captures or more."""
    seen: set[str] = set()
    several: set[str] = set()
    for capture in captures:
        (several if capture.uri in seen else seen).add(capture.uri)
    return several


def _articles_of(uris: Collection[str]) -> Sequence[Article]:
    """Return the articles of documents, those of the newest captures first."""
    listed = Article.objects.for_display().without_texts().filter(capture__uri__in=uris)
    return list(listed.order_by("-capture_id", "position")[:_MOST_ARTICLES])


def _read_from(captures: Collection[int]) -> Sequence[Article]:
    """Return the first articles of captures, in the order of the page."""
    listed = Article.objects.for_display().without_texts().filter(capture__in=captures)
    return list(listed.filter(position__lte=1).order_by("capture_id", "position"))
