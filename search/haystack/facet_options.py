"""Haystack's facets: what of the engine is asked for them, and its counts as Haystack has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from search.contract import FacetRequest
from search.fields import FIELDS, Fields
from search.haystack.date_gaps import date_bins, date_column
from search.haystack.field_filters import column_of
from search.haystack.refusals import UnanswerableSearchError, unknown_field

_OPTIONS: Final = frozenset({"limit", "prefix"})
"""What ``facet()`` may be told beside the field."""

Counts = Mapping[str, list[tuple[str, int]]]
"""Column → its values with their counts, the most frequent first."""


class FacetOptions:
    """The facets that one search asks for. Raises ``UnanswerableSearchError``."""

    def __init__(self, options: Mapping[str, Any], fields: Fields = FIELDS) -> None:
        given = options.get("facets") or {}
        self._values: Mapping[str, Mapping[str, Any]] = (
            given if isinstance(given, Mapping) else {name: {} for name in given}
        )
        self._dates: Mapping[str, Mapping[str, Any]] = options.get("date_facets") or {}
        self._fields = fields
        for name, wanted in self._values.items():
            _check(name, wanted, fields)

    def requests(self) -> tuple[FacetRequest, ...]:
        """Return what the engine shall count: each column once, whole where two ask for it."""
        requests: dict[str, FacetRequest] = {}
        for request in self._wanted():
            whole = request.field in requests
            requests[request.field] = FacetRequest(request.field, None) if whole else request
        return tuple(requests.values())

    def counts(self, counts: Counts) -> dict[str, Any]:
        """Return the counts of the engine as Haystack's ``fields`` and ``dates``."""
        return {
            "fields": {
                name: _chosen(counts.get(column_of(name), []), wanted)
                for name, wanted in self._values.items()
            },
            "dates": {
                name: date_bins(counts.get(date_column(name, gap, self._fields), []), gap)
                for name, gap in self._dates.items()
            },
        }

    def _wanted(self) -> Iterator[FacetRequest]:
        for name, wanted in self._values.items():
            prefix = wanted.get("prefix", "")
            yield FacetRequest(column_of(name), limit=wanted.get("limit"), prefix=prefix)
        for name, gap in self._dates.items():
            yield FacetRequest(date_column(name, gap, self._fields), limit=None)


def query_facets(options: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return (field, query) of each count that a search asks for."""
    given = options.get("query_facets") or ()
    return given.items() if isinstance(given, Mapping) else given


def _check(name: str, wanted: Mapping[str, Any], fields: Fields) -> None:
    field = fields.by_name.get(column_of(name))
    if field is None or not field.holds_values:
        raise unknown_field(
            name, "count by value", (*fields.single_keywords, *fields.multiple_keywords)
        )
    unknown = sorted(wanted.keys() - _OPTIONS)
    if unknown:
        raise UnanswerableSearchError(
            f"facet({name!r}, {unknown[0]}=…): a facet may be told {' and '.join(sorted(_OPTIONS))}"
        )
    limit = wanted.get("limit")
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise UnanswerableSearchError(f"facet({name!r}, limit={limit!r}): give a number, or none")


def _chosen(counts: list[tuple[str, int]], wanted: Mapping[str, Any]) -> list[tuple[str, int]]:
    prefix = wanted.get("prefix", "")
    return [pair for pair in counts if pair[0].startswith(prefix)][: wanted.get("limit")]
