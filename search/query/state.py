"""The state of a search: immutable, and one to one with its URL.

Parameters of the URL: ``q`` the text, ``match``, ``any``, ``sort``, ``after``, ``before``,
one parameter for each facet (repeated for several values), ``not-`` and a facet's name for
a value that is excluded, ``collapse``, ``page``. What stands at its default is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from search.query import parameters as reading
from search.query.parameters import APPROXIMATE as APPROXIMATE
from search.query.parameters import EXCLUDING as EXCLUDING
from search.query.parameters import FACETS as FACETS
from search.query.parameters import MAX_TEXT as MAX_TEXT
from search.query.parameters import clean
from search.query.periods import read_period

Values = Mapping[str, tuple[str, ...]]
"""Facet → its values."""


class Match(StrEnum):
    """How wide a word matches."""

    EXACT = "exact"
    VARIANTS = "variants"
    FAMILY = "family"


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is searched for and how it is shown. ``page`` counts from 1.

    ``after`` and ``before`` are inclusive. Every ``with_…`` returns a new state on page 1.
    """

    text: str = ""
    match: Match = Match.FAMILY
    any_word: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    chosen: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    collapse: bool = False
    cut: bool = field(default=False, compare=False)

    @classmethod
    def from_querydict(cls, parameters: Mapping[str, Any]) -> SearchState:
        """Read a ``QueryDict`` or a plain mapping; what makes no sense is passed over."""
        text = clean(reading.last(parameters, "q"))
        after, before = (read_period(reading.last(parameters, end)) for end in ("after", "before"))
        chosen = reading.facet_values(parameters, "")
        excluded = reading.facet_values(parameters, EXCLUDING)
        return cls(
            text=text[:MAX_TEXT].rstrip(),
            match=reading.choice(Match, reading.last(parameters, "match"), Match.FAMILY),
            any_word=reading.last(parameters, "any") == "1",
            sort=reading.choice(Sort, reading.last(parameters, "sort"), Sort.RELEVANCE),
            page=reading.page(reading.last(parameters, "page")),
            chosen=chosen,
            excluded=_without_common(excluded, chosen),
            after=after.first if after else None,
            before=before.last if before else None,
            collapse=reading.last(parameters, "collapse") == "1",
            cut=len(text) > MAX_TEXT,
        )

    def to_query_string(self) -> str:
        """Return the canonical query string, without ``?``; empty where all is default."""
        return urlencode(self.to_pairs())

    def to_pairs(self) -> list[tuple[str, str]]:
        """Return the parameters in their stable order, for a URL or for hidden inputs."""
        pairs = [
            ("q", self.text),
            ("match", "" if self.match is Match.FAMILY else self.match.value),
            ("any", "1" if self.any_word else ""),
            ("sort", "" if self.sort is Sort.RELEVANCE else self.sort.value),
            ("after", self.after.isoformat() if self.after else ""),
            ("before", self.before.isoformat() if self.before else ""),
            *((name, value) for name in FACETS for value in self.chosen.get(name, ())),
            *(
                (EXCLUDING + name, value)
                for name in FACETS
                for value in self.excluded.get(name, ())
            ),
            ("collapse", "1" if self.collapse else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [(name, value) for name, value in pairs if value]

    def with_text(self, text: str) -> SearchState:
        cleaned = clean(text)
        shown = cleaned[:MAX_TEXT].rstrip()
        return replace(self, text=shown, page=1, cut=len(cleaned) > MAX_TEXT)

    def with_match(self, match: Match) -> SearchState:
        return replace(self, match=match, page=1)

    def with_any_word(self, any_word: bool = True) -> SearchState:
        return replace(self, any_word=any_word, page=1)

    def with_sort(self, sort: Sort) -> SearchState:
        return replace(self, sort=sort, page=1)

    def with_page(self, page: int) -> SearchState:
        return replace(self, page=max(page, 1))

    def with_collapse(self, collapse: bool = True) -> SearchState:
        return replace(self, collapse=collapse, page=1)

    def with_dates(self, after: date | None, before: date | None) -> SearchState:
        return replace(self, after=after, before=before, page=1)

    def with_facet(self, name: str, value: str) -> SearchState:
        """Choose ``value``, which is then no longer excluded."""
        return replace(
            self,
            chosen=_add(self.chosen, name, value),
            excluded=_remove(self.excluded, name, value),
            page=1,
        )

    def without_facet(self, name: str, value: str | None = None) -> SearchState:
        """Let go of one chosen value, or of all of them."""
        return replace(self, chosen=_remove(self.chosen, name, value), page=1)

    def toggle_facet(self, name: str, value: str) -> SearchState:
        if value in self.chosen.get(name, ()):
            return self.without_facet(name, value)
        return self.with_facet(name, value)

    def with_excluded(self, name: str, value: str) -> SearchState:
        """Exclude ``value``, which is then no longer chosen."""
        return replace(
            self,
            chosen=_remove(self.chosen, name, value),
            excluded=_add(self.excluded, name, value),
            page=1,
        )

    def without_excluded(self, name: str, value: str | None = None) -> SearchState:
        return replace(self, excluded=_remove(self.excluded, name, value), page=1)

    def cleared(self) -> SearchState:
        """Drop every filter; the text and how it is read and sorted stay."""
        return SearchState(
            text=self.text, match=self.match, any_word=self.any_word, sort=self.sort, cut=self.cut
        )

    @property
    def narrowed(self) -> bool:
        """Whether any filter stands."""
        return bool(self.chosen or self.excluded or self.after or self.before)


def _add(values: Values, name: str, value: str) -> Values:
    present = values.get(name, ())
    return values if value in present else {**values, name: (*present, value)}


def _remove(values: Values, name: str, value: str | None) -> Values:
    kept = tuple(v for v in values.get(name, ()) if value is not None and v != value)
    rest = {key: present for key, present in values.items() if key != name}
    return {**values, name: kept} if kept else rest


def _without_common(values: Values, others: Values) -> Values:
    for name, present in others.items():
        for value in present:
            values = _remove(values, name, value)
    return values
