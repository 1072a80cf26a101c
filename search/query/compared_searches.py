"""Searches that stand beside each other, as an address states them.

``q`` and ``of`` are repeated, a text and an outlet (its slug, or its name) in turn; every other
parameter narrows all of them alike. A row without a text is everything that its outlet has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

from search.query.facet_parameters import MAX_VALUE_LETTERS, all_values, clean
from search.query.state import SearchState

OF: Final = "of"
"""The parameter that names the outlet of a row."""
_OUTLET: Final = "outlet"
_TEXT: Final = "q"


@dataclass(frozen=True, slots=True)
class ComparedSearch:
    """One row: its text and its outlet as they were typed, and the search that they are.

    ``unknown`` says that no outlet is called so: then the search finds nothing.
    """

    text: str
    outlet: str
    state: SearchState
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class ComparedSearches:
    """The rows, and what narrows all of them. ``cut`` says that there were more rows than shown."""

    rows: tuple[ComparedSearch, ...]
    shared: SearchState
    cut: bool = False

    @property
    def shared_pairs(self) -> list[tuple[str, str]]:
        """What narrows all rows, for hidden inputs; the days and the order left out."""
        without = (_TEXT, "after", "before", "date", "sort", "page")
        return [pair for pair in self.shared.to_pairs() if pair[0] not in without]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the rows and of what narrows them."""
        found = []
        for row in self.rows:
            found += [(_TEXT, row.text), (OF, row.outlet)]
        return [*found, *self.shared_pairs]


def compared_searches(
    parameters: Mapping[str, Any], most: int, outlet_keys: Callable[[str], tuple[str, ...]]
) -> ComparedSearches:
    """Read at most ``most`` rows; ``outlet_keys`` returns the slugs that a name means."""
    shared = SearchState.from_querydict(parameters)
    texts, outlets = all_values(parameters, _TEXT), all_values(parameters, OF)
    typed = [
        (clean(text), clean(outlet)[:MAX_VALUE_LETTERS])
        for text, outlet in zip_longest(texts[: 4 * most], outlets[: 4 * most], fillvalue="")
    ]
    filled = [row for row in typed if any(row)]
    if not filled and (shared.chosen or shared.excluded):
        filled = [("", "")]
    bare = replace(shared, text="", page=1, cut=False)
    rows = tuple(_row(bare, text, outlet, outlet_keys) for text, outlet in filled[:most])
    return ComparedSearches(rows, bare, cut=len(filled) > most or len(texts) > 4 * most)


def _row(
    shared: SearchState, text: str, outlet: str, outlet_keys: Callable[[str], tuple[str, ...]]
) -> ComparedSearch:
    state = shared.with_text(text)
    if not outlet:
        return ComparedSearch(state.text, "", state)
    keys = outlet_keys(outlet)
    narrowed = state.without_facet(_OUTLET).without_excluded(_OUTLET)
    # A name that nothing bears stays in the search, which then finds nothing.
    for key in keys or (outlet,):
        narrowed = narrowed.with_facet(_OUTLET, key)
    return ComparedSearch(state.text, outlet, narrowed, unknown=not keys)
