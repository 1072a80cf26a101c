"""Bodies that many states have: each country's own, and the one of a country left open.

«وزارة الداخلية» names a body and no state. Two tables are multiplied: ``state_bodies.tsv`` (the
bodies) by ``nationalities.tsv`` (the countries). What another file already names is that file's.
The article tells which country is meant (``recognition.body_country``); where it does not, the
mention is of an entity of its own, «وزارة الداخلية (الدولة غير محددة)».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from archive.arabic.letters import TEH_MARBUTA
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, GazetteerError
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.records.mentions import AliasPolicy, EntityKind

OPEN_COUNTRY: Final = "(الدولة غير محددة)"
"""Ends the name of a body whose country is not known."""
OPEN_COUNTRY_EN: Final = "(country not known)"
OPEN_KEY: Final = "org-open-"
"""Begins the key of a body whose country is not known."""

_FEMININE: Final = ("القوات", "قوات")
"""First words of bodies that take a feminine adjective without ending in teh marbuta."""


class Nationality(NamedTuple):
    """A country's entity key, its ISO 3166-1 code, and its definite adjectives."""

    country: str
    code: str
    masculine: str
    name_en: str

    @property
    def feminine(self) -> str:
        """The adjective of a feminine noun: of «الكوري الشمالي» each word takes the ending."""
        return " ".join(word + TEH_MARBUTA for word in self.masculine.split())


class StateBody(NamedTuple):
    """A kind of body: the end of its keys, its subkind, its Arabic names, its English name."""

    stem: str
    subkind: str
    names: tuple[str, ...]
    name_en: str


@cache
def nationalities() -> tuple[Nationality, ...]:
    """Return the countries of ``nationalities.tsv``; read once."""
    return tuple(Nationality(*cells) for cells in _rows("nationalities.tsv"))


@cache
def country_keys() -> dict[str, str]:
    """Return the entity key of each country by its ISO 3166-1 alpha-2 code."""
    return {nationality.code: nationality.country for nationality in nationalities()}


@cache
def bodies() -> tuple[StateBody, ...]:
    """Return the bodies of ``state_bodies.tsv``; read once."""
    return tuple(
        StateBody(stem, subkind, tuple(names.split("|")), name_en)
        for stem, subkind, names, name_en in _rows("state_bodies.tsv")
    )


def state_bodies(known: Iterable[GazetteerEntry]) -> Iterator[GazetteerEntry]:
    """Yield each country's body that ``known`` does not name yet, then the bodies left open."""
    taken = {
        name
        for entry in known
        if entry.kind is EntityKind.ORGANISATION and entry.parent
        for name in entry.names()
    }
    for nationality in nationalities():
        for body in bodies():
            entry = _of_country(body, nationality)
            if taken.isdisjoint(entry.names()):
                yield entry
    yield from map(_open, bodies())


def _of_country(body: StateBody, nationality: Nationality) -> GazetteerEntry:
    names = [name_of(name, nationality) for name in body.names]
    name_en = body.name_en.format(nationality.name_en)
    return GazetteerEntry(
        key=f"org-{nationality.code.lower()}-{body.stem}",
        kind=EntityKind.ORGANISATION,
        name_ar=names[0],
        name_en=name_en,
        aliases=(*map(AliasRule, names), AliasRule(name_en, AliasPolicy.NEVER)),
        subkind=body.subkind,
        parent=nationality.country,
        is_made=True,
    )


def _open(body: StateBody) -> GazetteerEntry:
    return GazetteerEntry(
        key=f"{OPEN_KEY}{body.stem}",
        kind=EntityKind.ORGANISATION,
        name_ar=f"{body.names[0]} {OPEN_COUNTRY}",
        name_en=f"{body.name_en.format('').strip()} {OPEN_COUNTRY_EN}",
        aliases=tuple(map(AliasRule, body.names)),
        subkind=body.subkind,
        is_made=True,
    )


def name_of(body: str, nationality: Nationality) -> str:
    """Return what a body is called with its country: «وزارة العدل» is «وزارة العدل السورية»."""
    return f"{body} {nationality.feminine if is_feminine(body) else nationality.masculine}"


def is_feminine(name: str) -> bool:
    """Return whether the body's first word takes a feminine adjective."""
    first = name.split()[0]
    return first.endswith(TEH_MARBUTA) or first in _FEMININE


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("archive") / "data" / "gazetteer" / name).read_text(encoding="utf-8")
    return rows_of(text, name)


def rows_of(text: str, name: str) -> Iterator[list[str]]:
    """Yield the four cells of each line of a table; ``name`` is that of its file.

    Raises ``GazetteerError`` naming the file and the line where one has not four filled cells.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != len(StateBody._fields) or not all(cells):
                raise GazetteerError(f"{name}, line {number}: not four filled columns")
            yield cells
