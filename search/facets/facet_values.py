"""Values of facets between keys and names: labels for readers, keys for what they type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from search.facets.date_facet import DATE, date_labels
from search.fields import FIELDS, Fields

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
