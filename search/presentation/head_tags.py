"""What the head of an article's page says to programs: reference managers, search engines, sites.

Highwire Press tags (as Google Scholar asks for them), Dublin Core (DCMI Metadata Terms in HTML),
Open Graph (ogp.me), and NewsArticle of schema.org as JSON-LD. A date is given where it is one
day, an address of the archive where others can open it.

Zotero takes ``DC.type`` for the kind of its item, ``prism.publicationName``, else ``DC.source``, else
``og:site_name`` for the publication: an article of an unknown outlet has none of the three.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from archive.models import Article
from archive.models.dates_in_words import machine_date
from search.presentation.citation import Citation
from search.presentation.excerpts import beginning_of

_LOCALES: Final = {"ar": "ar_AR", "en": "en_GB"}
_NEWS_ITEM: Final = "NewsItem"
"""Of the Eprints Type Vocabulary; the DCMI's own has nothing narrower than ``Text``."""
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
"""What could end a script element, or a line of one."""


@dataclass(frozen=True, slots=True)
class HeadTag:
    """A ``<meta>``: Open Graph names its tags by ``property``, the others by ``name``."""

    attribute: str
    name: str
    content: str


def head_tags(article: Article, citation: Citation, card: str) -> list[HeadTag]:
    """Return the tags of an article's page that have a content. ``card`` is its picture's address.

    Where the archive has no public address, ``card`` is empty.
    """
    cards = [("twitter:card", "summary_large_image")] if card else []
    found = (*_highwire(citation), *_dublin_core(article, citation), *cards)
    tags = [HeadTag("name", name, content) for name, content in found if content]
    for name, content in _open_graph(article, citation, card):
        if content:
            tags.append(HeadTag("property", name, content))
    return tags


def news_article(article: Article, citation: Citation, card: str) -> SafeString:
    """Return the article's description as JSON-LD, which no text of it can end."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": citation.public_url,
        "url": citation.public_url,
        "headline": article.title,
        "description": _beginning(article),
        "datePublished": machine_date(article),
        "inLanguage": citation.language,
        "author": [{"@type": "Person", "name": author} for author in citation.authors],
        "publisher": _organisation(citation.outlet),
        "dateline": article.dateline,
        "articleSection": article.section,
        "keywords": list(article.keywords),
        "image": card,
        "isBasedOn": citation.original_url,
        "identifier": article.public_id,
        "isPartOf": {"@type": "ArchiveComponent", "name": "Khizana"},
    }
    present = {name: value for name, value in described.items() if value}
    written = json.dumps(present, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(written)  # nosec B308 B703  # noqa: S308 - nothing in it can end the element: see _ESCAPES


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "NewsMediaOrganization", "name": name} if name else None


def _highwire(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "citation_title", citation.title
    for author in citation.authors:
        yield "citation_author", author
    yield "citation_publication_date", citation.day.strftime("%Y/%m/%d") if citation.day else ""
    yield "citation_publisher", citation.outlet
    yield "citation_language", citation.language
    yield "citation_public_url", citation.public_url


def _dublin_core(article: Article, citation: Citation) -> Iterator[tuple[str, str]]:
    yield "DC.title", citation.title
    for author in citation.authors:
        yield "DC.creator", author
    yield "DC.publisher", citation.outlet
    yield "DC.date", citation.edtf
    yield "DC.language", citation.language
    yield "DC.identifier", citation.public_url
    yield "dcterms.isVersionOf", citation.original_url
    yield "DC.type", _NEWS_ITEM
    yield "DC.type", "Text"
    for keyword in article.keywords:
        yield "DC.subject", keyword
    yield "prism.publicationName", citation.outlet


def _open_graph(article: Article, citation: Citation, card: str) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield "og:site_name", "Khizana" if citation.outlet else ""
    yield "og:title", citation.title
    yield "og:description", _beginning(article)
    yield "og:url", citation.public_url
    yield "og:locale", _LOCALES.get(citation.language, "")
    if card:
        yield "og:image", card
        yield "og:image:width", "1200"
        yield "og:image:height", "630"
    yield "article:published_time", machine_date(article)
    for author in citation.authors:
        yield "article:author", author
    yield "article:section", article.section


def _beginning(article: Article) -> str:
    return beginning_of(article.standfirst or article.body)
