"""The values of facets as an address states them: chosen ones, excluded ones, and how many are read.

Every link of a page of results repeats the whole state, so that what an address may hold decides
how large the page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from search.fields import Fields

EXCLUDING: Final = "not-"
"""Before the name of a facet: its value is excluded."""
MAX_VALUES: Final = 24
"""Values of all facets together, chosen and excluded, that are read."""
MAX_VALUE_LETTERS: Final = 200
"""Letters of a facet's value that are read."""
MAX_VALUES_LETTERS: Final = 1000
"""Letters of all values together that are read: as many as of a search text."""
_UNSAFE: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]+")

Values = Mapping[str, tuple[str, ...]]
"""Facet → its values."""


class FacetValues(NamedTuple):
    """The values of each facet, each once and in order; ``cut`` says that there were more."""

    chosen: Values
    excluded: Values
    cut: bool


def clean(text: str) -> str:
    """Return ``text`` without control characters, lone surrogates and outer space."""
    return _UNSAFE.sub("", text).strip()


def all_values(parameters: Mapping[str, Any], name: str) -> list[str]:
    """Return every value of a parameter of a ``QueryDict`` or a plain mapping."""
    getlist = getattr(parameters, "getlist", None)
    found = getlist(name) if getlist is not None else parameters.get(name, ())
    if isinstance(found, str):
        found = (found,)
    return [str(value) for value in found] if isinstance(found, Iterable) else [str(found)]


def read_facet_values(parameters: Mapping[str, Any], fields: Fields) -> FacetValues:
    """Return the values that an address states, without the impossible ones.

    A value that is chosen too is not excluded.
    """
    room = _Room()
    chosen = _named(parameters, "", fields, room)
    return FacetValues(chosen, _named(parameters, EXCLUDING, fields, room, chosen), room.cut)


class _Room:
    """What is left of the values and letters that are read."""

    def __init__(self) -> None:
        self.values = MAX_VALUES
        self.letters = MAX_VALUES_LETTERS
        self.cut = False

    def takes(self, value: str) -> bool:
        """Return whether ``value`` is read; then there is less room for others."""
        if self.values < 1 or len(value) > self.letters:
            self.cut = True
            return False
        self.values -= 1
        self.letters -= len(value)
        return True


def _named(
    parameters: Mapping[str, Any],
    prefix: str,
    fields: Fields,
    room: _Room,
    others: Values | None = None,
) -> dict[str, tuple[str, ...]]:
    read = {}
    for name in fields.facet_parameters:
        accepts = fields.facets[name].accepts
        taken = others.get(name, ()) if others else ()
        cleaned = (
            clean(value[: 2 * MAX_VALUE_LETTERS])[:MAX_VALUE_LETTERS].rstrip()
            for value in all_values(parameters, prefix + name)
        )
        possible = (value for value in cleaned if accepts(value) and value not in taken)
        kept = tuple(value for value in dict.fromkeys(possible) if room.takes(value))
        if kept:
            read[name] = kept
    return read
