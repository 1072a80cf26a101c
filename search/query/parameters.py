"""Reading the parameters of a URL: what makes no sense in them is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from archive.records.documents import DateBasis
from search.query.periods import read_period

FACETS: tuple[str, ...] = (
    "date",
    "basis",
    "outlet",
    "person",
    "organisation",
    "place",
    "entity",
    "section",
    "language",
    "keyword",
)
"""Facet names as they stand in URLs; ``entity`` holds the three kinds together.

``date`` takes ``2024``, ``2024-03``, ``2024-03-05`` or ``approximate``; ``outlet`` a slug;
the entity facets an entity's key; ``basis`` a ``DateBasis``; the rest their own words.
"""

APPROXIMATE: Final = "approximate"
EXCLUDING: Final = "not-"
MAX_TEXT: Final = 1000
"""Letters of a search text that are read; the rest is cut, and ``SearchState.cut`` says so."""
MAX_VALUES: Final = 50
MAX_VALUE: Final = 200
MAX_PAGE_DIGITS: Final = 6

_UNSAFE: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]+")
_DATE_VALUE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

_BASES: Final = frozenset(basis.value for basis in DateBasis)
_Choice = TypeVar("_Choice", bound=StrEnum)


def clean(text: str) -> str:
    """Return ``text`` without control characters, lone surrogates and outer space."""
    return _UNSAFE.sub("", text).strip()


def _all(parameters: Mapping[str, Any], name: str) -> list[str]:
    getlist = getattr(parameters, "getlist", None)
    found = getlist(name) if getlist is not None else parameters.get(name, ())
    if isinstance(found, str):
        found = (found,)
    return [str(value) for value in found] if isinstance(found, Iterable) else [str(found)]


def last(parameters: Mapping[str, Any], name: str) -> str:
    """Return the last value of a parameter, empty where there is none."""
    found = _all(parameters, name)
    return found[-1].strip() if found else ""


def choice(choices: type[_Choice], value: str, default: _Choice) -> _Choice:
    """Return the member that ``value`` names, else ``default``."""
    try:
        return choices(value)
    except ValueError:
        return default


def page(value: str) -> int:
    """Return the number of a page, in digits of any script; the first where it is none."""
    readable = value.isdecimal() and len(value) <= MAX_PAGE_DIGITS
    return max(int(value), 1) if readable else 1


def facet_values(parameters: Mapping[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet, each once and in order, without the impossible ones."""
    read = {}
    for name in FACETS:
        cleaned = (clean(value)[:MAX_VALUE].rstrip() for value in _all(parameters, prefix + name))
        kept = tuple(dict.fromkeys(value for value in cleaned if possible(name, value)))
        if kept:
            read[name] = kept[:MAX_VALUES]
    return read


def possible(name: str, value: str) -> bool:
    """Return whether a facet can have ``value`` at all."""
    if name == "date":
        return value == APPROXIMATE or _is_date(value)
    if name == "basis":
        return value in _BASES
    return bool(value)


def _is_date(value: str) -> bool:
    period = read_period(value) if _DATE_VALUE.fullmatch(value) else None
    return period is not None and not period.repaired
