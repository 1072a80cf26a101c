"""What the list says of its best-known people: when they lived, and who they are in a few words.

``archive/data/gazetteer/biographies.tsv`` has a row for each, with its source, its licence and the
time of its offices at its head:

``key  born  died  description_ar  description_en``

What is not surely known is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from archive.entities.gazetteer.gazetteer_entry import GazetteerError

FILE: Final = "biographies.tsv"
_YEAR: Final = re.compile("[1-9][0-9]{2,3}")
_LONGEST_LIFE: Final = 120


class Biography(NamedTuple):
    """A person's years of birth and death (Gregorian; None where not known) and description."""

    born: int | None
    died: int | None
    description_ar: str
    description_en: str


@cache
def biographies() -> Mapping[str, Biography]:
    """Return the shipped biographies by the person's key; read once.

    Raises ``GazetteerError`` naming the file, the line and the reason where a row is broken.
    """
    text = (files("archive") / "data" / "gazetteer" / FILE).read_text(encoding="utf-8")
    return biographies_in(text)


def biographies_in(text: str) -> Mapping[str, Biography]:
    """Return the biographies of a table in the format of the shipped one."""
    found: dict[str, Biography] = {}
    for number, line in _rows(text):
        try:
            key, biography = _biography(line.split("\t"))
            if key in found:
                raise ValueError(f"{key} came before")
        except ValueError as error:
            raise GazetteerError(f"{FILE}, line {number}: {error}") from None
        found[key] = biography
    return found


def _rows(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            yield number, line


def _biography(cells: list[str]) -> tuple[str, Biography]:
    if len(cells) != len(Biography._fields) + 1:
        raise ValueError(f"{len(cells)} columns and not {len(Biography._fields) + 1}")
    for cell in cells:
        if cell != cell.strip():
            raise ValueError(f"blanks around {cell.strip()!r}")
    key, born, died, arabic, english = cells
    if not key:
        raise ValueError("no key")
    if bool(arabic) != bool(english):
        raise ValueError("a description in one language only")
    biography = Biography(_year(born), _year(died), arabic, english)
    if not any(biography):
        raise ValueError(f"nothing is said of {key}")
    years = (biography.died or 0) - (biography.born or 0)
    if biography.born and biography.died and not 0 <= years <= _LONGEST_LIFE:
        raise ValueError(f"nobody lives from {born} to {died}")
    return key, biography


def _year(cell: str) -> int | None:
    if cell and not _YEAR.fullmatch(cell):
        raise ValueError(f"{cell!r} is no year")
    return int(cell) if cell else None
