"""Who wrote an article: the people whom bylines name, where the archive surely knows them.

A byline names a reporter far oftener than the politician or player who is called alike. So a name
means a person of the list only where the list has one person of that name, and has them as a writer
or a journalist; besides, the people whom editors accepted or made. Others stay words of the byline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, name_key
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Article, Authorship, OutboxEntry
from archive.models.insertion import insert_rows
from archive.records.mentions import AliasPolicy, EntityKind

_WRITERS: Final = frozenset({"writer", "journalist"})
"""Sorts of people of the list who write for papers."""
_DIVIDERS: Final = re.compile(r"(?:(?<!\s)\s+)?[-–—:،,/&|()«»\"]\s*")
_FEWEST_WORDS: Final = 2
"""Words of a name that may mean one person."""


def write_authors(
    articles: Sequence[Article], corrections: Corrections, new: Collection[int] = ()
) -> list[int]:
    """Bring the authors of ``articles`` in line with their bylines; return the keys of those that changed.

    ``corrections`` are what editors taught. Those that are ``new`` in this transaction have no
    authors yet. Search is told. Call it within a transaction.
    """
    known = _writers(corrections)
    found = {article.pk: set(_named_in(article.byline, known)) for article in articles}
    entities = EntityLinker().entities_of({key for keys in found.values() for key in keys})
    wanted = {
        (article, entities[key])
        for article, keys in found.items()
        for key in keys & entities.keys()
    }
    rows = Authorship.objects.filter(article__in=found.keys() - set(new)).order_by()
    now = {
        (article, entity): pk
        for pk, article, entity in rows.values_list("pk", "article_id", "entity_id")
    }
    rows.filter(pk__in=[pk for pair, pk in now.items() if pair not in wanted]).delete()
    insert_rows(Authorship, ["article_id", "entity_id"], sorted(wanted - now.keys()))
    changed = sorted({pair[0] for pair in wanted ^ now.keys()})
    OutboxEntry.announce(changed, columns_only=True)
    return changed


def _named_in(byline: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of the people whom a byline names, each part of it a whole name."""
    for part in parts_of(byline):
        if key := known.get(name_key(part)):
            yield key


def parts_of(byline: str) -> Iterator[str]:
    """Yield the parts of a byline that may name a person: those of several words."""
    for part in _DIVIDERS.split(byline) if byline else ():
        if len(part.split()) >= _FEWEST_WORDS:
            yield part


@lru_cache(maxsize=1)
def _writers(corrections: Corrections) -> Mapping[str, str]:
    """Return name → key of the people whom a byline may mean."""
    shipped = Gazetteer.shipped()
    entries = {entry.key: entry for entry in (*shipped, *corrections.entries)}
    named: dict[str, str] = {}
    bearers = Counter[str]()
    for entry in entries.values():
        if entry.kind is EntityKind.PERSON:
            writes = entry.subkind in _WRITERS or shipped.get(entry.key) is None
            for name in _full_names(entry, corrections.suppressed):
                bearers[name] += 1
                if writes:
                    named[name] = entry.key
    return {name: key for name, key in named.items() if bearers[name] == 1}


def _full_names(entry: GazetteerEntry, suppressed: Collection[tuple[str, str]]) -> set[str]:
    """Return the names of several words by which the entry is known wherever they stand."""
    return {
        name_key(rule.text)
        for rule in entry.aliases
        if rule.policy is AliasPolicy.ALWAYS
        and len(rule.text.split()) >= _FEWEST_WORDS
        and (rule.text, entry.key) not in suppressed
    }
