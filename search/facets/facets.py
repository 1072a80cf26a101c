"""Facets: what of a state filters, what is counted for it, and the counts as they are shown.

Values stand in the index as keys; here they get labels for readers, and what readers type is
turned into keys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from search.contract import AnyFilter, EitherFilter, FacetRequest, Filter, Response
from search.facets.date_facet import date_counts, date_filters, date_labels, date_requests
from search.facets.machine_found import Counted, JoinedCounts, MachineFoundNames
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
    """One value of a facet: a stable key, its label in the reader's language, its count.

    ``machine_found`` says that it is a name which no editor has reviewed.
    """

    value: str
    label: str
    count: int
    chosen: bool = False
    excluded: bool = False
    machine_found: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most frequent first (dates newest first).

    Where names that no editor has reviewed may stand beside it, ``offers_machine_found``;
    ``machine_found`` are those, where a reader asked for them.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: bool = False
    offers_machine_found: bool = False
    machine_found: tuple[FacetValue, ...] | None = None


def facet_title(name: str, fields: Fields = FIELDS) -> str:
    """Return the title of a facet in the reader's language."""
    return str(fields.facets[name].title)


def facet_filters(state: SearchState, fields: Fields = FIELDS) -> tuple[AnyFilter, ...]:
    """Return the engine's filters: values of one facet are alternatives, facets add up."""
    named = [
        narrowed
        for name, facet in _beside_dates(fields)
        for narrowed in _name_filters(name, facet, state)
    ]
    return (*date_filters(state), *named)


def _name_filters(name: str, facet: FacetDefinition, state: SearchState) -> Iterator[AnyFilter]:
    """Yield the filters of one facet: a machine-found name narrows like any other."""
    any_of, none_of = (frozenset(of.get(name, ())) for of in (state.chosen, state.excluded))
    if not facet.machine_found:
        if any_of or none_of:
            yield Filter(name, any_of=any_of, none_of=none_of)
        return
    columns = (name, *facet.machine_found)
    if any_of:
        yield EitherFilter(name, tuple(Filter(column, any_of=any_of) for column in columns))
    if none_of:
        yield from (EitherFilter(name, (Filter(each, none_of=none_of),)) for each in columns)


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


def facets(
    state: SearchState,
    response: Response,
    fields: Fields = FIELDS,
    machine_found: MachineFoundNames | None = None,
) -> tuple[Facet, ...]:
    """Return the facets to show in the order of the page, each value with label and count."""
    counts: dict[str, JoinedCounts] = {}
    for name in fields.facets:
        if name == DATE:
            counts[name] = JoinedCounts(date_counts(state, response.facets))
        elif name in response.facets:
            reviewed = response.facets[name]
            counts[name] = (
                machine_found.joined(name, reviewed, response)
                if machine_found is not None
                else JoinedCounts(reviewed)
            )
    labels = find_labels(
        {
            name: [value for value, _ in (*found.counts, *(found.apart or ()))]
            for name, found in counts.items()
        },
        fields,
    )
    shown = _ShownValues(state, labels, fields)
    return tuple(
        Facet(
            name,
            facet_title(name, fields),
            tuple(shown.of(name, found.counts, found.unreviewed)),
            more=response.distinct.get(name, 0) > len(found.counts),
            offers_machine_found=machine_found is not None and machine_found.offered(name),
            machine_found=None
            if found.apart is None
            else tuple(shown.of(name, found.apart, frozenset(dict(found.apart)))),
        )
        for name, found in counts.items()
    )


@dataclass(frozen=True, slots=True)
class _ShownValues:
    """Makes of counts what a reader sees of them."""

    state: SearchState
    labels: Labels
    fields: Fields

    def of(self, name: str, counts: Counted, unreviewed: frozenset[str]) -> Iterator[FacetValue]:
        """Yield the values of one facet; without a label, only what is chosen or excluded."""
        touched = self.state.touched(name)
        for value, count in counts:
            if (
                (name, value) in self.labels
                or not self.fields.facets[name].only_labelled
                or value in touched
            ):
                yield FacetValue(
                    value,
                    self.labels.get((name, value), value),
                    count,
                    chosen=value in self.state.chosen.get(name, ()),
                    excluded=value in self.state.excluded.get(name, ()),
                    machine_found=value in unreviewed,
                )


def _beside_dates(fields: Fields) -> Iterator[tuple[str, FacetDefinition]]:
    """Yield every facet that counts the column of its own name; that of dates has several."""
    return ((name, facet) for name, facet in fields.facets.items() if name != DATE)
