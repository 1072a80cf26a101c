"""How much of a short line is names of persons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.word_lists import STOP_WORDS
from archive.ingest.parsing.folded_patterns import compile_folded


@cache
def _person_names() -> frozenset[str]:
    folder = Path(__file__).resolve().parents[2] / "data" / "names"
    files = (folder / name for name in ("person_names.tsv", "given_names.txt"))
    rows = (row for path in files for row in path.read_text(encoding="utf-8").splitlines())
    return frozenset(fold(row.split("\t", 1)[0].strip()) for row in rows if row[:1] != "#")


_RARE: Final = 300
"""Occurrences in the shipped table below which a word is rare."""
_VERY_RARE: Final = 30
"""Occurrences below which it is rare whatever its form."""
_LONGEST_NAMED: Final = 8
"""Words of a line of which it is asked whether they are names."""
_LONGEST_NAME: Final = 5
"""Words of a person's name before a text."""
_REMEMBERED: Final = 4096
"""Rows of words: several rules ask of the same ones."""

_TITLES: Final = compile_folded(
    r"^(?:ا|د|م|أ\.د|دكتور|الدكتور|دكتورة|الدكتورة|الاستاذ|استاذ|المهندس|الشيخ|الاب|القس|المحامي|المؤرخ|اللواء|العميد|السيد|السيدة|الكاتب|الصحفي|الزميل)$"
)


_OF_NAMES: Final = frozenset(
    map(fold, ("ولد", "منت", "بن", "ابن", "بنت", "أبو", "أبي", "عبد", "آل"))
)
"""Words that stand within names."""
_PARTICLES: Final = STOP_WORDS - _OF_NAMES
"""Words that a name never holds."""
_NAMES_AS_WRITTEN: Final = frozenset(("علي", "منى", "مني"))
"""Names that are spelled unlike the stop words they fold to («على», «من»)."""


def name_share(words: Sequence[str]) -> float:
    """Return the share of ``words`` that are names; a family's name behind a given one counts."""
    return _name_share(tuple(words)) if 0 < len(words) <= _LONGEST_NAMED else 0.0


@lru_cache(_REMEMBERED)
def _name_share(words: tuple[str, ...]) -> float:
    if any(_is_particle(word) for word in words):
        return 0.0
    names = _person_names()
    bare = [word for word in words if not _TITLES.match(word)] or list(words)
    folded = [fold(word) for word in bare]
    known = [
        word in names
        or word.removeprefix("ال") in names
        or word.startswith("عبدال")
        or word in _OF_NAMES
        for word in folded
    ]
    if known[0] and len(known) > 1 and not known[-1] and _is_family_name(folded[-1]):
        known[-1] = True
    return sum(known) / len(known)


def leading_names(words: Sequence[str]) -> int:
    """Return how many of the first ``words`` are the name of a person: two to five, else 0."""
    return next((n for n in range(_LONGEST_NAME, 1, -1) if name_share(words[:n]) == 1.0), 0)


def _is_particle(word: str) -> bool:
    """Whether a word is one of the language's own, and no name."""
    return fold(word) in _PARTICLES and word not in _NAMES_AS_WRITTEN


def _is_family_name(word: str) -> bool:
    """Whether a word is rare as anything else; less so where it has a family name's form."""
    formed = word.startswith(("ال", "با")) or word.endswith(("ي", "اوي", "اني"))
    return FrequencyTable.shipped().count(word) < (_RARE if formed else _VERY_RARE)
