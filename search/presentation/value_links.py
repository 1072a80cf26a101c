"""The links of a facet's values: each chooses or excludes one, beside what is chosen already."""

from __future__ import annotations

from typing import Final

from archive.models.page_paths import page_path
from search.presentation.links import search_address
from search.query.facet_parameters import EXCLUDING
from search.query.state import SearchState, quoted

_ANY: Final = "\0"
"""Stands for the value: no value of a search holds it."""


class ValueLinks:
    """The addresses that choose, exclude or let go of the values of one facet.

    They are those of ``SearchState``. A page has a hundred of them, which differ in one value: what
    stands before and behind it is written once.
    """

    def __init__(self, state: SearchState, facet: str) -> None:
        self._state: Final = state
        self._facet: Final = facet
        self._touched: Final = frozenset(state.touched(facet))
        self._chosen: Final = _around(state.with_facet(facet, _ANY), facet)
        self._excluded: Final = _around(state.with_excluded(facet, _ANY), EXCLUDING + facet)

    def choose(self, value: str) -> str:
        """Return the search with the value chosen, or without it where it is chosen."""
        if value in self._touched:
            return search_address(self._state.toggle_facet(self._facet, value))
        before, after = self._chosen
        return f"{before}{quoted(value)}{after}"

    def exclude(self, value: str) -> str:
        """Return the search without the articles that have the value, or with them again."""
        if value in self._state.excluded.get(self._facet, ()):
            return search_address(self._state.without_excluded(self._facet, value))
        if value in self._touched:
            return search_address(self._state.with_excluded(self._facet, value))
        before, after = self._excluded
        return f"{before}{quoted(value)}{after}"


def _around(state: SearchState, name: str) -> tuple[str, str]:
    """Return what stands before and behind the value ``_ANY`` of a parameter."""
    pairs = state.to_pairs()
    place = pairs.index((name, _ANY))
    before, after = (
        "".join(f"{key}={quoted(value)}&" for key, value in pairs[:place]),
        "".join(f"&{key}={quoted(value)}" for key, value in pairs[place + 1 :]),
    )
    return f"{page_path('search')}?{before}{name}=", after
