"""Roots without a dictionary: the ISRI stemmer.

Kazem Taghva, Rania Elkhoury and Jeffrey Coombs, "Arabic stemming without a root dictionary",
ITCC 2005. The word is cut down by affixes and matched against patterns in which ف ع ل stand
for the letters of the root. Words are folded, so that ه stands for ة and ء for ئ ؤ, and
without proclitics, so that the paper's first step, which takes them off, is left out. Left
out is also the rare pattern افعوعل, in which a root letter stands twice.

>>> isri_root("مكتوب"), isri_root("استخدام")
('كتب', 'خدم')
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Final

LONG_SUFFIXES: Final = frozenset(("تمل", "همل", "تان", "تين", "كمل"))
SHORT_SUFFIXES: Final = frozenset(
    (
        *("ون", "ات", "ان", "ين", "تن", "كم", "هن", "نا"),
        *("يا", "ها", "تم", "كن", "ني", "وا", "ما", "هم"),
    )
)
LAST_LETTERS: Final = frozenset("هيكتان")
FIRST_LETTERS: Final = frozenset("لبفسويتنا")
ROOT_LETTERS: Final = frozenset("فعل")
MIN_REMAINDER: Final = 3
"""Letters that a suffix must leave: a root has three."""
REMEMBERED_SHAPES: Final = 20_000
"""Shapes whose pattern is remembered: it bounds memory."""

# The order is the paper's: the first pattern that fits gives the root.
PATTERNS: Final = (
    *("مفعل", "فاعل", "فعال", "فعول", "فعيل", "فعله"),
    *("افتعل", "افاعل", "مفعول", "مفعال", "مفعيل", "مفعله", "تفعله", "افعله", "مفتعل"),
    *("يفتعل", "تفتعل", "مفاعل", "تفاعل", "فعوله", "فعاله", "انفعل", "منفعل", "افعال"),
    *("فعلان", "تفعيل", "فاعول", "فواعل", "فعاءل", "فاعله", "فعالي"),
    *("استفعل", "مستفعل", "مفعاله", "افتعال", "تفاعيل"),
)
FOUR_LETTER_PATTERNS: Final = (
    *("تفعلل", "افعلل", "مفعلل", "فعلله", "فعالل"),
    *("افعلال", "متفعلل"),
)
PATTERN_LETTERS: Final = frozenset("".join(PATTERNS + FOUR_LETTER_PATTERNS)) - ROOT_LETTERS
_SHAPE: Final = str.maketrans({chr(at): "." for at in range(0x621, 0x64B)}) | str.maketrans(
    {letter: letter for letter in PATTERN_LETTERS}
)
"""Hides the letters that no pattern asks for: words of one shape have one pattern."""

Getter = Callable[[str], tuple[str, ...]]
Match = Callable[[str], str | None]
Fits = Callable[[str], re.Match[str] | None]


def _matcher(patterns: tuple[str, ...]) -> Match:
    """Return what finds the root of a word by the first of ``patterns`` that fits, or None."""
    by_length: dict[int, list[tuple[Fits, str]]] = defaultdict(list)
    for pattern in patterns:
        letters = ("." if letter in ROOT_LETTERS else letter for letter in pattern)
        by_length[len(pattern)].append((re.compile("".join(letters)).match, pattern))

    @lru_cache(maxsize=REMEMBERED_SHAPES)
    def getter(shape: str) -> Getter | None:
        for fits, pattern in by_length.get(len(shape), ()):
            if fits(shape):
                return _root_letters(pattern)
        return None

    def match(word: str) -> str | None:
        root_letters = getter(word.translate(_SHAPE))
        return None if root_letters is None else "".join(root_letters(word))

    return match


def _root_letters(pattern: str) -> Getter:
    """Return what takes the root's letters out of a word of ``pattern``."""
    return itemgetter(*(at for at, letter in enumerate(pattern) if letter in ROOT_LETTERS))


_match: Final = _matcher(PATTERNS)
_match_four_letters: Final = _matcher(FOUR_LETTER_PATTERNS)


def isri_root(word: str) -> str:
    """Return the root of the folded ``word``, or what is left where no pattern fits."""
    word = _without_suffix(word)
    if len(word) == 7:
        word = _shorter(word)
    if len(word) == 6:
        return _root_of_six(word)
    if len(word) == 5:
        return _root_of_five(word)
    return _root_of_four(word) if len(word) == 4 else word


def _without_suffix(word: str) -> str:
    if word[-3:] in LONG_SUFFIXES and len(word) >= 3 + MIN_REMAINDER:
        return word[:-3]
    return word[:-2] if word[-2:] in SHORT_SUFFIXES and len(word) >= 2 + MIN_REMAINDER else word


def _shorter(word: str) -> str:
    """Return ``word`` without one affix letter, the last before the first."""
    if word[-1] in LAST_LETTERS:
        return word[:-1]
    return word[1:] if word[0] in FIRST_LETTERS else word


def _root_of_six(word: str) -> str:
    root = _match(word)
    if root is None:
        word = _shorter(word)
        root = _root_of_five(word) if len(word) == 5 else _match_four_letters(word)
    return root or word


def _root_of_five(word: str) -> str:
    root = _match(word)
    if root is None:
        word = _shorter(word)
        root = _root_of_four(word) if len(word) == 4 else _match_four_letters(word)
    return root or word


def _root_of_four(word: str) -> str:
    return _match(word) or _shorter(word)
