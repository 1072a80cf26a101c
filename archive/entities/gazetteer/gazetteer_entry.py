"""One entry of the gazetteer: a canonical entity with all its spellings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.entities.gazetteer.name_spellings import MATCH_FORMS, AliasRule, alias_words
from archive.errors import ArchiveError
from archive.records.mentions import EntityKind, RelationKind


class GazetteerError(ArchiveError):
    """A gazetteer file that can't be read as one."""


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One canonical entity.

    ``key`` is stable, ASCII and fit for a URL: a Wikidata id where that is sure, else a
    readable slug. ``subkind`` is the sort of place, organisation or person (city,
    party, politician…). ``aliases`` hold every spelling that may be matched, the
    canonical name first. ``is_minor`` marks a town of the big lists, which is believed only
    where its country is named; ``is_made`` an entry that stands in no file and was made from a
    table. ``relations`` are pairs of what the entity is to another, and the
    other's key.
    """

    key: str
    kind: EntityKind
    name_ar: str
    name_en: str = ""
    aliases: tuple[AliasRule, ...] = ()
    subkind: str = ""
    wikidata: str | None = None
    parent: str | None = None
    relations: tuple[tuple[RelationKind, str], ...] = ()
    is_minor: bool = False
    is_made: bool = False

    def names(self, forms: Mapping[str, str] = MATCH_FORMS) -> Iterator[str]:
        """Yield every name of the entity as names are compared (``name_key``), each once."""
        texts = (self.name_ar, self.name_en, *(rule.text for rule in self.aliases))
        yield from filter(None, dict.fromkeys(name_key(text, forms) for text in texts))


def name_key(text: str, forms: Mapping[str, str] = MATCH_FORMS) -> str:
    """Return the words of ``text`` as names are compared, parted by single spaces."""
    return " ".join(alias_words(text, forms))
