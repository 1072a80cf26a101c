"""Letters that no form of an Arabic word loses: a quick look before the slow one.

A prefix, an ending, a plural or a root changes a few letters alone. What is left of a word and of its
terms without these is the same, but for words that a list joins (نساء and امرأة). The letters were
chosen on 665,843 words (those of wordfreq and of news), none of which has a term that this denies it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.frequencies import WordMemory
from archive.arabic.normalize import fold
from search.index.word_splitter import WordSplitter, stands_alone

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
_SPLITTER: Final = WordSplitter()
_LISTED: Final = re.compile(r"\w+")
_ANY: Final = "*"
"""Stands for the letters of what is no Arabic word: numbers, abbreviations, Latin words."""
_BESIDE: Final = "+"
"""Stands for those of a piece that holds more words than one, or is read beside its neighbours."""
_NOTHING: Final = "-"
"""Stands for those of a piece without a word."""


@dataclass(frozen=True, slots=True)
class TermSieve:
    """Tells quickly which pieces of a text cannot hold one of some terms.

    A piece is a chunk, or what stands between two spaces.
    """

    _letters_of: Callable[[str], str]
    _terms_of: Callable[[str], Collection[str]]
    _letters: frozenset[str]
    _terms: frozenset[str]

    def numbers(self, pieces: list[str]) -> list[int]:
        """Return the numbers of the pieces that may hold a term, ascending: all that do."""
        letters, terms, terms_of = self._letters, self._terms, self._terms_of
        return [
            number
            for number, held in enumerate(map(self._letters_of, pieces))
            if held in letters and not terms.isdisjoint(terms_of(pieces[number]))
        ]

    def numbers_in_place(self, chunks: list[str]) -> list[int]:
        """Return those and all that are read beside their neighbours, whose words count then."""
        letters, terms, terms_of = self._letters, self._terms, self._terms_of
        return [
            number
            for number, held in enumerate(map(self._letters_of, chunks))
            if held in letters
            and (held == _BESIDE or not terms.isdisjoint(terms_of(chunks[number])))
        ]

    def is_one_word(self, piece: str) -> bool:
        """Return whether a piece holds one word, whatever stands beside it."""
        return self._letters_of(piece) != _BESIDE


class LetterSieve:
    """Makes the sieves of terms, which remember ``most`` pieces of texts. Threads may share it.

    ``find`` gives the terms of a word, each behind a letter for its kind.
    """

    def __init__(self, find: Callable[[str], tuple[str, ...]], most: int) -> None:
        self._find: Final = find
        self._letters: Final = WordMemory(self._letters_of_piece, most)
        self._terms: Final = WordMemory(self._terms_of_piece, most)

    def of(self, terms: Collection[str]) -> TermSieve | None:
        """Return the sieve of some terms; ``None`` where any word may have one of them."""
        letters = {_BESIDE}
        for term in terms:
            lasting = lasting_letters(term[1:])
            if lasting == _ANY and "-" in term:  # A month is known by its number.
                return None
            letters |= {lasting, *self._joined.get(lasting, ())}
        wanted = frozenset((*terms, *letters & {_ANY}))
        return TermSieve(
            self._letters.__getitem__, self._terms.__getitem__, frozenset(letters), wanted
        )

    def _letters_of_piece(self, piece: str) -> str:
        chunks = _SPLITTER.chunks(piece)
        if not chunks:
            return _NOTHING
        if len(chunks) > 1 or not stands_alone(chunks[0]):
            return _BESIDE
        letters = lasting_letters(chunks[0])
        # A sign that is written for words (ﷺ) has their terms.
        terms = self._find(chunks[0]) if letters == _ANY else ()
        return letters if all(lasting_letters(each[1:]) == _ANY for each in terms) else _BESIDE

    def _terms_of_piece(self, piece: str) -> Collection[str]:
        """Return the terms of a piece that is one word; else all that it may be part of, and more."""
        chunks = _SPLITTER.chunks(piece)
        if self._letters[piece] != _BESIDE:
            return self._find(chunks[0]) if chunks else ()
        words = (*chunks, *_SPLITTER.words(piece))
        # Numbers and abbreviations of several pieces have terms that none of the pieces has.
        return frozenset((_ANY, *chain.from_iterable(map(self._find, words))))

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


def lasting_letters(word: str) -> str:
    """Return the letters of ``word`` that its forms share; ``*`` for what is no Arabic word."""
    folded = fold(word)
    if _ARABIC.fullmatch(folded) is None:
        return _ANY
    return _REPEATED.sub(r"\1", folded.translate(_CHANGING))
