"""Facets as the sidebar shows them, the tree of dates, and filters as chips above the hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from archive.entities.storage.entity_search import keys_named
from archive.models.dates_in_words import day_in_words
from archive.records.mentions import EntityKind
from search.facets.facets import Facet, FacetValue
from search.fields import (
    APPROXIMATE,
    DATE,
    DATE_COLUMNS,
    DATE_YEAR,
    FIELDS,
    Fields,
    column_of_period,
)
from search.presentation.charts import Bar, BarCount, year_bars
from search.query.state import SearchState
from search.service.search import ResultPage

VALUES_OPEN: Final = 7
"""Values of a facet that stand open; the rest waits behind "show more"."""
SEARCHABLE_FROM: Final = 12
"""Values from which on a facet has a search box of its own."""
VALUES_HELD: Final = 25
"""Values of a facet that a page holds; its search box finds the others."""
YEARS_OPEN: Final = 6
"""Years that stand open; earlier ones wait behind "earlier years"."""
VALUES_CROWDED: Final = 3
"""Values of a facet that a crowded page holds."""
_ROOM: Final = 700_000
"""Bytes of links from which on a page is crowded: ten times those of a usual one."""
_ROW_BYTES: Final = 400
"""Bytes of a value's row beside the addresses of its two links."""
_MAX_NEEDLE: Final = 100
"""Letters of a value that is looked for; no name has more."""
_WORTH_HIDING: Final = 3
"""Values below which hiding the rest would save no room: "show more" takes a line too."""
_ENTITY_FACETS: Final = frozenset({*EntityKind, "entity"})
"""Facets whose values are entities, found by any spelling."""
_FIND: Final = "find-"
"""What stands before a facet's name in the parameter that looks for a value in it."""

_OPENED: Final = "found"
"""The parameter that opens the group of machine-found names beside a facet."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with the values that stand open, those that are hidden, and its search box.

    ``partial`` says that the page does not hold all its values; ``needle`` is what the
    reader looks for in it. ``machine_found`` are the names beside it that no editor has reviewed,
    ``None`` until a reader asks for them.
    """

    facet: Facet
    shown: tuple[FacetValue, ...]
    hidden: tuple[FacetValue, ...] = ()
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


@dataclass(frozen=True, slots=True)
class DateBranch:
    """A year, month or day with the values within it, where the search has counted them."""

    value: FacetValue
    children: tuple[DateBranch, ...] = ()


def facet_views(
    page: ResultPage, parameters: Mapping[str, str], fields: Fields = FIELDS
) -> tuple[FacetView, ...]:
    """Return the listed facets beside the date. ``parameters`` may hold ``find-<facet>``."""
    looked_in = searched_facet(parameters)
    held = VALUES_CROWDED if crowded(page) else VALUES_HELD
    return tuple(
        replace(
            _facet_view(facet, _needle(parameters, facet) if facet.name == looked_in else "", held),
            machine_found=None if facet.machine_found is None else facet.machine_found[:held],
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
        len(facet.values) if facet.name == DATE else min(len(facet.values), VALUES_HELD)
        for facet in page.facets
    )
    return rows * (2 * len(page.state.to_query_string()) + _ROW_BYTES) > _ROOM


def searched_facet(parameters: Mapping[str, str]) -> str | None:
    """Return the name of the facet in which the reader looks for a value: one at a time."""
    for name, value in parameters.items():
        if name.startswith(_FIND) and value.strip():
            return name.removeprefix(_FIND)
    return None


def opened_facet(parameters: Mapping[str, str], fields: Fields = FIELDS) -> str:
    """Return the facet of whose machine-found names the reader opened the group; empty for none."""
    name = parameters.get(_OPENED, "")
    return name if name in fields.facets else ""


def _needle(parameters: Mapping[str, str], facet: Facet) -> str:
    return parameters.get(_FIND + facet.name, "").strip()[:_MAX_NEEDLE]


def _facet_view(facet: Facet, needle: str, held: int) -> FacetView:
    partial = facet.more or len(facet.values) > held
    if needle:
        folded = fold(needle)
        named = keys_named(needle) if facet.name in _ENTITY_FACETS else frozenset()
        found = [
            v
            for v in facet.values
            if folded in fold(v.label) or v.value in named or v.chosen or v.excluded
        ]
        return FacetView(facet, tuple(found[:held]), (), True, partial, needle)
    shown = [
        value
        for number, value in enumerate(facet.values)
        if number < min(VALUES_OPEN, held) or value.chosen or value.excluded
    ]
    hidden = [value for value in facet.values[:held] if value not in shown]
    if len(hidden) < _WORTH_HIDING and not partial:
        shown, hidden = list(facet.values), []
    searchable = len(facet.values) >= SEARCHABLE_FROM
    return FacetView(facet, tuple(shown), tuple(hidden), searchable, partial)


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


def date_facet(page: ResultPage) -> Facet | None:
    """Return the facet of dates, where there is one."""
    return next((f for f in page.facets if f.name == DATE and f.values), None)


def date_context(facet: Facet, state: SearchState, *, crowded: bool = False) -> dict[str, Any]:
    """Return what the template of the facet of dates reads; on a crowded page what is chosen."""
    if crowded:
        facet = _narrowed(facet)
    years = date_tree(facet)
    shown = tuple(year for number, year in enumerate(years) if number < YEARS_OPEN or year.children)
    return {
        "dates": facet,
        "date_bars": () if crowded else date_bars(facet, state),
        "years_shown": shown,
        "years_hidden": tuple(year for year in years if year not in shown),
        "approximate": next((v for v in facet.values if v.value == APPROXIMATE), None),
    }


def _narrowed(facet: Facet) -> Facet:
    """Return the facet of dates with the latest years, what is chosen or excluded, and the way there."""
    touched = [value.value for value in facet.values if value.chosen or value.excluded]
    open_ = [v.value for v in facet.values if column_of_period(v.value) == DATE_YEAR][:YEARS_OPEN]
    kept = tuple(
        value
        for value in facet.values
        if value.value in (*open_, APPROXIMATE)
        or any(f"{other}-".startswith(f"{value.value}-") for other in touched)
    )
    return replace(facet, values=kept)


def date_tree(facet: Facet) -> tuple[DateBranch, ...]:
    """Return years with their months, and months with their days, in the facet's order."""
    return _branches(facet.values, "", DATE_COLUMNS)


def _branches(
    values: tuple[FacetValue, ...], parent: str, columns: Sequence[str]
) -> tuple[DateBranch, ...]:
    """Return the values of the first of ``columns`` that lie in ``parent``, with what is in them."""
    return tuple(
        DateBranch(value, _branches(values, value.value, columns[1:]))
        for value in values
        if columns
        and column_of_period(value.value) == columns[0]
        and value.value.startswith(parent)
    )


def date_bars(facet: Facet, state: SearchState) -> tuple[Bar, ...]:
    """Return the histogram of years, empty ones among them; each bar chooses its year."""
    return year_bars(
        {
            int(value.value): BarCount(
                value.label,
                value.count,
                f"?{state.toggle_facet(DATE, value.value).to_query_string()}",
                value.chosen,
            )
            for value in facet.values
            if column_of_period(value.value) == DATE_YEAR
        }
    )
