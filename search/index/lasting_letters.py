"""Letters that no form of an Arabic word loses: a quick look before the slow one.

A prefix, an ending, a plural or a root changes a few letters alone. What is left of a word and of its
terms without these is the same, but for words that a list joins (نساء and امرأة). The letters were
chosen on 665,843 words (those of wordfreq and of news), none of which has a term that this denies it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.frequencies import WordMemory
from archive.arabic.normalize import fold
from search.index.word_splitter import stands_alone

_CHANGING: Final = str.maketrans("", "", "ءآأؤإئابةتجسغفقكلمنهوىي")
"""What prefixes, endings, patterns, pronouns and spellings (ج, غ, ك, ق for g) add, drop or exchange."""
_REPEATED: Final = re.compile(r"(.)\1+")
"""A doubled letter is written once or twice: حق, حقوق."""
_ARABIC: Final = re.compile("[ء-غف-ي]+")
_LISTS: Final = (
    "spelling_families.txt",
    "broken_plurals.txt",
    "wordnet_plurals.txt",
    "places_and_nisbas.txt",
    "nisbas.txt",
)
"""Files whose words are joined with others whatever their letters."""
_LISTED: Final = re.compile(r"\w+")
_ANY: Final = "*"
"""Stands for the letters of what is no Arabic word: numbers, abbreviations, Latin words.

So it does for a chunk that may be part of a word, or more than one.
"""


class LetterSieve:
    """Tells quickly which chunks of a text cannot hold a term. Threads may share it.

    ``find`` gives the terms of a word, each behind a letter for its kind; ``most`` chunks are
    remembered.
    """

    def __init__(self, find: Callable[[str], tuple[str, ...]], most: int) -> None:
        self._find: Final = find
        self._letters: Final = WordMemory(_letters_of_chunk, most)

    def choosing(self, terms: Collection[str]) -> Callable[[list[str]], list[int]]:
        """Return what gives the numbers of those of some chunks that may hold one of ``terms``.

        They are all that hold one, and all that do not stand alone; few others.
        """
        wanted = {_ANY}
        for term in terms:
            letters = lasting_letters(term[1:])
            if letters == _ANY and "-" in term:  # A month is known by its number.
                return lambda chunks: list(range(len(chunks)))
            wanted |= {letters, *self._joined.get(letters, ())}
        letters_of = self._letters.__getitem__
        return lambda chunks: [
            number for number, letters in enumerate(map(letters_of, chunks)) if letters in wanted
        ]

    @cached_property
    def _joined(self) -> Mapping[str, set[str]]:
        """Letters of a term → those of the listed words that have it though they have others."""
        joined = defaultdict[str, set[str]](set)
        for name in _LISTS:
            for line in data_lines(name):
                for word in _LISTED.findall(line):
                    letters = lasting_letters(word)
                    for term in self._find(word):
                        joined[lasting_letters(term[1:])].add(letters)
        return {term: letters - {term} for term, letters in joined.items()}


def _letters_of_chunk(chunk: str) -> str:
    return lasting_letters(chunk) if stands_alone(chunk) else _ANY


def lasting_letters(word: str) -> str:
    """Return the letters of ``word`` that its forms share; ``*`` for what is no Arabic word."""
    folded = fold(word)
    if _ARABIC.fullmatch(folded) is None:
        return _ANY
    return _REPEATED.sub(r"\1", folded.translate(_CHANGING))
