"""Facets: what of a state filters, what is counted for it, and how the counts are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.query.state import SearchState

if TYPE_CHECKING:
    pass

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, Protocol

from django.utils.translation import gettext_lazy as _

from search.engine import AnyFilter, FacetRequest, Filter
from search.facets.date_facet import NAME as DATE
from search.facets.date_facet import date_counts, date_filters, date_requests

LIMIT: Final = 200
"""Values of a facet that are counted and labelled; a longer one says that there are more."""

Labels = Mapping[tuple[str, str], str]
"""(facet, value) → label; a value without one stands for itself."""

FindLabels = Callable[[Mapping[str, Collection[str]]], Labels]
"""Looks up the labels of many values of many facets at once."""


class Counted(Protocol):
    """What of the engine's response the facets read."""

    @property
    def facets(self) -> Mapping[str, Sequence[tuple[str, int]]]: ...

    @property
    def distinct(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class FacetDefinition:
    """A facet beside that of dates: its name, which is also its column, and its label.

    A facet that is not ``listed`` counts only what is chosen of it.
    """

    name: str
    label: Any
    listed: bool = True


DEFINITIONS: Final = (
    FacetDefinition("outlet", _("Outlet")),
    FacetDefinition("person", _("People")),
    FacetDefinition("organisation", _("Organisations")),
    FacetDefinition("place", _("Places")),
    FacetDefinition("entity", _("Person, organisation or place"), listed=False),
    FacetDefinition("section", _("Section")),
    FacetDefinition("keyword", _("Keyword")),
    FacetDefinition("language", _("Language")),
    FacetDefinition("basis", _("How the date is known")),
)
TITLES: Final = {DATE: _("Date"), **{each.name: each.label for each in DEFINITIONS}}
"""Facet → its title, dates among them."""


def facet_filters(state: SearchState) -> tuple[AnyFilter, ...]:
    """Return the engine's filters: values of one facet are alternatives, facets add up."""
    named = [
        Filter(
            definition.name,
            any_of=frozenset(state.chosen.get(definition.name, ())),
            none_of=frozenset(state.excluded.get(definition.name, ())),
        )
        for definition in DEFINITIONS
        if definition.name in state.chosen or definition.name in state.excluded
    ]
    return (*date_filters(state), *named)


def facet_requests(state: SearchState, limit: int = LIMIT) -> tuple[FacetRequest, ...]:
    """Return what the engine shall count; no facet's counts heed its own choice."""
    named = [
        FacetRequest(
            definition.name,
            limit=limit if definition.listed else 0,
            always=frozenset(_touched(state, definition.name)),
        )
        for definition in DEFINITIONS
        if definition.listed or _touched(state, definition.name)
    ]
    return (*date_requests(state), *named)


def facets(state: SearchState, counted: Counted, find_labels: FindLabels) -> tuple[Facet, ...]:
    """Return the facets to show, dates first, each value with its label and count."""
    counts: dict[str, Sequence[tuple[str, int]]] = {DATE: date_counts(state, counted.facets)}
    for definition in DEFINITIONS:
        if definition.name in counted.facets:
            counts[definition.name] = counted.facets[definition.name]
    labels = find_labels({name: [value for value, _ in found] for name, found in counts.items()})
    return tuple(
        Facet(
            name,
            str(TITLES[name]),
            tuple(_value(state, name, value, count, labels) for value, count in found),
            more=counted.distinct.get(name, 0) > len(found),
        )
        for name, found in counts.items()
    )


def _value(state: SearchState, name: str, value: str, count: int, labels: Labels) -> FacetValue:
    return FacetValue(
        value,
        labels.get((name, value), value),
        count,
        chosen=value in state.chosen.get(name, ()),
        excluded=value in state.excluded.get(name, ()),
    )


def _touched(state: SearchState, name: str) -> tuple[str, ...]:
    return (*state.chosen.get(name, ()), *state.excluded.get(name, ()))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: a stable key, its label in the reader's language, its count."""

    value: str
    label: str
    count: int
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most frequent first (dates newest first)."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: bool = False
