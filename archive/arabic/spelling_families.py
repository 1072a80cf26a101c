"""Spelling families: names that the press writes in several ways, brought to one.

Names of عبد with what follows, which many hands write as one word: عبدالله, عبد الله.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic import letters
from archive.arabic.clitics import SINGLE_PROCLITICS
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

STEM_SIGN: Final = "-"
STEM_ENDINGS: Final = (
    *("ا", "ه", "ات", "ي", "يا", "يه", "يان", "يين", "يون", "يتان", "يتين", "يات"),
)
"""What a stem takes: country name, nisba, dual and plural, folded."""


@cache
def spelling_families() -> Mapping[str, str]:
    """Return for each folded spelling the folded spelling that stands for its family.

    Those that stand for a family are there too: a word in the list is whole, whatever
    proclitic it seems to begin with (كوردي).
    """
    families: dict[str, str] = {}
    for line in data_lines("spelling_families.txt"):
        chosen, *others = line.split()
        for other in (chosen, *others):
            families.update(_pairs(other, chosen))
    return MappingProxyType(families)


def _pairs(other: str, chosen: str) -> Iterator[tuple[str, str]]:
    if not other.endswith(STEM_SIGN):
        yield fold(other), fold(chosen)
        return
    other, chosen = fold(other.removesuffix(STEM_SIGN)), fold(chosen.removesuffix(STEM_SIGN))
    for ending in STEM_ENDINGS:
        yield other + ending, chosen + ending


_ATTACHED: Final = f"[{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}]*"
_SERVANT: Final = _ATTACHED.join("عبد")
_ARTICLE: Final = _ATTACHED.join(("", f"[{letters.ALEF}{letters.ALEF_WASLA}]", letters.LAM, ""))
_GLUED: Final = (
    f"{_SERVANT}(?={_ARTICLE}[{letters.ARABIC_LETTERS}]{_ATTACHED}[{letters.ARABIC_LETTERS}])"
)

SERVANT_PATTERN: Final = f"{_GLUED}|[{SINGLE_PROCLITICS}]{_ATTACHED}{_GLUED}"
"""عبد where a name with the article is glued to it. Before the word pattern in a splitter it
makes the same two words of both spellings; no groups."""
