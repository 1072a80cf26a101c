"""Words that the analysis treats by list: stop words, families of spellings, names of عبد.

A stop word says nothing of what a text is about. A family is a name that the press writes
in several ways, brought to one of them. A name of عبد is two words, though many hands write
it as one: عبدالله, عبد الله.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic import letters
from archive.arabic.clitics import SINGLE_PROCLITICS
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

_AS_WRITTEN_SIGN: Final = "!"
"""Behind a listed stop word that is none where its ى is written ي (على, but not علي)."""
_LISTED_STOP_WORDS: Final = tuple(
    word for line in data_lines("stopwords.txt") for word in line.split()
)

STOP_WORDS: Final[frozenset[str]] = frozenset(
    fold(word.removesuffix(_AS_WRITTEN_SIGN)) for word in _LISTED_STOP_WORDS
)
"""Folded, and with the conjunctions و and ف that they are written with."""

_WITH_ALEF_MAKSURA: Final = frozenset(
    fold(word.removesuffix(_AS_WRITTEN_SIGN))
    for word in _LISTED_STOP_WORDS
    if word.endswith(_AS_WRITTEN_SIGN)
)


def is_stop_word(surface: str, folded: str) -> bool:
    """Whether ``surface``, which folds to ``folded``, is a stop word.

    على "on" is one and علي, the name, is none, though folding makes them one word.
    """
    if folded not in STOP_WORDS:
        return False
    if folded not in _WITH_ALEF_MAKSURA:
        return True
    return letters.ALEF_MAKSURA in unicodedata.normalize("NFKC", surface)


_STEM_SIGN: Final = "-"
"""Behind a listed spelling that stands for itself with each of ``STEM_ENDINGS``."""
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
            families.update(_spelling_pairs(other, chosen))
    return MappingProxyType(families)


def _spelling_pairs(other: str, chosen: str) -> Iterator[tuple[str, str]]:
    if not other.endswith(_STEM_SIGN):
        yield fold(other), fold(chosen)
        return
    other, chosen = fold(other.removesuffix(_STEM_SIGN)), fold(chosen.removesuffix(_STEM_SIGN))
    for ending in STEM_ENDINGS:
        yield other + ending, chosen + ending


_ATTACHED: Final = f"[{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}]*"
_SERVANT: Final = _ATTACHED.join("عبد")
_ARTICLE: Final = _ATTACHED.join(("", f"[{letters.ALEF}{letters.ALEF_WASLA}]", letters.LAM, ""))
_GLUED_SERVANT: Final = (
    f"{_SERVANT}(?={_ARTICLE}[{letters.ARABIC_LETTERS}]{_ATTACHED}[{letters.ARABIC_LETTERS}])"
)

SERVANT_PATTERN: Final = f"{_GLUED_SERVANT}|[{SINGLE_PROCLITICS}]{_ATTACHED}{_GLUED_SERVANT}"
"""عبد where a name with the article is glued to it. Before the word pattern in a splitter it
makes the same two words of both spellings; no groups."""
