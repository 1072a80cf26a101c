"""How many documents have each value of a keyword field: exactly, over all shards.

A shard gives its most frequent values, so a sum over shards may lack some. What is sure is kept;
else the values that were given are counted again, and if even that may lack one, every shard is
asked for more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from search.contract import FacetRequest, QueryTooLargeError
from search.opensearch.cluster_client import Cluster
from search.opensearch.time_left import Remaining

MOST_VALUES: Final = 50_000
"""Values of one answer: OpenSearch gives 65,535 (``search.max_buckets``)."""
_COMPOSITE_PAGE: Final = 10_000
_SPARE: Final = 3
"""Times as many values as are wanted does each shard give at first, where there are several."""
_MORE: Final = 16
"""Times as many the next time."""
_SURE: Final = 40_000
"""Distinct values up to which they are counted as good as exactly (``precision_threshold``)."""
_REGEX_SIGNS: Final = re.compile(r'[.?+*|(){}\[\]\\"#@&<>~^$-]')

Counts = list[tuple[str, int]]


def facet_aggregation(facet: FacetRequest, shards: int, narrowing: Sequence[Any]) -> dict[str, Any]:
    """Return the aggregation that counts ``facet`` among what passes ``narrowing``."""
    aggs: dict[str, Any] = {
        "values": {"terms": _terms(facet, _given(facet, shards))},
        "distinct": {"cardinality": {"field": facet.field, "precision_threshold": _SURE}},
    }
    if facet.prefix:
        aggs["values"]["terms"]["include"] = beginning(facet.prefix)
    if facet.always:
        aggs["always"] = {
            "terms": {
                "field": facet.field,
                "include": sorted(facet.always),
                "size": len(facet.always),
                "shard_size": len(facet.always) + 1,
            }
        }
    return {"filter": {"bool": {"filter": list(narrowing)}}, "aggs": aggs}


def beginning(prefix: str) -> str:
    """Return Lucene's regular expression for what begins with ``prefix``.

    >>> beginning("a.b")
    'a\\\\.b.*'
    """
    return _REGEX_SIGNS.sub(lambda sign: "\\" + sign.group(), prefix) + ".*"


def _terms(facet: FacetRequest, given: int) -> dict[str, Any]:
    return {
        "field": facet.field,
        "size": given,
        "shard_size": given,
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }


def _given(facet: FacetRequest, shards: int) -> int:
    if facet.limit is None:
        return MOST_VALUES
    wanted = max(facet.limit, 1)
    return wanted if shards == 1 else _SPARE * wanted + 100


class ValueCounts:
    """Makes exact counts of what an aggregation answered."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        query: Mapping[str, Any],
        remaining: Remaining,
    ) -> None:
        self._cluster: Final = cluster
        self._index: Final = index
        self._query: Final = query
        self._remaining: Final = remaining

    def of(
        self, facet: FacetRequest, answer: Mapping[str, Any], narrowing: Sequence[Any]
    ) -> tuple[Counts, int]:
        """Return the values of ``facet`` with their counts, and how many occur.

        Raises ``QueryTooCostlyError``.
        """
        values = answer["values"]
        counts = _counts(values)
        distinct = int(answer["distinct"]["value"])
        if not values["sum_other_doc_count"]:
            distinct = len(counts)
        if values["sum_other_doc_count"] and (facet.limit is None or facet.prefix):
            counts = self._every(facet, narrowing)
            distinct = len(counts)
        elif values["doc_count_error_upper_bound"]:
            counts = self._counted_again(facet, values, narrowing)
        shown = counts if facet.limit is None else counts[: facet.limit]
        known = dict(shown)
        among = dict(_counts(answer["always"])) if facet.always else {}
        more = sorted(facet.always - known.keys())
        return [*shown, *((each, among.get(each, 0)) for each in more)], distinct

    def total(self, narrowing: Sequence[Any]) -> int:
        """Return how many documents there are. Raises ``QueryTooCostlyError``."""
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"filter": [self._query, *narrowing]}},
        }
        answer = self._cluster.search(self._index, body, self._remaining())
        return int(answer["hits"]["total"]["value"])

    def values(self, terms: Mapping[str, Any], narrowing: Sequence[Any]) -> Counts:
        """Return what a ``terms`` aggregation counts."""
        return _counts(self._asked({"terms": terms}, narrowing))

    def significant(
        self, aggregation: Mapping[str, Any], narrowing: Sequence[Any]
    ) -> tuple[int, list[str]]:
        """Return how many documents there are, and the values that set them apart."""
        answer = self._asked({"significant_terms": aggregation}, narrowing)
        return int(answer["doc_count"]), [bucket["key"] for bucket in answer["buckets"]]

    def _counted_again(
        self, facet: FacetRequest, values: Mapping[str, Any], narrowing: Sequence[Any]
    ) -> Counts:
        """Return exact counts of the values that come first: those of no other are as high."""
        given = len(values["buckets"])
        while True:
            candidates = [bucket["key"] for bucket in values["buckets"]]
            asked = {
                "field": facet.field,
                "include": candidates,
                "size": max(len(candidates), 1),
                "shard_size": len(candidates) + 1,
            }
            exact = sorted(
                _counts(self._asked({"terms": asked}, narrowing)),
                key=lambda pair: (-pair[1], pair[0]),
            )
            unseen = values["doc_count_error_upper_bound"]
            wanted = len(exact) if facet.limit is None else facet.limit
            if not unseen or (
                len(exact) >= wanted and (not wanted or exact[wanted - 1][1] > unseen)
            ):
                return exact
            if given >= MOST_VALUES:
                raise QueryTooLargeError
            given = min(max(given, 1) * _MORE, MOST_VALUES)
            terms = _terms(facet, given)
            if facet.prefix:
                terms["include"] = beginning(facet.prefix)
            values = self._asked({"terms": terms}, narrowing)

    def _every(self, facet: FacetRequest, narrowing: Sequence[Any]) -> Counts:
        """Return every value that occurs, the most frequent first."""
        found = [
            (names[0], count)
            for names, count in self.composite((facet.field,), narrowing)
            if names[0].startswith(facet.prefix)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def composite(
        self, fields: Sequence[str], narrowing: Sequence[Any], *, missing: bool = False
    ) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the values of ``fields`` that documents have together, with their number.

        With ``missing`` the empty value stands for none. Raises ``QueryTooCostlyError``.
        """
        sources = [
            {field: {"terms": {"field": field, **({"missing_bucket": True} if missing else {})}}}
            for field in fields
        ]
        after: Mapping[str, Any] | None = None
        while True:
            composite: dict[str, Any] = {"size": _COMPOSITE_PAGE, "sources": sources}
            if after is not None:
                composite["after"] = after
            answer = self._asked({"composite": composite}, narrowing)
            for bucket in answer["buckets"]:
                yield tuple(bucket["key"][field] or "" for field in fields), bucket["doc_count"]
            after = answer.get("after_key")
            if after is None or len(answer["buckets"]) < _COMPOSITE_PAGE:
                return

    def _asked(self, aggregation: Mapping[str, Any], narrowing: Sequence[Any]) -> Any:
        body = {
            "size": 0,
            "query": {"bool": {"filter": [self._query, *narrowing]}},
            "aggs": {"asked": aggregation},
        }
        answer = self._cluster.search(self._index, body, self._remaining())
        return answer["aggregations"]["asked"]


def _counts(answer: Mapping[str, Any]) -> Counts:
    return [(bucket["key"], bucket["doc_count"]) for bucket in answer["buckets"]]
