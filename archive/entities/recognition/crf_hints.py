"""The known names that a model was trained with, which it goes on seeing as hints.

A model weighs the list of names as it was in training. The list grows; if the model saw the new
one, an editor's or a colleague's row would change what it finds in texts that hold no such name.
So the spellings are kept beside the model: an entity a line, its kind and its spellings with the
signs of their policies, as in the gazetteer's files.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon
from archive.entities.gazetteer.name_spellings import POLICY_SIGNS, parse_aliases
from archive.records.mentions import AliasPolicy, EntityKind

HINTS_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "recogniser" / "hints.txt.gz"
HEADER: Final = """Names of the gazetteer with which the model beside this file was trained.
source: the files of archive/data/gazetteer at that time; their sources stand at their heads
licence: that of each of those files"""

_SIGNS: Final = {policy: sign for sign, policy in POLICY_SIGNS.items()}


def hints_to_bytes(entries: Iterable[GazetteerEntry]) -> bytes:
    """Return the file of these entries' spellings: the same bytes for the same entries."""
    lines = [f"# {line}" for line in HEADER.splitlines()]
    for entry in entries:
        spellings = [
            f"{_SIGNS.get(rule.policy, '')}{rule.text}"
            for rule in entry.aliases
            if rule.policy is not AliasPolicy.NEVER
        ]
        if spellings:
            lines.append(f"{entry.kind}\t{'|'.join(spellings)}")
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


def read_hints(data: bytes) -> Iterator[GazetteerEntry]:
    """Yield an entry for each line; its key is its number."""
    for number, line in enumerate(gzip.decompress(data).decode("utf-8").splitlines()):
        if not line.startswith("#"):
            kind, _, spellings = line.partition("\t")
            rules = parse_aliases(spellings)
            yield GazetteerEntry(str(number), EntityKind(kind), rules[0].text, aliases=rules)


@cache
def shipped_lexicon() -> Lexicon:
    """Return the spellings that the shipped model was trained with; read once, at first use."""
    return Lexicon(read_hints(HINTS_FILE.read_bytes()))
