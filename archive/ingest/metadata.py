"""What the machinery of a page says of it: its metadata, before anything is believed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedCandidate:
    """A publication date as metadata gives it, and the field that gave it."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Fields of ``<meta>``, JSON-LD or a record's columns. Empty means not said.

    ``domain`` is a host name without port. ``main_text`` is the text that an extractor
    of main content took for the article; it only confirms, it never replaces the page.
    """

    title: str = ""
    site_name: str = ""
    domain: str = ""
    author: str = ""
    published: tuple[PublishedCandidate, ...] = ()
    section: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    description: str = ""
    main_text: str = ""
