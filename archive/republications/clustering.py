"""Clusters of near-identical articles, kept up after every load."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import Count, QuerySet

from archive.models import Article, ArticleSignature, OutboxEntry, Republication
from archive.models.insertion import set_values
from archive.republications.same_text import is_republication, is_same_report
from archive.republications.signatures import (
    SharedBands,
    band_keys,
    candidate_pairs,
    estimated_jaccard,
)

_CHUNK: Final = 500
_ROWS: Final = 20_000
"""Signatures that are compared at once: each takes some 500 bytes of memory meanwhile."""


@dataclass(slots=True)
class Clusters:
    """Clusters of articles, joined pair by pair: a union-find structure.

    Articles are given by their keys; the lowest of a cluster is its root.
    """

    parents: dict[int, int] = field(default_factory=dict)

    def root(self, article: int) -> int:
        """Return the root of the article's cluster: itself while it is joined to none."""
        path = []
        while (parent := self.parents.get(article, article)) != article:
            path.append(article)
            article = parent
        self.parents.update(dict.fromkeys(path, article))
        return article

    def join(self, one: int, other: int) -> None:
        """Make one cluster of the two articles' clusters."""
        first, second = sorted((self.root(one), self.root(other)))
        self.parents[second] = first
        self.parents.setdefault(first, first)

    def members(self) -> dict[int, list[int]]:
        """Return the articles of each cluster of two and more, by its root."""
        found: dict[int, list[int]] = {}
        for article in self.parents:
            found.setdefault(self.root(article), []).append(article)
        return {root: articles for root, articles in found.items() if len(articles) > 1}


def cluster_republications() -> int:
    """Compare the articles that are new or changed with all others; return how many joined.

    What a killed load left undone is done by the next one: the signatures say what has
    not been compared.
    """
    waiting = ArticleSignature.objects.waiting()
    compared = dict(_signatures(waiting))
    fresh = set(compared)
    if not fresh:
        return 0
    clusters = _compare(compared)
    with transaction.atomic():
        changed = _write(clusters, fresh)
        for chunk in _chunks(sorted(fresh)):
            rows = ArticleSignature.objects.filter(article_id__in=chunk)
            # A text that another load changed meanwhile has not been compared as it is now.
            same = [key for key, minhash in _signatures(rows) if minhash == compared[key]]
            rows.filter(article_id__in=same).update(clustered=True)
        OutboxEntry.announce(sorted(changed), columns_only=True)
    return len(changed)


def _signatures(rows: QuerySet[ArticleSignature]) -> Iterator[tuple[int, bytes]]:
    for article, minhash in rows.order_by("article_id").values_list("article_id", "minhash"):
        yield article, bytes(minhash)


def dissolve_single() -> None:
    """Remove clusters that have lost all their articles but one."""
    lonely = Republication.objects.annotate(size=Count("articles")).filter(size__lt=2)
    OutboxEntry.announce(
        Article.objects.filter(republication__in=lonely).values_list("pk", flat=True),
        columns_only=True,
    )
    lonely.delete()


def _compare(fresh: Mapping[int, bytes]) -> Clusters:
    """Return the clusters that the ``fresh`` articles, given with their signatures, belong to."""
    clusters = Clusters()
    alike = _alike({article: minhash for article, minhash in fresh.items() if minhash})
    if not alike:
        return clusters
    ids = sorted(alike)
    keys = band_keys([alike[article] for article in ids])
    is_fresh = np.fromiter((article in fresh for article in ids), dtype=np.bool_, count=len(ids))
    pairs = sorted((ids[one], ids[other]) for one, other in candidate_pairs(keys, is_fresh))
    _join_known(clusters, {article for pair in pairs for article in pair} - fresh.keys(), fresh)
    for start in range(0, len(pairs), _CHUNK):
        chunk = [
            pair
            for pair in pairs[start : start + _CHUNK]
            if clusters.root(pair[0]) != clusters.root(pair[1])
        ]
        articles = {article for pair in chunk for article in pair}
        texts = _texts(articles | set(map(clusters.root, articles)))
        for one, other in chunk:
            if _belong_together(one, other, clusters, texts):
                clusters.join(one, other)
    return clusters


def _alike(fresh: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return the signatures of ``fresh`` and of every article that shares a band with one of them.

    All signatures of the archive are read, a bounded number at a time: a single article is added
    to a million in seconds, and in little memory.
    """
    if not fresh:
        return {}
    alike = dict(fresh)
    bands = SharedBands(list(fresh.values()))
    for rows in _all_signatures():
        for place in bands.rows_sharing([minhash for _article, minhash in rows]):
            alike.setdefault(*rows[place])
    return alike


def _all_signatures() -> Iterator[list[tuple[int, bytes]]]:
    """Yield the articles that can be compared, with their signatures, as they lie in the database."""
    rows = ArticleSignature.objects.exclude(minhash=b"").order_by()
    found = rows.values_list("article_id", "minhash").iterator(chunk_size=_ROWS)
    while some := [(article, bytes(minhash)) for article, minhash in islice(found, _ROWS)]:
        yield some


def _join_known(clusters: Clusters, articles: set[int], fresh: Collection[int]) -> None:
    """Put ``articles`` into the clusters where earlier loads have put them."""
    known: dict[int, int] = {}
    for chunk in _chunks(sorted(articles)):
        rows = Article.objects.filter(pk__in=chunk, republication__isnull=False)
        known.update(rows.values_list("pk", "republication_id"))
    first: dict[int, int] = {}
    for chunk in _chunks(sorted(set(known.values()))):
        rows = Article.objects.filter(republication__in=chunk).order_by("-pk")
        first.update(
            (cluster, article)
            for article, cluster in rows.values_list("pk", "republication_id")
            if article not in fresh
        )
    for article, cluster in known.items():
        if cluster in first:  # Else its last member was withdrawn between the two questions.
            clusters.join(first[cluster], article)


def _belong_together(
    one: int, other: int, clusters: Clusters, texts: dict[int, tuple[str, bytes]]
) -> bool:
    """Tell whether two articles are near-identical and their clusters are of one report.

    A digest is near-identical to each report that it holds. Clusters that it would chain
    are told apart by their first articles.
    """
    first, second = clusters.root(one), clusters.root(other)
    if first == second or not {one, other, first, second} <= texts.keys():
        return False
    if not _is_republication(texts[one], texts[other]):
        return False
    return {first, second} == {one, other} or is_same_report(texts[first][0], texts[second][0])


def _texts(articles: set[int]) -> dict[int, tuple[str, bytes]]:
    rows = ArticleSignature.objects.filter(article_id__in=articles)
    return {
        article: (body, bytes(minhash))
        for article, body, minhash in rows.values_list("article_id", "article__body", "minhash")
    }


def _is_republication(one: tuple[str, bytes], other: tuple[str, bytes]) -> bool:
    return is_republication(one[0], other[0], estimated_jaccard(one[1], other[1]))


def _write(clusters: Clusters, fresh: set[int]) -> set[int]:
    """Give the clusters' articles their rows; return the articles whose cluster changed."""
    members = clusters.members()
    touched = {article for articles in members.values() for article in articles} | fresh
    before: dict[int, int] = {}
    for chunk in _chunks(sorted(touched)):
        before.update(
            Article.objects.filter(pk__in=chunk, republication__isnull=False).values_list(
                "pk", "republication_id"
            )
        )
    known = {
        root: sorted({before[each] for each in articles if each in before and each not in fresh})
        for root, articles in members.items()
    }
    made = [Republication() for earlier in known.values() if not earlier]
    new = iter(Republication.objects.bulk_create(made))
    after: dict[int, int] = {}
    for root, articles in members.items():
        keep = known[root][0] if known[root] else next(new).pk
        for merged in known[root][1:]:
            others = Article.objects.filter(republication=merged).values_list("pk", flat=True)
            after.update(dict.fromkeys(others, keep))
        after.update(dict.fromkeys(articles, keep))
    left = {article for article in before if article in fresh and article not in after}
    changed = {article for article, cluster in after.items() if before.get(article) != cluster}
    set_values(
        Article, ["republication_id"], {each: [after.get(each)] for each in sorted(changed | left)}
    )
    if left or any(len(set(map(before.get, each))) > 1 for each in members.values()):
        dissolve_single()
    return changed | left


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
