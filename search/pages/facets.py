"""Facets as the sidebar shows them, and the filters that stand as chips above the hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from search.pages.dates import day_in_words
from search.query.state import SearchState
from search.results.records import Facet, FacetValue, ResultPage

SHOWN_AT_FIRST: Final = 7
"""Values of a facet that stand open; the rest waits behind "show more"."""
SEARCHABLE_FROM: Final = 12
"""Values from which on a facet has a search box of its own."""
WRITTEN: Final = 25
"""Values of a facet that a page holds; its search box finds the others."""
_WORTH_HIDING: Final = 3
FINDING: Final = "find-"


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values that stand open, the rest, and what is looked for in it.

    ``partial`` says that the page does not hold all its values.
    """

    facet: Facet
    shown: tuple[FacetValue, ...]
    hidden: tuple[FacetValue, ...] = ()
    searchable: bool = False
    partial: bool = False
    needle: str = ""

    @property
    def find_name(self) -> str:
        """The parameter of the URL that looks for a value in this facet."""
        return FINDING + self.facet.name


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that stands, and the search without it."""

    facet: str
    label: str
    without: SearchState
    excluded: bool = False


def facet_views(page: ResultPage, parameters: Mapping[str, str]) -> tuple[FacetView, ...]:
    """Return the facets beside the date. ``parameters`` may hold ``find-<facet>``."""
    return tuple(
        _view(facet, parameters.get(FINDING + facet.name, "").strip())
        for facet in page.facets
        if facet.name not in ("date", "entity") and facet.values
    )


def facets_looked_through(parameters: Mapping[str, str]) -> frozenset[str]:
    """Return the names of the facets in which the reader looks for a value."""
    return frozenset(
        name.removeprefix(FINDING)
        for name, value in parameters.items()
        if name.startswith(FINDING) and value.strip()
    )


def _view(facet: Facet, needle: str) -> FacetView:
    partial = facet.more or len(facet.values) > WRITTEN
    if needle:
        folded = fold(needle)
        found = [v for v in facet.values if folded in fold(v.label) or v.chosen or v.excluded]
        return FacetView(facet, tuple(found[:WRITTEN]), (), True, partial, needle)
    first = [
        value
        for number, value in enumerate(facet.values)
        if number < SHOWN_AT_FIRST or value.chosen or value.excluded
    ]
    rest = [value for value in facet.values[:WRITTEN] if value not in first]
    if len(rest) < _WORTH_HIDING:
        first, rest = list(facet.values), []
    searchable = len(facet.values) >= SEARCHABLE_FROM
    return FacetView(facet, tuple(first), tuple(rest), searchable, partial)


def chips(page: ResultPage) -> Iterator[Chip]:
    """Yield every filter that stands: chosen and excluded values, then the range of days."""
    state = page.state
    for name, values in state.chosen.items():
        for value in values:
            yield Chip(*_labels(page, name, value), state.without_facet(name, value))
    for name, values in state.excluded.items():
        for value in values:
            without = state.without_excluded(name, value)
            yield Chip(*_labels(page, name, value), without, excluded=True)
    if state.after is not None:
        without = replace(state, after=None, page=1)
        yield Chip(_("From"), day_in_words(state.after), without)
    if state.before is not None:
        without = replace(state, before=None, page=1)
        yield Chip(_("Until"), day_in_words(state.before), without)


def _labels(page: ResultPage, name: str, value: str) -> tuple[str, str]:
    for facet in page.facets:
        if facet.name == name:
            found = (each.label for each in facet.values if each.value == value)
            return facet.label, next(found, value)
    return name, value
