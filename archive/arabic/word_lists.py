"""Words that the analysis treats by list: stop words, families of spellings, adjectives, whole words.

A stop word says nothing of what a text is about. A family is a name that the press writes
in several ways, brought to one of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic import letters
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

_AS_WRITTEN_SIGN: Final = "!"
"""Behind a listed stop word that is none where its ى is written ي (على, but not علي)."""
_YEH_SIGN: Final = "?"
"""Behind a listed stop word that is none where its ي is written ى (مني "from me", but not منى)."""
_SIGNS: Final = _AS_WRITTEN_SIGN + _YEH_SIGN
_LISTED_STOP_WORDS: Final = tuple(
    word for line in data_lines("stopwords.txt") for word in line.split()
)

STOP_WORDS: Final[frozenset[str]] = frozenset(
    fold(word.rstrip(_SIGNS)) for word in _LISTED_STOP_WORDS
)
"""Folded, and with the conjunctions و and ف that they are written with."""

_WITH_ALEF_MAKSURA: Final = frozenset(
    fold(word.removesuffix(_AS_WRITTEN_SIGN))
    for word in _LISTED_STOP_WORDS
    if word.endswith(_AS_WRITTEN_SIGN)
)

_WITH_YEH: Final = frozenset(
    fold(word.removesuffix(_YEH_SIGN)) for word in _LISTED_STOP_WORDS if word.endswith(_YEH_SIGN)
)


def is_stop_word(surface: str, folded: str) -> bool:
    """Whether ``surface``, which folds to ``folded``, is a stop word.

    على "on" is one and علي, the name, is none, though folding makes them one word; so is مني
    "from me", and منى is none.
    """
    if folded not in STOP_WORDS:
        return False
    if folded not in _WITH_ALEF_MAKSURA and folded not in _WITH_YEH:
        return True
    written = letters.ALEF_MAKSURA in unicodedata.normalize("NFKC", surface)
    return written is (folded in _WITH_ALEF_MAKSURA)


_STEM_SIGN: Final = "-"
"""Behind a listed spelling that stands for itself with each of ``STEM_ENDINGS``."""
STEM_ENDINGS: Final = (
    *("ا", "ه", "ات", "ي", "يا", "يه", "يان", "يين", "يون", "يتان", "يتين", "يات"),
)
"""What a stem takes: country name, nisba, dual and plural, folded."""


_ALONE_SIGN: Final = "!"
"""Behind a listed spelling that is another word where the article stands before it (بن, البن)."""


@cache
def spelling_families() -> Mapping[str, str]:
    """Return for each folded spelling the folded spelling that stands for its family.

    Those that stand for a family are there too: a word in the list is whole, whatever
    proclitic it seems to begin with (كوردي).
    """
    families: dict[str, str] = {}
    for chosen, others in _families():
        for other in (chosen, *others):
            if not other.endswith(_ALONE_SIGN):
                families.update(_spelling_pairs(other, chosen))
    return MappingProxyType(families)


@cache
def spellings_alone() -> Mapping[str, str]:
    """Return the same of the folded spellings that belong to a family where nothing is attached."""
    return MappingProxyType(
        {
            fold(other.removesuffix(_ALONE_SIGN)): fold(chosen)
            for chosen, others in _families()
            for other in others
            if other.endswith(_ALONE_SIGN)
        }
    )


def _families() -> Iterator[tuple[str, list[str]]]:
    for line in data_lines("spelling_families.txt"):
        chosen, *others = line.split()
        yield chosen, others


def _spelling_pairs(other: str, chosen: str) -> Iterator[tuple[str, str]]:
    if not other.endswith(_STEM_SIGN):
        yield fold(other), fold(chosen)
        return
    other, chosen = fold(other.removesuffix(_STEM_SIGN)), fold(chosen.removesuffix(_STEM_SIGN))
    for ending in STEM_ENDINGS:
        yield other + ending, chosen + ending


ADJECTIVES_FILE: Final = "adjectives.txt"
_APART_SIGN: Final = "!"


@cache
def adjectives() -> frozenset[str]:
    """Return the folded adjectives that are one word with their feminine."""
    return frozenset(each for each in _adjectives() if not each.endswith(_APART_SIGN))


@cache
def nouns_apart() -> frozenset[str]:
    """Return the folded words of which that in teh marbuta is another word (شرط, شرطة)."""
    return frozenset(
        each.removesuffix(_APART_SIGN) for each in _adjectives() if each.endswith(_APART_SIGN)
    )


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(fold(word) for line in data_lines(ADJECTIVES_FILE) for word in line.split())


WHOLE_WORDS_FILE: Final = "whole_words.txt"


@cache
def whole_words() -> frozenset[str]:
    """Return the folded words, without article, that no ending comes off (سلمان، درعا)."""
    return frozenset(fold(word) for line in data_lines(WHOLE_WORDS_FILE) for word in line.split())


STOP_NAMES_FILE: Final = "names_with_stop_words.txt"
ANY_WORD: Final = "+"
"""In a name of the list, for any word."""


@cache
def _names_with_stop_words() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the folded names by their first word, the longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for line in data_lines(STOP_NAMES_FILE):
        name = tuple(map(fold, line.split()))
        names.setdefault(name[0], []).append(name)
    return MappingProxyType(
        {first: tuple(sorted(each, key=len, reverse=True)) for first, each in names.items()}
    )


def name_with_stop_words(words: Sequence[str]) -> int:
    """Return with how many of the folded ``words`` a listed name begins; 0 where none does."""
    for name in _names_with_stop_words().get(words[0], ()):
        here = words[: len(name)]
        if len(here) == len(name) and all(
            listed in (word, ANY_WORD) for listed, word in zip(name, here, strict=True)
        ):
            return len(name)
    return 0
