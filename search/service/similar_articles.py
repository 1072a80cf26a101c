"""More like this: a copy of the same story first, then articles that share what it is about.

All copies of one story take one place. An answer is kept until the index changes.

What an article is about are the stems that set it apart from the archive, and its entities.
Another is similar only where it shares several of the stems: one common word is not enough.
Where the archive is searched by meaning, an article whose vector is near is similar too, and all
are ordered by both (see ``meaning_search``).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from whoosh import query as whoosh

from archive.models import Article, Mention
from archive.models.article import TITLES_BY_KEY
from search.contract import IndexReader, IndexUnavailableError, Request
from search.fields import DATE_SORT
from search.index.index_home import index_home
from search.index.term_kinds import KIND_STEM
from search.meaning.embedders import EmbeddingUnavailableError
from search.meaning.meaning_home import is_chosen, meaning_home
from search.meaning.nearness import ComparedVectors, Nearness
from search.service.meaning_search import reordered
from search.service.prepared_search import TimeBudget, found_in_time

STEMS_SEARCHED: Final = 24
"""Stems of the article that are searched for."""
SHARED_PART: Final = 0.25
"""Part of them that a similar article must share."""
ENTITY_WEIGHT: Final = 0.5
"""What a shared entity is worth against the weightiest stem."""
ANSWERS_KEPT: Final = 1_000
"""Answers that are kept, a few hundred bytes each."""
WEIGHED_ARTICLES: Final = 30
"""The most similar by words, and the nearest by meaning, that are weighed by both."""
LEAST_DEVIATIONS: Final = 3.0
"""From the archive's mean, from which on an article is near to another by its meaning."""
_MIN_SHARED: Final = 3
"""Stems that must be shared, however short the article."""


class _Answers:
    """The answers that were given last, by what was asked. Threads may share them."""

    def __init__(self) -> None:
        self._keys: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable) -> tuple[str, ...] | None:
        """Return what was answered, if it is still kept."""
        with self._lock:
            return self._keys.get(question)

    def put(self, question: Hashable, keys: tuple[str, ...]) -> None:
        """Keep an answer, in the place of the one that was given longest ago."""
        with self._lock:
            self._keys[question] = keys
            while len(self._keys) > ANSWERS_KEPT:
                self._keys.popitem(last=False)


def similar_articles(
    article: Article, limit: int = 5, budget: TimeBudget | None = None
) -> list[Article]:
    """Return the articles most similar to ``article``, never itself, a copy of it first.

    What is not found within ``budget`` is left out; nothing is found while no index answers.
    """
    budget = budget or TimeBudget()
    try:
        keys = _similar_by_both(article, limit, budget)
    except IndexUnavailableError:
        return []
    rows = TITLES_BY_KEY.in_bulk(map(int, keys))
    return [row for key in keys if (row := rows.get(int(key))) is not None and not row.hidden]


def _similar_by_both(article: Article, limit: int, budget: TimeBudget) -> tuple[str, ...]:
    """Return the keys of what is similar, by words alone where the vectors cannot be asked.

    Raises ``IndexUnavailableError``.
    """
    try:
        return _similar_to(article, limit, budget, _vectors())
    except EmbeddingUnavailableError:
        return _similar_to(article, limit, budget, None)


def _similar_to(
    article: Article, limit: int, budget: TimeBudget, vectors: ComparedVectors | None
) -> tuple[str, ...]:
    """Return the keys of what is similar.

    Raises ``IndexUnavailableError``, ``EmbeddingUnavailableError``.
    """
    opened, snapshot = index_home().read()
    cluster = str(article.republication_id or "")
    answers = opened.cache_of(_Answers).get_or_make(_Answers, _Answers, fallback=_Answers())
    # Where vectors came since, the answer is another one.
    known = vectors.known if vectors is not None else 0
    question = (snapshot.generation, article.pk, limit, cluster, known)
    keys = answers.get(question)
    if keys is None:
        named = Mention.objects.filter(article=article).values_list("entity__key", flat=True)
        entities = tuple(named.distinct().order_by("entity__key"))
        vector = vectors.vector_of(article.pk) if vectors is not None else None
        nearness = vectors.nearness(vector) if vectors is not None and vector is not None else None
        keys = similar_keys(
            snapshot,
            str(article.pk),
            limit,
            budget,
            cluster=cluster,
            entities=entities,
            nearness=nearness,
        )
        if not budget.spent:
            answers.put(question, keys)
    return keys


def _vectors() -> ComparedVectors | None:
    """Return the vectors of the articles, where the archive is searched by meaning."""
    if not is_chosen():
        return None
    try:
        return meaning_home().vectors()
    except EmbeddingUnavailableError:
        return None


def similar_keys(
    snapshot: IndexReader,
    key: str,
    limit: int,
    budget: TimeBudget,
    *,
    cluster: str = "",
    entities: Sequence[str] = (),
    nearness: Nearness | None = None,
) -> tuple[str, ...]:
    """Return the keys of what is similar to the article ``key``, the most similar first.

    ``cluster`` is the key of its republications, ``entities`` are the keys of its entities;
    ``nearness`` says how near the others are, where that is known.
    """
    if not snapshot.contains(key):
        return ()

    def similar() -> Iterator[str]:
        itself = whoosh.Term("id", key)
        of_cluster = [whoosh.Term("cluster", cluster)] if cluster else []
        left = limit
        if of_cluster:
            copied = whoosh.AndNot(of_cluster[0], itself)
            oldest_first = ((DATE_SORT, False),)
            for copy in _found(snapshot, copied, min(limit, 1), budget, sort=oldest_first):
                left -= 1
                yield copy
        alike = _sharing(snapshot.terms_of(key, "text", KIND_STEM, STEMS_SEARCHED), entities)
        refused = whoosh.Or([itself, *of_cluster])
        if nearness is not None and left:
            yield from _by_both(snapshot, alike, refused, nearness, left, budget)
        elif alike is not None and left:
            others = whoosh.AndNot(alike, refused)
            yield from _found(snapshot, others, left, budget, collapse="cluster")

    return found_in_time(similar())


def _by_both(
    snapshot: IndexReader,
    alike: whoosh.Query | None,
    refused: whoosh.Query,
    nearness: Nearness,
    limit: int,
    budget: TimeBudget,
) -> list[str]:
    """Return what is similar by its words or near by meaning, the best by both first."""
    least = nearness.mean + LEAST_DEVIATIONS * nearness.deviation
    keys = [str(article) for article in nearness.nearest(least, WEIGHED_ARTICLES).tolist()]
    if alike is not None:
        others = whoosh.AndNot(alike, refused)
        keys += _found(snapshot, others, WEIGHED_ARTICLES, budget, collapse="cluster")
    if not keys:
        return []
    weighed: whoosh.Query = whoosh.Or([whoosh.Term("id", key, boost=0.0) for key in keys])
    if alike is not None:
        weighed = whoosh.AndMaybe(weighed, alike)
    request = Request(
        whoosh.AndNot(weighed, refused),
        limit=len(keys),
        collapse="cluster",
        time_limit=budget.remaining(),
    )
    return [hit.key for hit in reordered(snapshot.search(request).hits, nearness)[:limit]]


def _found(
    snapshot: IndexReader,
    query: whoosh.Query,
    limit: int,
    budget: TimeBudget,
    *,
    sort: tuple[tuple[str, bool], ...] | None = None,
    collapse: str | None = None,
) -> list[str]:
    request = Request(
        query, sort=sort, limit=limit, collapse=collapse, time_limit=budget.remaining()
    )
    return [hit.key for hit in snapshot.search(request).hits]


def _sharing(weighted: Sequence[tuple[str, float]], entities: Sequence[str]) -> whoosh.Query | None:
    """Return the query for articles that share enough of the stems; None where there are too few."""
    if len(weighted) < _MIN_SHARED:
        return None
    heaviest = weighted[0][1]
    stems = [whoosh.Term("text", term, boost=weight / heaviest) for term, weight in weighted]
    enough = max(_MIN_SHARED, round(len(stems) * SHARED_PART))
    shared = whoosh.Or(stems, minmatch=enough)
    if not entities:
        return shared
    named = [whoosh.Term("entity", entity, boost=ENTITY_WEIGHT) for entity in entities]
    return whoosh.AndMaybe(shared, whoosh.Or(named))
