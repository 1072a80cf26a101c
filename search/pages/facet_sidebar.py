"""Facets as the sidebar shows them, and filters as chips above the hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from archive.entities.storage.entity_search import keys_named
from archive.models.dates_in_words import day_in_words
from archive.records.mentions import EntityKind
from search.facets.facets import Facet, FacetValue
from search.fields import (
    DATE,
    FIELDS,
    Fields,
)
from search.query.state import SearchState
from search.service.search import ResultPage

VALUES_OPEN: Final = 5
"""Values of a facet that a page holds; the rest comes when it is asked for."""
SEARCHABLE_FROM: Final = 12
"""Values from which on a facet has a search box of its own. A page counts and names no more."""
VALUES_HELD: Final = 100
"""Values of a facet that a page holds on request; its search box finds the others."""
_MACHINE_FOUND_HELD: Final = 25
"""Names that no editor has reviewed which a page holds."""
VALUES_CROWDED: Final = 3
"""Values of a facet that a crowded page holds."""
_ROOM: Final = 700_000
"""Bytes of links from which on a page is crowded: ten times those of a usual one."""
_ROW_BYTES: Final = 400
"""Bytes of a value's row beside the addresses of its two links."""
_MAX_NEEDLE: Final = 100
"""Letters of a value that is looked for; no name has more."""
_WORTH_HIDING: Final = 3
"""Values below which leaving the rest out would save no room: "more" takes a line too."""
_ENTITY_FACETS: Final = frozenset({*EntityKind, "entity"})
"""Facets whose values are entities, found by any spelling."""
_MORE: Final = "more"
"""The parameter that names the facet of which the reader asks for more values."""
_FIND: Final = "find-"
"""What stands before a facet's name in the parameter that looks for a value in it."""

_OPENED: Final = "found"
"""The parameter that opens the group of machine-found names beside a facet."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values that stand open, and its search box.

    ``partial`` says that the page does not hold all its values, ``rest`` that more come when they
    are asked for; ``needle`` is what the reader looks for in it. ``machine_found`` are the names beside it that no editor has reviewed,
    ``None`` until a reader asks for them.
    """

    facet: Facet
    shown: tuple[FacetValue, ...]
    rest: bool = False
    searchable: bool = False
    partial: bool = False
    needle: str = ""
    machine_found: tuple[FacetValue, ...] | None = None

    @property
    def find_name(self) -> str:
        """The parameter of the URL that looks for a value in this facet."""
        return _FIND + self.facet.name


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter of the search, and the search without it."""

    facet: str
    label: str
    without: SearchState
    excluded: bool = False


def facet_views(
    page: ResultPage, parameters: Mapping[str, str], fields: Fields = FIELDS
) -> tuple[FacetView, ...]:
    """Return the listed facets beside the date. ``parameters`` may hold ``find-<facet>``."""
    looked_in, widened = searched_facet(parameters), widened_facet(parameters)
    open_ = VALUES_CROWDED if crowded(page) else VALUES_OPEN
    return tuple(
        replace(
            _facet_view(
                facet,
                _needle(parameters, facet) if facet.name == looked_in else "",
                VALUES_HELD if facet.name == widened else open_,
            ),
            machine_found=None
            if facet.machine_found is None
            else facet.machine_found[:_MACHINE_FOUND_HELD],
        )
        for facet in page.facets
        if facet.name != DATE
        and fields.facets[facet.name].listed
        and (facet.values or facet.offers_machine_found)
    )


def crowded(page: ResultPage) -> bool:
    """Return whether the links of the sidebar would make a page of megabytes.

    Each of them repeats the whole state, which a reader, or who means no good, makes long.
    """
    rows = sum(
        len(facet.values) if facet.name == DATE else min(len(facet.values), VALUES_OPEN)
        for facet in page.facets
    )
    return rows * (2 * len(page.state.to_query_string()) + _ROW_BYTES) > _ROOM


def searched_facet(parameters: Mapping[str, str]) -> str | None:
    """Return the name of the facet in which the reader looks for a value: one at a time."""
    for name, value in parameters.items():
        if name.startswith(_FIND) and value.strip():
            return name.removeprefix(_FIND)
    return None


def widened_facet(parameters: Mapping[str, str], fields: Fields = FIELDS) -> str | None:
    """Return the name of the facet of which the reader asks for more values: one at a time."""
    name = parameters.get(_MORE, "")
    return name if name in fields.facets else None


def opened_facet(parameters: Mapping[str, str], fields: Fields = FIELDS) -> str:
    """Return the facet of whose machine-found names the reader opened the group; empty for none."""
    name = parameters.get(_OPENED, "")
    return name if name in fields.facets else ""


def _needle(parameters: Mapping[str, str], facet: Facet) -> str:
    return parameters.get(_FIND + facet.name, "").strip()[:_MAX_NEEDLE]


def _facet_view(facet: Facet, needle: str, held: int) -> FacetView:
    if needle:
        folded = fold(needle)
        named = keys_named(needle) if facet.name in _ENTITY_FACETS else frozenset()
        found = [
            v
            for v in facet.values
            if folded in fold(v.label) or v.value in named or v.chosen or v.excluded
        ]
        return FacetView(
            facet, tuple(found[:VALUES_HELD]), searchable=True, partial=True, needle=needle
        )
    shown = [
        value
        for number, value in enumerate(facet.values)
        if number < held or value.chosen or value.excluded
    ]
    if not facet.more and len(facet.values) - len(shown) < _WORTH_HIDING:
        shown = list(facet.values)
    partial = facet.more or len(shown) < len(facet.values)
    searchable = facet.more or len(facet.values) >= SEARCHABLE_FROM
    return FacetView(facet, tuple(shown), partial and held < VALUES_HELD, searchable, partial)


def chips(page: ResultPage) -> Iterator[Chip]:
    """Yield every filter of the search: chosen and excluded values, then the range of days."""
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
    """Return the labels of a facet and of one of its values; unknown ones as they are."""
    for facet in page.facets:
        if facet.name == name:
            found = (each.label for each in facet.values if each.value == value)
            return facet.label, next(found, value)
    return name, value
