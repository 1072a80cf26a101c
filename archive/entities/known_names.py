"""The shipped gazetteer's names alone, for a process that resolves names and reads no articles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive.arabic.word_memory import WordMemory
from archive.entities.gazetteer import GazetteerEntry, name_key, shipped_entries
from archive.entities.spelling import match_form_of
from archive.packed_strings import PackedStrings


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Keys by name: what ``Gazetteer.by_name`` finds, in a tenth of its memory."""

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
