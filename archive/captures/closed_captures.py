"""Captures that readers may not see: those of documents with a deleted or hidden article.

Whether an older capture of a page holds the article too, only reading it could tell; so every
capture of the document is closed, and every other one of the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from archive.models import Article, Capture, Tombstone


def closed_among(captures: Collection[Capture]) -> frozenset[int]:
    """Return the keys of those of ``captures`` that are closed. Two queries."""
    uris = {each.uri for each in captures}
    hashes = {each.sha256 for each in captures}
    closed_uris: set[str] = set()
    closed_hashes: set[str] = set()
    stones = Tombstone.objects.filter(Q(uri__in=uris) | Q(sha256__in=hashes))
    hidden = Article.objects.filter(
        Q(capture__uri__in=uris) | Q(capture__sha256__in=hashes), hidden=True
    )
    for rows in (
        stones.order_by().values_list("uri", "sha256"),
        hidden.order_by().values_list("capture__uri", "capture__sha256"),
    ):
        for uri, sha256 in rows:
            closed_uris.add(uri)
            closed_hashes.add(sha256)
    return frozenset(
        each.pk for each in captures if each.uri in closed_uris or each.sha256 in closed_hashes
    )


def is_closed(capture: Capture) -> bool:
    """Return whether ``capture`` is closed to readers."""
    return bool(closed_among([capture]))
