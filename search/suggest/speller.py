"""Other spellings: words that are hardly ever written so, replaced by near ones that are.

A word is doubted by its form alone, however much its stem finds. What makes a word doubtful is
evidence, not a list of right words: another one very near is written far more often (the noisy
channel of Kernighan, Church and Gale 1990, with weights set by eye). Words of known names are
never doubted. What is proposed has been searched for: it finds no less than what was typed, and
its words are commoner, so that following proposals comes to an end.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import tokenize
from archive.arabic.word_lists import STOP_WORDS
from search.query.state import SearchState
from search.query.tree import Node, Phrase, Word, terms
from search.suggest.alternatives import Alternative, AlternativeKind, CountArticles, replaced
from search.suggest.word_list import MIN_WORD_LETTERS, WordList

MAX_PROPOSALS: Final = 2
"""Spellings that are proposed at most."""

_TRIED: Final = 8
"""Texts that are searched for before giving up."""
_READ: Final = 12
"""Words of a search that are looked at."""
_CANDIDATES: Final = 3
"""Neighbours of one word that are tried."""
_FEWEST: Final = 3
"""How often a word must be written to be proposed instead of one that never is."""
_VERY_NEAR: Final = 0.6
"""The distance up to which two words are very near: one likely slip."""
_FAR_COMMONER: Final = 40
"""Times as often a very near word must be written than the one that is doubted."""
_WIDELY_COMMONER: Final = 250
"""The same of a word that is a whole letter away."""
_ONE_LETTER: Final = 1.1
"""The farthest that a word may be which replaces one that is sometimes written."""
_UNDOUBTED: Final = 5_000
"""A word written so often is never doubted: none is forty times as common."""
_COMMONNESS: Final = 0.25
"""What ten times the occurrences are worth against letters apart; set by eye on news words."""
_SHORTEST_PART: Final = 3
"""Letters of each of two words that were written as one."""
_JOINED: Final = "وفبلك"
"""Particles of one letter that are written as one with the next word."""
_OF_TEN: Final = 10
"""A word has a given particle before it in one of ten places, or more seldom."""


@dataclass(frozen=True, slots=True)
class Speller:
    """Proposes other spellings of a search.

    ``frequency`` says how often a folded word is written, in articles and in Arabic at large;
    ``is_name`` whether it is a word of a known name; ``spelled`` gives a folded word as articles
    write it.
    """

    words: WordList
    frequency: Callable[[str], int]
    count: CountArticles
    is_name: Callable[[str], bool] = lambda _word: False
    spelled: Callable[[str], str] = str

    def propose(self, state: SearchState, tree: Node | None, total: int) -> Iterator[Alternative]:
        """Yield searches near ``state``, which finds ``total`` articles, the best first."""
        words = list(islice(_single_words(tree), _READ))
        doubted = {word: near for word in dict.fromkeys(words) if (near := self._nearest(word))}
        counts: set[int] = set()
        for text in islice(self._texts(state.text, doubted, words), _TRIED):
            other = state.with_text(text)
            count = self.count(other)
            # As many articles again are the same ones, found by the word with a clitic.
            if count >= max(total, 1) and count not in counts:
                counts.add(count)
                yield Alternative(AlternativeKind.SPELLING, text, other, count)
            if len(counts) == MAX_PROPOSALS:
                return

    def _texts(
        self, text: str, doubted: dict[str, list[str]], words: Sequence[str]
    ) -> Iterator[str]:
        """Yield ``text`` with every doubted word replaced, then with one of them replaced."""
        best = text
        for word, near in doubted.items():
            best = replaced(best, word, self.spelled(near[0]))
        if doubted:
            yield best
        yield from self._joined(text, words)
        for word, near in doubted.items():
            for candidate in near[len(doubted) == 1 :]:
                yield replaced(text, word, self.spelled(candidate))

    def _nearest(self, word: str) -> list[str]:
        """Return what ``word`` may have been meant to be; nothing where it is not doubted."""
        folded = fold(word)
        if len(folded) < MIN_WORD_LETTERS or folded in STOP_WORDS:
            return []
        written = self._evidence(folded)
        if written >= _UNDOUBTED or self.is_name(folded):
            return []
        least = max(written * _FAR_COMMONER, _FEWEST)
        farthest = _farthest(folded)
        if written:
            farthest = min(farthest, _ONE_LETTER)
        ranked = sorted(
            (apart - _COMMONNESS * math.log10(frequency), candidate)
            for candidate, apart, frequency in self.words.near(folded, farthest, least)
            if candidate not in STOP_WORDS
            and (apart <= _VERY_NEAR or frequency >= written * _WIDELY_COMMONER)
        )
        near = [candidate for _, candidate in ranked[:_CANDIDATES]]
        return near if written else [*near, *self._parted(folded)]

    def _evidence(self, word: str) -> int:
        """Return how often ``word`` is written, or may be with the particles before it."""
        written = self.frequency(word)
        rest = word
        while rest[0] in _JOINED and len(rest) > MIN_WORD_LETTERS:
            rest = rest[1:]
            written = max(written, self.frequency(rest) // _OF_TEN)
        return written

    def _parted(self, word: str) -> Iterator[str]:
        """Yield ``word`` as two words of the index, where a space was left out."""
        parted = [
            (min(self.words.frequency(word[:at]) or 0, self.words.frequency(word[at:]) or 0), at)
            for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        ]
        frequency, at = max(parted, default=(0, 0))
        if frequency >= _FEWEST:
            yield f"{word[:at]} {word[at:]}"

    def _joined(self, text: str, words: Sequence[str]) -> Iterator[str]:
        """Yield ``text`` with two neighbours as one word, where a space stands within it."""
        for one, other in pairwise(words):
            whole = fold(one) + fold(other)
            parts = min(self.frequency(fold(one)), self.frequency(fold(other)))
            if (self.words.frequency(whole) or 0) >= max(parts * _FAR_COMMONER, _FEWEST):
                yield replaced(text, f"{one} {other}", self.spelled(whole))


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
    for term in terms(tree):
        if isinstance(term, Word):
            yield term.text
        elif isinstance(term, Phrase):
            yield from term.words


def _farthest(word: str) -> float:
    """Return how far a proposal may be: half a letter in short words, one and a half in long."""
    return {3: 0.5, 4: 0.6, 5: 1.1, 6: 1.1}.get(len(word), 1.6)
