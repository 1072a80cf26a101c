"""Titles and names without marks of direction, which would turn the words around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from archive.ingest.decoding.written_characters import without_direction_marks as plain
from archive.records.documents import OutletClaim, ParsedArticle

MOST_KEYWORDS: Final = 500
"""Keywords of an article, at most: a page shows them all, and the best tagged has some dozens."""


def with_plain_names(article: ParsedArticle) -> ParsedArticle:
    """Return ``article`` with a plain title, byline and so on; its text stays as it was read.

    Of more keywords than any article has, the first stay.
    """
    return replace(
        article,
        title=plain(article.title),
        standfirst=plain(article.standfirst),
        byline=plain(article.byline),
        dateline=plain(article.dateline),
        agency=plain(article.agency),
        section=plain(article.section),
        captions=tuple(map(plain, article.captions)),
        keywords=tuple(map(plain, article.keywords[:MOST_KEYWORDS])),
        outlet=_plain_claim(article.outlet),
        republisher=_plain_claim(article.republisher),
    )


def _plain_claim(claim: OutletClaim) -> OutletClaim:
    return replace(claim, name=plain(claim.name))
