"""The gazetteer: known people, organisations and places, with their spellings.

Each file of ``archive/data/gazetteer`` is a table of tab-separated columns with its source and
licence in the comment lines at its head:

``key  kind  subkind  name_ar  name_en  aliases  wikidata  parent  relations``

``name_ar`` may carry a policy sign like any alias (see ``name_spellings``); ``relations`` are
``type:key`` parted by ``|``. Where two files hold one key, the file named first in ``FILES`` is
believed.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from archive.arabic.frequencies import WordMemory
from archive.cycle_collection import without_cycle_collection
from archive.entities.gazetteer.biographies import biographies
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, GazetteerError, name_key
from archive.entities.gazetteer.name_spellings import (
    AliasRule,
    match_form_of,
    parse_alias,
    parse_aliases,
    plain_name,
)
from archive.entities.gazetteer.row_checks import check_cells, check_spelling
from archive.entities.gazetteer.state_bodies import state_bodies
from archive.packed_strings import PackedStrings
from archive.records.mentions import AliasPolicy, EntityKind, RelationKind

FILES: Final = (
    "countries.tsv",
    "places.tsv",
    "sites.tsv",
    "organisations.tsv",
    "states.tsv",
    "clubs.tsv",
    "outlets.tsv",
    "people.tsv",
    "districts.tsv",
    "cities.tsv",
)
"""Most prominent first: of two entities with one name, the earlier is the likelier."""

MINOR_FILES: Final = ("districts.tsv", "cities.tsv")
"""The big lists of places, most of which no article ever names."""

COLUMNS: Final = 9


class Gazetteer:
    """Entries by key and by name. Of entries with one key the first stays."""

    def __init__(self, entries: Iterable[GazetteerEntry]) -> None:
        self._entries: dict[str, GazetteerEntry] = {}
        for entry in entries:
            self._entries.setdefault(entry.key, entry)
        self._names: dict[str, list[GazetteerEntry]] | None = None

    @staticmethod
    def shipped() -> Gazetteer:
        """Return the gazetteer that comes with the archive; read once, at first use."""
        return _shipped()

    def get(self, key: str) -> GazetteerEntry | None:
        """Return the entry with ``key``, or None."""
        return self._entries.get(key)

    def by_name(self, text: str) -> list[GazetteerEntry]:
        """Return the entries that ``text`` names, Arabic or Latin, most prominent first.

        Spelling is compared folded; policies play no part here.
        """
        if self._names is None:
            self._names = self._name_table()
        return list(self._names.get(name_key(text), ()))

    def _name_table(self) -> dict[str, list[GazetteerEntry]]:
        table: dict[str, list[GazetteerEntry]] = {}
        for entry in self:
            for name in entry.names():
                table.setdefault(name, []).append(entry)
        return table

    def __iter__(self) -> Iterator[GazetteerEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)


@cache
def _shipped() -> Gazetteer:
    with without_cycle_collection():
        return Gazetteer(shipped_entries())


@dataclass(frozen=True, slots=True)
class Corrections:
    """What editors changed of the gazetteer: entries of theirs, and spellings that never match.

    ``suppressed`` holds (spelling, key) pairs. Two corrections are equal when their
    fingerprints are: comparing thousands of entries would cost more than reading them.
    """

    entries: tuple[GazetteerEntry, ...] = field(default=(), compare=False)
    suppressed: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        content = repr((self.entries, sorted(self.suppressed)))
        object.__setattr__(self, "fingerprint", hashlib.sha256(content.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Keys by name: what ``Gazetteer.by_name`` finds, in a tenth of its memory.

    For a process that resolves names and reads no articles.
    """

    _names: PackedStrings
    """Sorted; a name that two entities share stands twice, the more prominent one's first."""
    _entities: PackedStrings
    """Kind and key of the entity that each of the names belongs to."""

    @classmethod
    @cache
    def shipped(cls) -> KnownNames:
        """Return the names of the gazetteer that comes with the archive; read once."""
        return cls.of(shipped_entries())

    @classmethod
    def of(cls, entries: Iterable[GazetteerEntry]) -> KnownNames:
        """Return the names of ``entries``, the most prominent of which come first."""
        names: list[str] = []
        entities: list[str] = []
        known: set[str] = set()
        forms = WordMemory(match_form_of)
        for entry in entries:
            if entry.key not in known:
                known.add(entry.key)
                own = list(entry.names(forms))
                names += own
                entities += [f"{entry.kind} {entry.key}"] * len(own)
        order = sorted(range(len(names)), key=names.__getitem__)
        return cls(
            PackedStrings(names[place] for place in order),
            PackedStrings(entities[place] for place in order),
        )

    def keys(self, text: str, kind: str | None = None) -> Iterator[str]:
        """Yield the keys of what ``text`` names, Arabic or Latin, the most prominent first.

        Spelling is compared folded. With ``kind``, of entities of that kind alone.
        """
        wanted = name_key(text)
        place = bisect_left(self._names, wanted)
        while place < len(self._names) and self._names[place] == wanted:
            its_kind, _, key = self._entities[place].partition(" ")
            if kind in (None, its_kind):
                yield key
            place += 1

    def keys_with(self, part: str) -> Iterator[str]:
        """Yield the keys of what has a name with words that begin as ``part`` does, folded alike."""
        wanted = name_key(part)
        for place in self._names.places_holding(wanted) if wanted else ():
            if f" {wanted}" in f" {self._names[place]}":
                yield self._entities[place].partition(" ")[2]


def shipped_entries() -> Iterator[GazetteerEntry]:
    """Yield the entries of all files, the most prominent file first; a key may come again.

    A broken row stops it, in the table of biographies as well.
    """
    biographies()
    folder = files("archive") / "data" / "gazetteer"
    organs: list[GazetteerEntry] = []
    for name in FILES:
        for entry in read_entries(folder / name, is_minor=name in MINOR_FILES):
            if entry.kind is EntityKind.ORGANISATION:
                organs.append(entry)
            yield entry
    yield from state_bodies(organs)


def read_entries(file: Traversable, *, is_minor: bool = False) -> Iterator[GazetteerEntry]:
    """Yield the entries of one gazetteer file.

    Raises ``GazetteerError`` naming the file, the line and the reason where a row has not nine
    columns, an unknown kind (of entity or relation), a key that came before, or another fault
    that ``row_checks`` knows.
    """
    lines: dict[str, int] = {}
    with file.open(encoding="utf-8") as rows:
        for number, row in enumerate(rows, 1):
            line = row.removesuffix("\n")
            if not line or line.startswith("#"):
                continue
            try:
                entry = _entry(line.split("\t"), is_minor)
                if entry.key in lines:
                    raise ValueError(f"the key {entry.key} is that of line {lines[entry.key]}")
            except ValueError as error:
                raise GazetteerError(f"{file.name}, line {number}: {error}") from error
            lines[entry.key] = number
            yield entry


def _entry(cells: list[str], is_minor: bool) -> GazetteerEntry:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
    key, kind, subkind, name, name_en, aliases, wikidata, parent, relations = cells
    check_cells(cells)
    rule = parse_alias(name)
    rules = (rule, *parse_aliases(aliases), *_latin(name_en))
    for spelling in rules:
        check_spelling(spelling)
    return GazetteerEntry(
        key=key,
        kind=EntityKind(kind),
        name_ar=rule.text,
        name_en=name_en,
        aliases=rules,
        subkind=subkind,
        wikidata=wikidata or None,
        parent=parent or None,
        relations=tuple(_relation(cell) for cell in relations.split("|") if cell),
        is_minor=is_minor,
    )


def _latin(name_en: str) -> tuple[AliasRule, ...]:
    return (AliasRule(name_en, AliasPolicy.NEVER),) if name_en else ()


def _relation(cell: str) -> tuple[RelationKind, str]:
    relation, separator, key = cell.partition(":")
    if not separator:
        raise ValueError(f"no key in relation {cell!r}")
    return RelationKind(relation), key


def new_key(name: str, kind: str) -> str:
    """Return the key of an entity that no gazetteer knows: the same however its name is spelt.

    The habits of spelling that names are matched by are one here too: عبد الله and عبدالله.
    """
    return f"{kind}-{hashlib.sha256(plain_name(name).encode()).hexdigest()[:10]}"
