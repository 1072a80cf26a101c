"""News articles whose names were judged by reading: facts only, by the article's number.

The files are ``benchmarks/judged_names/*.tsv``; the articles stand in the folder of data.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from archive.arabic.clitics import spelled_out
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, name_key
from archive.knowledge.knowledge import OutletRegistry
from archive.records.mentions import ArticleText, EntityKind, FoundMention, MentionMethod

FOLDER: Final = Path(__file__).parents[1] / "benchmarks" / "judged_names"
WORKED: Final = ("worked", "second_worked", "second_measured")
"""Halves whose faults may be read: the second draw's measured half was measured once before."""
_ANY_KEY: Final = "-"
_OF_PARENT: Final = "@"


class JudgedName(NamedTuple):
    """A name that an article holds: its kind, the list's key for it (or what stands for one),
    its spellings as names are compared, and whether it may be found or not."""

    kind: EntityKind
    key: str
    names: frozenset[str]
    is_optional: bool


@dataclass(slots=True)
class FoundEntity:
    """What a recogniser found: kind, key, and every spelling it has in the article."""

    kind: EntityKind
    key: str
    surfaces: set[str]


def read_half(half: str) -> dict[int, list[JudgedName]]:
    """Return the judged names of each article of one half, by its number in the corpus."""
    judged: dict[int, list[JudgedName]] = {}
    for line in (FOLDER / f"{half}.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("# articles: "):
            judged = {int(number): [] for number in line.removeprefix("# articles: ").split()}
        elif not line.startswith("#"):
            number, kind, key, names = line.split("\t")
            spellings = frozenset(name_key(name) for name in names.split("|"))
            judged[int(number)].append(
                JudgedName(EntityKind(kind.lstrip("?")), key, spellings, kind.startswith("?"))
            )
    return judged


def news_by_number(shared: Path, wanted: set[int]) -> Iterator[tuple[int, ArticleText]]:
    """Yield the articles of these numbers, counted from 0, in the corpus's order."""
    with gzip.open(shared / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number in wanted:
                yield number, article_of(json.loads(line))


def article_of(record: dict[str, Any]) -> ArticleText:
    """Return what is read for names of one line of the corpus, with its outlet."""
    outlet = OutletRegistry.shipped().by_domain(urlsplit(record["url"]).hostname or "")
    return ArticleText(
        record["title"] or "",
        "",
        record["text"],
        outlet.name_ar if outlet else "",
        outlet.country if outlet else "",
    )


def entities_of(found: list[FoundMention]) -> list[FoundEntity]:
    """Return the distinct entities of an article's mentions."""
    entities: dict[str, FoundEntity] = {}
    for mention in found:
        entity = entities.setdefault(mention.key, FoundEntity(mention.kind, mention.key, set()))
        entity.surfaces.add(name_key(spelled_out(mention.surface, mention.clitic)))
        entity.surfaces.add(name_key(mention.surface))
    return list(entities.values())


def is_same(judged: JudgedName, entity: FoundEntity, entry: GazetteerEntry | None) -> bool:
    """Return whether ``entity``, with its ``entry`` of the list, is the judged thing."""
    if judged.kind is not entity.kind:
        return False
    if entry is None:
        return not judged.names.isdisjoint(entity.surfaces)
    if judged.key.startswith(_OF_PARENT):
        parent = judged.key.removeprefix(_OF_PARENT)
        return entry.parent == parent and not judged.names.isdisjoint(entity.surfaces)
    if judged.key != _ANY_KEY:
        return entry.key == judged.key
    return not judged.names.isdisjoint(entry.names())


class FoundName(NamedTuple):
    """A machine-found name of a judged article: its kind, how sure the recogniser is of its surest
    mention, and whether the article has it."""

    kind: EntityKind
    confidence: float
    is_right: bool


def found_names(
    judged: list[JudgedName], found: list[FoundMention], gazetteer: Gazetteer
) -> Iterator[FoundName]:
    """Yield the names of one article that no list gave; those that may be found or not are none."""
    machine = [mention for mention in found if mention.method is MentionMethod.CRF]
    for entity in entities_of(machine):
        entry = gazetteer.get(entity.key)
        same = next((name for name in judged if is_same(name, entity, entry)), None)
        if same is None or not same.is_optional:
            confidence = max(each.confidence for each in machine if each.key == entity.key)
            yield FoundName(entity.kind, confidence, same is not None)
