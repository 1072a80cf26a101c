"""Proclitics: the one-letter words that Arabic writes together with the next word.

Conjunctions و ف, prepositions ب ك ل and the article ال, in this order. Words are folded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from archive.arabic.letters import ALEF, BEH, FEH, KAF, LAM, WAW

ARTICLE: Final = ALEF + LAM
CONJUNCTIONS: Final = WAW + FEH
PREPOSITIONS: Final = BEH + KAF
FOR_THE: Final = LAM + LAM
"""للـ, in which the article has lost its alef."""

SINGLE_PROCLITICS: Final = CONJUNCTIONS + PREPOSITIONS + LAM

_WITH_ARTICLE: Final = tuple(
    sorted(
        (
            conjunction + opening
            for conjunction in ("", *CONJUNCTIONS)
            for opening in (ARTICLE, FOR_THE, *(letter + ARTICLE for letter in PREPOSITIONS))
        ),
        key=len,
        reverse=True,
    )
)

MIN_WORD: Final = 2
"""Letters that must remain of a word (دم, يد)."""


def without_proclitics(word: str, count: Callable[[str], int]) -> str:
    """Return the folded ``word`` without its proclitics.

    Those that end in the article are certain. A single letter is taken off only where the
    remainder is the commoner word by ``count``: وقال is و + قال, but وزارة is one word.
    """
    rest = _after_article(word, count)
    while rest is None and word[0] in SINGLE_PROCLITICS and _is_commoner(word, count):
        word = word[1:]
        rest = _after_article(word, count)
    return word if rest is None else rest


def _after_article(word: str, count: Callable[[str], int]) -> str | None:
    for opening in _WITH_ARTICLE:
        if word.startswith(opening) and len(word) >= len(opening) + MIN_WORD:
            rest = word[len(opening) :]
            return _with_lam(rest, count) if opening.endswith(FOR_THE) else rest
    return None


def _with_lam(rest: str, count: Callable[[str], int]) -> str:
    """Give ``rest`` back the lam that للـ swallows: للاجئين is ل + ال + لاجئين."""
    with_lam = LAM + rest
    if _noun_count(with_lam, count) > _noun_count(rest, count):
        return with_lam
    return rest


def _noun_count(word: str, count: Callable[[str], int]) -> int:
    return count(word) + count(ARTICLE + word)


def _is_commoner(word: str, count: Callable[[str], int]) -> bool:
    return len(word) > MIN_WORD and count(word[1:]) > count(word)
