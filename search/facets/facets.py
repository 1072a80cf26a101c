"""Facets: what of a state filters, what is counted for it, and the counts as they are shown.

Values stand in the index as keys; here they get labels for readers, and what readers type is
turned into keys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.engine import AnyFilter, FacetRequest, Filter, Response
from search.facets.date_facet import date_counts, date_filters, date_labels, date_requests
from search.fields import DATE, FIELDS, FacetDefinition, Fields
from search.query.state import SearchState

Labels = Mapping[tuple[str, str], str]
"""(facet, value) → label; a value without one stands for itself."""

_FindLabels = Callable[[Collection[str]], Mapping[str, str]]


def find_labels(values: Mapping[str, Collection[str]], fields: Fields = FIELDS) -> Labels:
    """Return (facet, value) → label in the reader's language.

    Facets that share a way to find labels are looked up together: outlets and entities cost
    one query each, however many values and facets there are. A value that has no label (a
    keyword, a deleted outlet) is left out.
    """
    wanted: dict[_FindLabels, set[str]] = {}
    for name, keys in values.items():
        if keys:
            wanted.setdefault(_finder(name, fields), set()).update(keys)
    found = {finder: finder(keys) for finder, keys in wanted.items()}
    return {
        (name, key): label
        for name, keys in values.items()
        for key in keys
        if (label := found[_finder(name, fields)].get(key)) is not None
    }


def resolve(name: str, typed: str, fields: Fields = FIELDS) -> Collection[str]:
    """Return the keys in the field ``name`` that ``typed`` names; empty where there is none."""
    typed = typed.strip()
    facet = fields.facets.get(name)
    if facet is None:
        return [typed] if typed else []
    return list(dict.fromkeys(facet.keys(typed)))


def resolve_one(name: str, typed: str, fields: Fields = FIELDS) -> str:
    """Return the first key that ``typed`` names, else ``typed`` itself."""
    return next(iter(resolve(name, typed, fields)), typed)


def _finder(name: str, fields: Fields) -> _FindLabels:
    return date_labels if name == DATE else fields.facets[name].labels


MAX_FACET_VALUES: Final = 200
"""Values of a facet that are counted and labelled; a longer one says that there are more."""


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


def facet_title(name: str, fields: Fields = FIELDS) -> str:
    """Return the title of a facet in the reader's language."""
    return str(fields.facets[name].title)


def facet_filters(state: SearchState, fields: Fields = FIELDS) -> tuple[AnyFilter, ...]:
    """Return the engine's filters: values of one facet are alternatives, facets add up."""
    named = [
        Filter(
            name,
            any_of=frozenset(state.chosen.get(name, ())),
            none_of=frozenset(state.excluded.get(name, ())),
        )
        for name, _facet in _beside_dates(fields)
        if name in state.chosen or name in state.excluded
    ]
    return (*date_filters(state), *named)


def facet_requests(
    state: SearchState, limit: int = MAX_FACET_VALUES, fields: Fields = FIELDS
) -> tuple[FacetRequest, ...]:
    """Return what the engine shall count; no facet's counts heed its own choice."""
    named = [
        FacetRequest(name, limit=limit if facet.listed else 0, always=frozenset(touched))
        for name, facet in _beside_dates(fields)
        if (touched := state.touched(name)) or facet.listed
    ]
    return (*date_requests(state), *named)


def facets(state: SearchState, response: Response, fields: Fields = FIELDS) -> tuple[Facet, ...]:
    """Return the facets to show in the order of the page, each value with label and count."""
    counts: dict[str, Sequence[tuple[str, int]]] = {}
    for name in fields.facets:
        if name == DATE:
            counts[name] = date_counts(state, response.facets)
        elif name in response.facets:
            counts[name] = response.facets[name]
    labels = find_labels(
        {name: [value for value, _ in found] for name, found in counts.items()}, fields
    )
    return tuple(
        Facet(
            name,
            facet_title(name, fields),
            tuple(
                _value(state, name, value, count, labels)
                for value, count in found
                if (name, value) in labels
                or not fields.facets[name].only_labelled
                or value in state.touched(name)
            ),
            more=response.distinct.get(name, 0) > len(found),
        )
        for name, found in counts.items()
    )


def _beside_dates(fields: Fields) -> Iterator[tuple[str, FacetDefinition]]:
    """Yield every facet that counts the column of its own name; that of dates has several."""
    return ((name, facet) for name, facet in fields.facets.items() if name != DATE)


def _value(state: SearchState, name: str, value: str, count: int, labels: Labels) -> FacetValue:
    return FacetValue(
        value,
        labels.get((name, value), value),
        count,
        chosen=value in state.chosen.get(name, ()),
        excluded=value in state.excluded.get(name, ()),
    )
