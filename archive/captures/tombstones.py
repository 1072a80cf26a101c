"""Tombstones made, and articles of a reading known by them.

A deleted text is kept nowhere for this: a title and paragraphs are known by the first 64 bits of
the SHA-256 of their folded letters.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from archive.arabic.normalize import fold
from archive.captures.article_identity import is_same_text
from archive.models import Article, Capture, Tombstone, TombstoneKind
from archive.records.documents import ParsedArticle

_HASH_LETTERS: Final = 16
_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why something goes or is not shown: for readers, and for editors alone."""

    public: str = ""
    internal: str = ""


def make_tombstones(
    articles: Iterable[Article], kind: TombstoneKind, reasons: Reasons, user: Any = None
) -> list[Tombstone]:
    """Write a tombstone for each article; call it before they go, in their transaction.

    ``user`` is who decided it, as far as known. What has a tombstone already keeps it, with the
    new kind and reasons.
    """
    rows = list(articles)
    pages: dict[int, int] = defaultdict(int)
    in_pages = Article.objects.filter(capture__in={each.capture_id for each in rows})
    for capture in in_pages.order_by().values_list("capture_id", flat=True):
        pages[capture] += 1
    made = [
        Tombstone(
            kind=kind,
            public_id=article.public_id,
            uri=article.capture.uri,
            sha256=article.capture.sha256,
            alone=pages[article.capture_id] == 1,
            title_hash=_hash(article.title) if article.title else "",
            paragraph_hashes=sorted(map(_hash, article.paragraphs)),
            public_reason=reasons.public.strip(),
            internal_reason=reasons.internal.strip(),
            made_by=user,
        )
        for article in rows
    ]
    Tombstone.objects.filter(public_id__in=[each.public_id for each in made]).delete()
    return Tombstone.objects.bulk_create(made, batch_size=_ROWS)


class Tombstones:
    """The tombstones that concern some captures: of their documents, or of their bytes."""

    def __init__(self, captures: Collection[Capture]) -> None:
        uris = {each.uri for each in captures}
        hashes = {each.sha256 for each in captures}
        self._found = list(
            Tombstone.objects.filter(Q(uri__in=uris) | Q(sha256__in=hashes)).order_by("pk")
        )

    def of(self, capture: Capture) -> list[Tombstone]:
        """Return the tombstones that concern one of the captures."""
        return [
            stone
            for stone in self._found
            if stone.uri == capture.uri or stone.sha256 == capture.sha256
        ]


def buried(
    uri: str,
    parsed: Sequence[ParsedArticle],
    tombstones: Sequence[Tombstone],
    standing: Sequence[Article],
) -> frozenset[int]:
    """Return the places in ``parsed``, of the document ``uri``, of what has a tombstone.

    It is known by half of its paragraphs; else by its title, unless one of the articles that
    are ``standing`` has the text; else by being alone on its page, as it was. A tombstone of the
    same bytes under another address leaves alone what stands under this one.
    """
    if not tombstones:
        return frozenset()
    titles = [_hash(each.title) if each.title else "" for each in parsed]
    texts = [frozenset(map(_hash, each.paragraphs)) for each in parsed]
    claimed = {
        place
        for place, each in enumerate(parsed)
        if any(is_same_text(each.paragraphs, article.paragraphs) for article in standing)
    }
    found: set[int] = set()
    for stone in tombstones:
        gone = frozenset(stone.paragraph_hashes)
        known = {place for place, text in enumerate(texts) if _is_same(text, gone)}
        if not known and stone.title_hash:
            titled = [place for place, title in enumerate(titles) if title == stone.title_hash]
            known = {place for place in titled if place not in claimed | found}
        if not known and stone.alone and len(parsed) == 1 and not claimed:
            known = {0}
        found |= known if stone.uri == uri else known - claimed
    return frozenset(found)


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether texts share as much as ``is_same_text`` asks for, by their hashes."""
    return is_same_text(sorted(one), sorted(other))


def _hash(text: str) -> str:
    return hashlib.sha256(fold(text).encode()).hexdigest()[:_HASH_LETTERS]
