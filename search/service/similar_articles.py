"""More like this: copies of the same story first, then articles that share what it is about.

What an article is about are the stems that set it apart from the archive, and its entities.
An article is alike only where it shares several of them: one common word is no likeness.

Articles that are like one: the same story first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from whoosh import query as whoosh

from archive.models import Article, Mention
from search.engine import Request, Response
from search.index.analyzers import KIND_STEM
from search.index.index_home import index_home

TERMS: Final = 24
"""Stems of the article that are searched for."""
SHARED: Final = 0.25
"""Part of them that an article must share to be alike."""
ENTITY_WEIGHT: Final = 0.5
"""What a shared entity is worth against the weightiest stem."""
_MIN_SHARED: Final = 3


class SimilarIndex(Protocol):
    """What is needed of ``search.engine.Snapshot``."""

    def find(self, key: str) -> int | None: ...

    def search(self, request: Request) -> Response: ...

    def significant_terms(
        self, docrefs: Iterable[int], field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]: ...


@dataclass(frozen=True, slots=True)
class Similar:
    """An article that is alike, by its key; ``same_story`` where it is a copy."""

    key: str
    same_story: bool


def similar(
    index: SimilarIndex, key: str, limit: int, *, cluster: str = "", entities: Sequence[str] = ()
) -> list[Similar]:
    """Return what is like the article ``key``: the likest first, never the article itself.

    ``cluster`` is the key of its republications, ``entities`` are the keys of its entities.
    """
    docref = index.find(key)
    if docref is None:
        return []
    itself = whoosh.Term("id", key)
    copies: list[str] = []
    if cluster:
        copied = whoosh.AndNot(whoosh.Term("cluster", cluster), itself)
        found = index.search(Request(copied, sort=(("date_sort", False),), limit=limit))
        copies = [hit.key for hit in found.hits]
    alike = _alike(index.significant_terms([docref], "text", KIND_STEM, TERMS), entities)
    others: list[str] = []
    if alike is not None and len(copies) < limit:
        known = whoosh.Or([itself, *([whoosh.Term("cluster", cluster)] if cluster else [])])
        query = whoosh.AndNot(alike, known)
        response = index.search(Request(query, limit=limit - len(copies), collapse="cluster"))
        others = [hit.key for hit in response.hits]
    return [*(Similar(each, True) for each in copies), *(Similar(each, False) for each in others)]


def _alike(weighted: Sequence[tuple[str, float]], entities: Sequence[str]) -> whoosh.Query | None:
    if len(weighted) < _MIN_SHARED:
        return None
    heaviest = weighted[0][1]
    stems = [whoosh.Term("text", term, boost=weight / heaviest) for term, weight in weighted]
    enough = max(_MIN_SHARED, round(len(stems) * SHARED))
    shared = whoosh.Or(stems, minmatch=enough)
    if not entities:
        return shared
    named = [whoosh.Term("entity", entity, boost=ENTITY_WEIGHT) for entity in entities]
    return whoosh.AndMaybe(shared, whoosh.Or(named))


def similar_articles(article: Article, limit: int = 5) -> list[Article]:
    """Return the articles most like ``article``, the likest first, never itself."""
    entities = (
        Mention.objects.filter(article=article).values_list("entity__key", flat=True).distinct()
    )
    found = similar(
        index_home().current().snapshot(),
        str(article.pk),
        limit,
        cluster=str(article.republication_id or ""),
        entities=list(entities.order_by()),
    )
    rows = Article.objects.for_display().in_bulk([int(each.key) for each in found])
    return [rows[int(each.key)] for each in found if int(each.key) in rows]
