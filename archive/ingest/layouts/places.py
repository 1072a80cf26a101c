"""Places that news is dated from: those of a list, and the cities that the gazetteer is sure of."""

from __future__ import annotations

from functools import cache
from typing import Final

from archive.arabic.normalize import fold, fold_words
from archive.entities.aliases import AliasPolicy
from archive.entities.gazetteer import Gazetteer
from archive.entities.mentions import EntityKind
from archive.ingest.layouts.wordlist import folded_list

_LIST: Final = "dateline_places.txt"
_KINDS: Final = frozenset({"capital", "city", "town", "country"})


@cache
def dateline_places() -> frozenset[str]:
    """Return their names, folded. A name that may be another word counts only where listed."""
    names = [
        alias.text
        for entry in Gazetteer.shipped()
        if entry.kind is EntityKind.PLACE and entry.subkind in _KINDS
        for alias in entry.aliases
        if alias.policy is AliasPolicy.ALWAYS
    ]
    return folded_list(_LIST).union(fold_words(names))


def is_place(text: str) -> bool:
    """Whether ``text``, whole, is such a place."""
    return fold(text).strip() in dateline_places()
