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
import os
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Final

from archive.entities.gazetteer.gazetteer import Corrections, Gazetteer
from archive.entities.gazetteer.state_bodies import OPEN_COUNTRY
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.records.mentions import (
    ArticleText,
    EntityKind,
    FoundMention,
    Recogniser,
)
from benchmarks.entities_gazetteer import ROOT, Score
from tools.judged_articles import (
    WORKED,
    FoundName,
    JudgedName,
    entities_of,
    found_names,
    is_same,
    news_by_number,
    read_half,
)

HALVES: Final = ("worked", "held_out", "second_worked", "second_measured", "third_measured")
UNSEEN: Final = ("held_out", "third_measured")
"""Halves whose faults were not read while the rules were made."""
BINS: Final = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
"""The least confidence of each row of the table of reliability."""


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
            if lists_faults and half in WORKED:
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
