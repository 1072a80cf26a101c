"""The places that news is dated from, read from the gazetteer's files without all the rest.

Of its 33,000 rows a tenth are countries, cities and towns; a load that names no entities needs
no other, and reading them all takes longer than reading a hundred pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold_words
from archive.entities.gazetteer.name_spellings import parse_alias, parse_aliases
from archive.records.mentions import AliasPolicy, EntityKind

_LISTED: Final = "dateline_places.txt"
"""The data file of places that the gazetteer does not have, or only as doubtful names."""
_FILES: Final = ("countries.tsv", "places.tsv", "districts.tsv", "cities.tsv")
_KINDS: Final = frozenset({"capital", "city", "town", "country"})
_SAID_FIRST: Final = 6
"""Columns of a row up to its spellings: key, kind, subkind, name, English name, spellings."""


@cache
def dateline_places() -> frozenset[str]:
    """Return the names of places that news is dated from, folded.

    A name that may be another word counts only where it is listed.
    """
    return folded_list(_LISTED).union(fold_words(list(_names())))


def _names() -> Iterator[str]:
    folder = files("archive") / "data" / "gazetteer"
    for name in _FILES:
        for row in (folder / name).read_text(encoding="utf-8").splitlines():
            if row.startswith("#"):
                continue
            cells = row.split("\t", _SAID_FIRST)
            if len(cells) < _SAID_FIRST or cells[1] != EntityKind.PLACE or cells[2] not in _KINDS:
                continue
            for alias in (parse_alias(cells[3]), *parse_aliases(cells[5])):
                if alias.policy is AliasPolicy.ALWAYS:
                    yield alias.text
