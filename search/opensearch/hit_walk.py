"""Hits in their order, page after page, over one unchanging state of the index.

A page within OpenSearch's window is asked for at once; beyond, and where all are wanted, a point
in time is held open and each answer is asked for after the last hit of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from search.contract import (
    IndexSchema,
    IndexUnavailableError,
    QueryTooCostlyError,
    UnknownFieldError,
)
from search.opensearch.cluster_client import Cluster
from search.opensearch.index_body import ORDER, WINDOW
from search.opensearch.time_left import Remaining

KEEP_ALIVE: Final = "5m"
"""How long a point in time is kept between two answers."""
_FAREWELL_SECONDS: Final = 1.0
"""How long is waited until a point in time is given back."""
_AT_ONCE: Final = 1_000
"""Hits of one answer where groups are folded: of a page of ten seldom more are copies."""


class WalkedHit(NamedTuple):
    """A hit: its key, its score, the value that it is folded by, if any."""

    key: str
    score: float
    group: str | None


def sort_clauses(
    schema: IndexSchema, sort: Sequence[tuple[str, bool]] | None
) -> list[dict[str, Any]]:
    """Return the order of hits; equal ones stand by their keys. Raises ``UnknownFieldError``."""
    if sort is None:
        return [{"_score": "desc"}, {ORDER: "asc"}]
    found: list[dict[str, Any]] = []
    for field, descending in sort:
        direction = "desc" if descending else "asc"
        if field == schema.key.name:
            found.append({ORDER: direction})
            continue
        single_keyword(schema, field, "single-valued field to sort by", numbers=True)
        found.append({field: {"order": direction, "missing": "_last"}})
    return [*found, {ORDER: "asc"}]


def single_keyword(schema: IndexSchema, field: str, needed: str, *, numbers: bool = False) -> None:
    """Raise ``UnknownFieldError`` unless a document has at most one value in ``field``."""
    if numbers and field in schema.numbers:
        return
    if field not in schema.keywords or schema.keywords[field].multi:
        raise UnknownFieldError(field, needed)


class HitWalk:
    """All hits of one search, in their order, for as long as they are asked for."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        search: Mapping[str, Any],
        remaining: Remaining,
        group_field: str | None = None,
    ) -> None:
        self._cluster: Final = cluster
        self._index: Final = index
        self._search: Final = search
        self._remaining: Final = remaining
        self._group_field: Final = group_field

    def hits(self, at_once: int = _AT_ONCE) -> Iterator[WalkedHit]:
        """Yield the hits; of each group the first alone. Raises as ``Cluster.search`` does."""
        seen: set[str] = set()
        for hit in self._all(min(at_once, WINDOW)):
            if hit.group is not None:
                if hit.group in seen:
                    continue
                seen.add(hit.group)
            yield hit

    def _all(self, at_once: int) -> Iterator[WalkedHit]:
        path = f"/{self._index}/_search/point_in_time"
        seconds = self._remaining()
        opened = self._cluster.read("POST", path, seconds=seconds, keep_alive=KEEP_ALIVE)
        point = opened["pit_id"]
        try:
            after: Sequence[Any] | None = None
            while True:
                body = {
                    **self._search,
                    "size": at_once,
                    "track_total_hits": False,
                    "pit": {"id": point, "keep_alive": KEEP_ALIVE},
                    **({"search_after": after} if after is not None else {}),
                }
                if self._group_field is not None:
                    body["docvalue_fields"] = [self._group_field]
                answer = self._cluster.search("", body, self._remaining())
                point = answer.get("pit_id", point)
                found = answer["hits"]["hits"]
                for hit in found:
                    group = (hit.get("fields") or {}).get(self._group_field or "")
                    yield WalkedHit(hit["_id"], hit["_score"] or 0.0, group[0] if group else None)
                if len(found) < at_once:
                    return
                after = found[-1]["sort"]
        finally:
            with suppress(IndexUnavailableError, QueryTooCostlyError):  # It ends by itself, too.
                path, named = "/_search/point_in_time", {"pit_id": [point]}
                self._cluster.ask("DELETE", path, named, seconds=_FAREWELL_SECONDS)
