"""Feeds in Atom 1.0 (RFC 4287).

An entry is ``published`` when the archive learned of the article, and ``updated`` when its record
last changed: readers of feeds sort by these, and an old article that is newly loaded must be seen.
The day of the article itself stands in ``dc:date`` and in the summary. Ids are UUIDs made of the
archive's key and the article's public id (version 5, RFC 9562): they stay when the archive moves.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, Final
from urllib.parse import quote

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.lasting_addresses import addresses_are_local
from archive.models import Article
from archive.models.dates_in_words import machine_date, publication_in_words
from search.presentation.excerpts import beginning_of
from search.presentation.links import web_address

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document of XML holds (XML 1.0, section 2.2)."""
_NOT_IN_IRI: Final = re.compile(r"[\s<>\"{}|\\^`]")
_DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed changed that never had an entry."""
_NOT_DETERMINED: Final = "und"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. ``summary`` is HTML; ``issued`` the day or moment of the article, in ISO 8601."""

    id: str
    title: str
    url: str
    summary: str
    published: datetime
    updated: datetime
    author: str
    language: str = ""
    issued: str = ""
    original_url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: ``page_url`` shows the same to people, ``url`` is its own address.

    Where the archive has no public address they are paths, which programs read against the address
    by which they fetched the feed (RFC 4287, 4.2.7.1); of itself it then tells none.
    """

    id: str
    title: str
    subtitle: str
    page_url: str
    url: str
    entries: Sequence[FeedEntry]


def lasting_id(archive: str, name: str) -> str:
    """Return the id of what is called ``name`` in the archive of the key ``archive``."""
    return uuid.uuid5(uuid.UUID(archive or "0" * 32), name).urn


def article_entries(
    articles: Iterable[Article], archive: str, address: Any
) -> tuple[FeedEntry, ...]:
    """Return the entries of articles, in the language that is active.

    ``address`` returns the whole address of a path of the site.
    """
    language = get_language() or "ar"
    return tuple(_article_entry(each, archive, address, language) for each in articles)


def _article_entry(article: Article, archive: str, address: Any, language: str) -> FeedEntry:
    outlet = article.outlet.name(language) if article.outlet else _("unknown outlet")
    head = f"{outlet} · {publication_in_words(article)}"
    lines = (head, beginning_of(article.standfirst or article.body))
    return FeedEntry(
        id=lasting_id(archive, f"article/{article.public_id}"),
        title=article.title or _("Untitled"),
        url=address(article.get_absolute_url()),
        summary="".join(f'<p dir="auto">{escape(line)}</p>' for line in lines if line),
        published=article.created_at,
        updated=max(article.updated_at, article.created_at),
        author=article.byline or outlet,
        language="" if article.language == _NOT_DETERMINED else article.language,
        issued=machine_date(article),
        original_url=web_address(article.url or article.capture.url),
    )


def atom(feed: Feed) -> str:
    """Return a feed as a document of Atom."""
    document = _Document(
        title=_clean(feed.title),
        subtitle=_clean(feed.subtitle),
        link=feed.page_url,
        description="",
        feed_url=None if addresses_are_local() else feed.url,
        feed_guid=feed.id,
        language=get_language(),
        author_name=_("Khizana"),
    )
    for entry in feed.entries:
        document.add_item(
            title=_clean(entry.title),
            link=entry.url,
            description=_clean(entry.summary),
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=_clean(entry.author),
            entry=entry,
        )
    return document.writeString("utf-8")


class _Document(Atom1Feed):
    """Django's feed, with the language of each entry, its date, and where it came from."""

    def latest_post_date(self) -> datetime:
        """Return when an entry last changed: that nothing is found changes nothing."""
        return max((item["updateddate"] for item in self.items), default=_NEVER)

    def root_attributes(self) -> dict[str, str]:
        """Name Dublin Core besides."""
        return {**super().root_attributes(), "xmlns:dc": _DUBLIN_CORE}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Give an entry the language of its article."""
        language = item["entry"].language
        return {"xml:lang": language} if language else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add what Django's feed has no place for."""
        super().add_item_elements(handler, item)
        entry: FeedEntry = item["entry"]
        if entry.original_url:
            handler.addQuickElement("link", "", {"rel": "via", "href": _iri(entry.original_url)})
        if entry.issued:
            handler.addQuickElement("dc:date", entry.issued)


def _iri(address: str) -> str:
    """Return an address that documents hold as an IRI (RFC 3987), what none holds escaped."""
    return _NOT_IN_IRI.sub(lambda found: quote(found[0]), _clean(address))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
