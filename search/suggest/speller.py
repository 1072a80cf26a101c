"""Other spellings: words that find nothing, replaced by the nearest words of the index.

What is proposed has been searched for: it finds something, and more than what was typed.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import tokenize
from archive.packed_strings import PackedStrings
from search.engine import edit_distances
from search.index.analyzers import KIND_EXACT
from search.query.state import SearchState
from search.query.tree import Fuzzy, Node, Phrase, Word, terms
from search.suggest.alternatives import Alternative, AlternativeKind, CountArticles, replaced
from search.suggest.edit_distance import distance

MAX_PROPOSALS: Final = 2
"""Spellings that are proposed at most."""
MIN_WORD_LETTERS: Final = 3
MAX_WORD_LETTERS: Final = 24
"""Words that are shorter or longer are neither doubted nor proposed."""

_TRIED: Final = 8
"""Texts that are searched for before giving up."""
_READ: Final = 12
"""Words and phrases of a search that are looked at."""
_CANDIDATES: Final = 3
"""Neighbours of one word that are tried."""
_RARE: Final = 2
"""A word of so few articles is doubted where a very near one is far commoner."""
_FAR_COMMONER: Final = 50
"""Articles that make a word far commoner than a rare one."""
_VERY_NEAR: Final = 0.6
"""The distance up to which two words are very near: a confused letter, or one left out."""
_COMMONNESS: Final = 0.25
"""What ten times the articles are worth against letters apart; set by eye on news words."""

_MANY_WORDS: Final = 50_000
"""Words from which on those of a single article are left out."""
_LETTERS_APART: Final = 2
"""Plain edits that the coarse sieve lets through."""
_AT_ONCE: Final = 4096
"""Words laid out side by side, half a kilobyte each, to find their letters."""


class TermReader(Protocol):
    """What a word list needs of a snapshot of the index."""

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Return the terms of ``field`` that begin with ``prefix``, with their documents."""
        ...


@dataclass(frozen=True, slots=True)
class WordList:
    """Folded words as written and in how many articles each stands, to find near ones."""

    words: Sequence[str]
    frequencies: NDArray[np.int32]
    _lengths: NDArray[np.int8]
    _letters: NDArray[np.uint64]

    @classmethod
    def of_index(cls, index: TermReader, field: str = "text") -> WordList:
        """Read the words of ``field``: its exact terms.

        Of a large archive the words of a single article are left out. There are as many of
        them as of all others, most are misspelled, and none finds much.
        """
        found = index.doc_frequencies(field, KIND_EXACT)
        fewest = 1 if len(found) < _MANY_WORDS else 2
        return cls.of(
            (term[len(KIND_EXACT) :], count) for term, count in found.items() if count >= fewest
        )

    @classmethod
    def of(cls, counted: Iterable[tuple[str, int]]) -> WordList:
        """Take words with their frequencies; what is too short, too long or no word is left out."""
        kept = sorted(
            (word, count)
            for word, count in counted
            if MIN_WORD_LETTERS <= len(word) <= MAX_WORD_LETTERS and word.isalpha()
        )
        words = [word for word, _ in kept]
        return cls(
            PackedStrings(words),
            np.fromiter((count for _, count in kept), np.int32, len(kept)),
            np.fromiter(map(len, words), np.int8, len(words)),
            _letter_sets(words),
        )

    def frequency(self, word: str) -> int:
        """Return in how many articles the folded ``word`` stands as written."""
        place = bisect_left(self.words, word)
        found = place < len(self.words) and self.words[place] == word
        return int(self.frequencies[place]) if found else 0

    def near(self, word: str, limit: float) -> Iterator[tuple[str, float, int]]:
        """Yield (word, distance, frequency) of every other word at most ``limit`` away."""
        apart = np.bitwise_count(self._letters ^ _letter_sets([word])[0])
        length = np.abs(self._lengths - len(word))
        sieved = np.flatnonzero((apart <= 2 * _LETTERS_APART) & (length <= _LETTERS_APART))
        if not len(sieved):
            return
        plain = edit_distances(word, [self.words[place] for place in sieved.tolist()])
        for place in sieved[plain <= _LETTERS_APART].tolist():
            candidate = self.words[place]
            found = distance(word, candidate, limit)
            if found <= limit and candidate != word:
                yield candidate, found, int(self.frequencies[place])


def _letter_sets(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return for each word a set of bits, one for each letter that occurs in it."""
    sets = np.empty(len(words), np.uint64)
    for start in range(0, len(words), _AT_ONCE):
        table = np.array(words[start : start + _AT_ONCE], dtype=np.str_)
        letters = table.view(np.uint32).reshape(len(table), -1).astype(np.uint64)
        bits = np.where(letters > 0, np.uint64(1) << (letters & np.uint64(63)), np.uint64(0))
        sets[start : start + _AT_ONCE] = np.bitwise_or.reduce(bits, axis=1)
    return sets


@dataclass(frozen=True, slots=True)
class Speller:
    """Proposes other spellings of a search.

    ``count_word`` counts the articles that a folded word finds, clitics and spelling apart;
    ``spelled`` gives a folded word as articles write it.
    """

    words: WordList
    count_word: Callable[[str], int]
    count: CountArticles
    spelled: Callable[[str], str] = str

    def propose(self, state: SearchState, tree: Node | None, total: int) -> Iterator[Alternative]:
        """Yield searches near ``state``, which finds ``total`` articles, the best first."""
        doubted = {word: near for word in _single_words(tree) if (near := self._nearest(word))}
        counts: set[int] = set()
        for text in islice(self._texts(state.text, doubted), _TRIED):
            other = state.with_text(text)
            count = self.count(other)
            # As many articles again are the same ones, found by the word with a clitic.
            if count > total and count not in counts:
                counts.add(count)
                yield Alternative(AlternativeKind.SPELLING, text, other, count)
            if len(counts) == MAX_PROPOSALS:
                return

    def _texts(self, text: str, doubted: dict[str, list[str]]) -> Iterator[str]:
        """Yield ``text`` with every doubted word replaced, then with one of them replaced."""
        best = text
        for word, near in doubted.items():
            best = replaced(best, word, self.spelled(near[0]))
        if doubted:
            yield best
        for word, near in doubted.items():
            for candidate in near:
                yield replaced(text, word, self.spelled(candidate))

    def _nearest(self, word: str) -> list[str]:
        """Return what ``word`` may have been meant to be; nothing where it is not doubted."""
        folded = fold(word)
        found = self.count_word(folded)
        if found > _RARE or len(folded) < MIN_WORD_LETTERS:
            return []
        ranked = sorted(
            (apart - _COMMONNESS * math.log10(frequency), candidate)
            for candidate, apart, frequency in self.words.near(folded, _farthest(folded))
            if not found or (apart <= _VERY_NEAR and frequency >= _FAR_COMMONER)
        )
        near = [candidate for _, candidate in ranked[:_CANDIDATES]]
        return [*near, *self._parted(folded)] if not found else near

    def _parted(self, word: str) -> Iterator[str]:
        """Yield ``word`` as two words of the index, where a space was left out."""
        parted = [
            (min(self.words.frequency(word[:at]), self.words.frequency(word[at:])), at)
            for at in range(3, len(word) - 2)
        ]
        frequency, at = max(parted, default=(0, 0))
        if frequency > _RARE:
            yield f"{word[:at]} {word[at:]}"


def spelled_in(word: str, texts: Iterable[str]) -> str:
    """Return the folded ``word`` (or words) as ``texts`` mostly write it, vowel marks left out."""
    return " ".join(_spelled(part, texts) for part in word.split())


def _spelled(word: str, texts: Iterable[str]) -> str:
    surfaces = Counter(
        strip_marks(text[token.start : token.end])
        for text in texts
        for token in tokenize(text)
        if token.text == word
    )
    return surfaces.most_common(1)[0][0] if surfaces else word


def _single_words(tree: Node | None) -> Iterator[str]:
    for term in islice(terms(tree), _READ):
        if isinstance(term, Word | Fuzzy):
            yield term.text
        elif isinstance(term, Phrase):
            yield from term.words


def _farthest(word: str) -> float:
    """Return how far a proposal may be: half a letter in short words, one and a half in long."""
    return {3: 0.5, 4: 0.6, 5: 1.1, 6: 1.1}.get(len(word), 1.6)
