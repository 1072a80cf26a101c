"""The recognisers measured on 139 news articles whose names were judged by reading.

    python -m benchmarks.entities_judged [--each]

Each distinct name counts once an article. A found entity is right where the article has a name
of its kind that is the same thing; anything else that was found is wrong, a place inside another
name and a second entity for one name among them. An entity of an open country («… (الدولة غير
محددة)») counts as a name missed, not as a wrong one. Of the first forty, twenty are to work
with; of the others only the figures are printed. Sixty more were drawn over all outlets and
lengths, half to work with, half measured once when the rules were done; a third draw of 39, over
all outlets and the years not drawn before, was judged before anything read it. How far the
confidence of machine-found names can be trusted is printed of the halves that were not worked with.
The folder of the data is ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from archive.arabic.clitics import spelled_out
from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry, name_key
from archive.entities.gazetteer.state_bodies import OPEN_COUNTRY
from archive.entities.recognition.combined_recogniser import (
    combined_recogniser,
    gazetteer_recogniser,
)
from archive.knowledge.knowledge import OutletRegistry
from archive.records.mentions import (
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
    Recogniser,
)
from benchmarks.entities_gazetteer import ROOT, Score

FOLDER: Final = Path(__file__).parent / "judged_names"
HALVES: Final = ("worked", "held_out", "second_worked", "second_measured", "third_measured")
UNSEEN: Final = ("held_out", "third_measured")
"""Halves whose faults were not read while the rules were made."""
BINS: Final = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
"""The least confidence of each row of the table of reliability."""
LISTED: Final = ("worked", "second_worked", "second_measured")
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


def score_article(
    judged: list[JudgedName], found: list[FoundMention], gazetteer: Gazetteer
) -> dict[EntityKind, Score]:
    """Return by kind how what was found in one article agrees with what is in it."""
    scores = {kind: Score() for kind in EntityKind}
    open_names = list(judged)
    for entity in entities_of(found):
        entry = gazetteer.get(entity.key)
        if entry is not None and entry.name_ar.endswith(OPEN_COUNTRY):
            continue
        same = next((name for name in judged if is_same(name, entity, entry)), None)
        if same is not None and same.is_optional:
            continue
        score = scores[entity.kind]
        score.found += 1
        if same in open_names:
            open_names.remove(same)
            score.right += 1
        else:
            score.wrong.append(f"{entity.key} {' / '.join(sorted(entity.surfaces))}")
    for name in judged:
        if not name.is_optional:
            scores[name.kind].wanted += 1
            if name in open_names:
                scores[name.kind].missed.append(max(name.names, key=len))
    return scores


def score_half(
    articles: dict[int, ArticleText],
    judged: dict[int, list[JudgedName]],
    reader: Recogniser,
    gazetteer: Gazetteer,
) -> dict[str, Score]:
    """Return the scores of one half, by kind and together."""
    scores: dict[str, Score] = defaultdict(Score)
    for number, names in judged.items():
        for kind, score in score_article(
            names, reader.recognise(articles[number]), gazetteer
        ).items():
            for label in (kind.value, "together"):
                scores[label].add(score)
                scores[label].wrong += [f"{number} {each}" for each in score.wrong]
                scores[label].missed += [f"{number} {each}" for each in score.missed]
    return scores


def main() -> None:
    """Print precision and recall by kind; with ``--each`` the faults of the worked half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true", help="list the faults of the worked half")
    options = parser.parse_args()
    report(Path(os.environ.get("KHIZANA_SHARED") or ROOT.parent / "shared"), options.each)


def report(shared: Path, lists_faults: bool) -> None:
    """Print the figures of both halves, and the faults of the worked one if asked."""
    known = gazetteer_recogniser(Corrections())
    readers: tuple[tuple[str, Recogniser], ...] = (
        ("at once", known),
        ("with machine-found", combined_recogniser(Corrections())),
    )
    for half in HALVES:
        judged = read_half(half)
        articles = dict(news_by_number(shared, set(judged)))
        for label, reader in readers:
            scores = score_half(articles, judged, reader, known.gazetteer)
            for kind, score in scores.items():
                print(f"judged articles, {half}, {label}, {kind}  {score}")
            if lists_faults and half in LISTED:
                print("  wrong:", *scores["together"].wrong, sep="\n    ")
                print("  missed:", *scores["together"].missed, sep="\n    ")
    print_reliability(shared, readers[1][1], known.gazetteer)


def print_reliability(shared: Path, reader: Recogniser, gazetteer: Gazetteer) -> None:
    """Print, for each range of confidence, how many of the machine-found names are right."""
    names: list[FoundName] = []
    for half in UNSEEN:
        judged = read_half(half)
        for number, article in news_by_number(shared, set(judged)):
            names += found_names(judged[number], reader.recognise(article), gazetteer)
    for least, below in pairwise((*BINS, 1.01)):
        inside = [name for name in names if least <= name.confidence < below]
        if inside:
            mean = sum(name.confidence for name in inside) / len(inside)
            right = sum(name.is_right for name in inside)
            print(
                f"confidence from {least:.2f}: mean {mean:.3f}, right {right / len(inside):.3f}"
                f"  ({right} of {len(inside)})"
            )


if __name__ == "__main__":
    main()
