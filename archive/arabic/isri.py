"""Roots without a dictionary: the ISRI stemmer.

Kazem Taghva, Rania Elkhoury and Jeffrey Coombs, "Arabic stemming without a root dictionary",
ITCC 2005. The word is cut down by affixes and matched against patterns in which ف ع ل stand
for the letters of the root. Words are folded, so that ه stands for ة and ء for ئ ؤ.

>>> isri_root("مكتوب"), isri_root("استخدام")
('كتب', 'خدم')
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Final

LONG_PREFIXES: Final = ("كال", "بال", "ولل", "وال")
SHORT_PREFIXES: Final = ("ال", "لل")
LONG_SUFFIXES: Final = ("تمل", "همل", "تان", "تين", "كمل")
SHORT_SUFFIXES: Final = (
    *("ون", "ات", "ان", "ين", "تن", "كم", "هن", "نا"),
    *("يا", "ها", "تم", "كن", "ني", "وا", "ما", "هم"),
)
LAST_LETTERS: Final = frozenset("هيكتان")
FIRST_LETTERS: Final = frozenset("لبفسويتنا")
ROOT_LETTERS: Final = frozenset("فعل")
MIN_REMAINDER: Final = 3

_Pattern = tuple[tuple[tuple[int, str], ...], Callable[[str], tuple[str, ...]]]


def _patterns(names: str) -> tuple[_Pattern, ...]:
    """Compile patterns to their own letters with positions, and a getter of the root's."""
    return tuple(
        (
            tuple((at, letter) for at, letter in enumerate(name) if letter not in ROOT_LETTERS),
            itemgetter(*(at for at, letter in enumerate(name) if letter in ROOT_LETTERS)),
        )
        for name in names.split()
    )


# The order is the paper's: the first pattern that fits gives the root.
PATTERNS_OF_FOUR: Final = _patterns("مفعل فاعل فعال فعول فعيل فعله")
PATTERNS_OF_FIVE: Final = _patterns(
    "افتعل افاعل مفعول مفعال مفعيل مفعله تفعله افعله مفتعل يفتعل تفتعل مفاعل تفاعل"
    " فعوله فعاله انفعل منفعل افعال فعلان تفعيل فاعول فواعل فعاءل فاعله فعالي"
)
PATTERNS_OF_SIX: Final = _patterns("استفعل مستفعل مفعاله افتعال تفاعيل")
FOUR_LETTER_PATTERNS_OF_FIVE: Final = _patterns("تفعلل افعلل مفعلل فعلله فعالل")
FOUR_LETTER_PATTERNS_OF_SIX: Final = _patterns("افعلال متفعلل")


def isri_root(word: str) -> str:
    """Return the root of the folded ``word``, or what is left where no pattern fits."""
    word = _without_affixes(word)
    if word.startswith("ءا"):
        word = word[1:]
    if len(word) == 7:
        word = _shorter(word)
    if len(word) == 6:
        word = _root_of_six(word)
    elif len(word) == 5:
        word = _root_of_five(word)
    elif len(word) == 4:
        word = _root_of_four(word)
    return word


def _without_affixes(word: str) -> str:
    for prefixes in (LONG_PREFIXES, SHORT_PREFIXES):
        if word.startswith(prefixes) and len(word) >= len(prefixes[0]) + MIN_REMAINDER:
            word = word[len(prefixes[0]) :]
            break
    for suffixes in (LONG_SUFFIXES, SHORT_SUFFIXES):
        if word.endswith(suffixes) and len(word) >= len(suffixes[0]) + MIN_REMAINDER:
            word = word[: -len(suffixes[0])]
            break
    if len(word) >= 4 and word.startswith("وو"):
        word = word[1:]
    return word


def _shorter(word: str) -> str:
    """Return ``word`` without one affix letter, the last before the first."""
    if word[-1] in LAST_LETTERS:
        return word[:-1]
    if word[0] in FIRST_LETTERS:
        return word[1:]
    return word


def _root_of_six(word: str) -> str:
    root = _match(word, PATTERNS_OF_SIX)
    if root is not None:
        return root
    word = _shorter(word)
    if len(word) == 5:
        return _root_of_five(word)
    return _match(word, FOUR_LETTER_PATTERNS_OF_SIX) or word


def _root_of_five(word: str) -> str:
    root = _match(word, PATTERNS_OF_FIVE)
    if root is not None:
        return root
    word = _shorter(word)
    if len(word) == 4:
        return _root_of_four(word)
    return _match(word, FOUR_LETTER_PATTERNS_OF_FIVE) or word


def _root_of_four(word: str) -> str:
    return _match(word, PATTERNS_OF_FOUR) or _shorter(word)


def _match(word: str, patterns: tuple[_Pattern, ...]) -> str | None:
    for letters, root in patterns:
        for at, letter in letters:
            if word[at] != letter:
                break
        else:
            return "".join(root(word))
    return None
