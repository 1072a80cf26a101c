"""Names that several things bear, read in their sentences: of how many mentions the right one is meant.

    python -m benchmarks.entities_namesakes

Up to a hundred mentions of each name were drawn from all that the list's recogniser found in the
corpus, and each was read (``judged_names/namesakes.tsv``, facts only). A mention is right where
the recogniser gives the entity that is meant, or none where the list has none. The folder of the
data is ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final, NamedTuple

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from benchmarks.entities_gazetteer import ROOT
from tools.judged_articles import FOLDER, news_by_number

NONE: Final = "-"


class JudgedMention(NamedTuple):
    """A place in a text where a name stands, and the key of what it means there."""

    name: str
    field: str
    start: int
    key: str


def read_mentions() -> dict[int, list[JudgedMention]]:
    """Return the judged mentions of each article, by its number in the corpus."""
    judged: dict[int, list[JudgedMention]] = defaultdict(list)
    for line in (FOLDER / "namesakes.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, number, field, start, key = line.split("\t")
            judged[int(number)].append(JudgedMention(name, field, int(start), key))
    return judged


def main() -> None:
    """Print for each name how many of its mentions are right."""
    shared = Path(os.environ.get("KHIZANA_SHARED") or ROOT.parent / "shared")
    recogniser = gazetteer_recogniser(Corrections())
    judged = read_mentions()
    right: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for number, article in news_by_number(shared, set(judged)):
        found = {(each.field.value, each.start): each.key for each in recogniser.recognise(article)}
        for mention in judged[number]:
            key = found.get((mention.field, mention.start), NONE)
            read[mention.name] += 1
            right[mention.name] += key == mention.key
    for name, number in read.items():
        print(f"{name}  {right[name]} of {number}")


if __name__ == "__main__":
    main()
