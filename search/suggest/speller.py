"""Other spellings: words that are hardly ever written so, replaced by near ones that are.

A word is doubted by its form alone, however much its stem finds. What makes a word doubtful is
evidence, not a list of right words: another one very near is written far more often (the noisy
channel of Kernighan, Church and Gale 1990, with weights set by eye). Words of known names are
never doubted. What is proposed has been searched for: it finds no less than what was typed, and
its words are commoner, so that following proposals comes to an end.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import itemgetter
from typing import Final

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import FOLDED_WORDS, WORD_PATTERN
from archive.arabic.word_lists import STOP_WORDS
from search.query.state import SearchState
from search.query.tree import Node, Phrase, Word, terms
from search.suggest.alternatives import Alternative, AlternativeKind
from search.suggest.edit_distance import CHEAPEST_CHANGE, LEFT_OUT_COST, VOWEL_COST
from search.suggest.latin_queries import CountArticles
from search.suggest.word_list import MIN_WORD_LETTERS, WordList, comparable
from search.suggest.word_replacement import replaced

MAX_PROPOSALS: Final = 2
"""Spellings that are proposed at most."""

_TRIED: Final = 8
"""Texts that are searched for before giving up."""
_READ: Final = 12
"""Words of a search that are looked at."""
_CANDIDATES: Final = 5
"""Neighbours of one word that are tried."""
_FEWEST: Final = 3
"""How often a word must be written to be proposed instead of one that never is."""
_VERY_NEAR: Final = 0.6
"""The distance up to which two words are very near: one likely slip."""
_FAR_COMMONER: Final = 60
"""Times as often a very near word must be written than the one that is doubted."""
_WIDELY_COMMONER: Final = 500
"""The same of a word that is farther away, or that may be another form of it."""
_HARDLY: Final = 2
"""A word that is written no more often is as good as unknown."""
_ONE_LETTER: Final = 1.1
"""The farthest that a word may be which replaces one that is sometimes written."""
UNDOUBTED: Final = 30
"""A word written so often is never doubted, however common its neighbours."""
_PREFIXES: Final = "ايتنوفبلكس"
_SUFFIXES: Final = "اهيتنكو"
"""Letters that make another form of a word, before it and after it."""
_COMMONNESS: Final = 0.25
"""What ten times the occurrences are worth against letters apart; set by eye on news words."""
_SIDE_BY_SIDE: Final = 100
"""What an article with a proposed word beside its neighbour counts as of those that hold both."""
_SHORTEST_PART: Final = 3
"""Letters of each of two words that were written as one."""
_JOINED: Final = {"و": 10, "ب": 10, "ل": 10, "ف": 50, "ك": 200}
"""Particles of one letter that are written as one with the next word; one of so many words has it,
or more seldom."""
_PRONOUNS: Final = ("هما", "ها", "هم", "كم", "نا")
"""Pronouns that are written as one with the word before."""
_OF_TEN: Final = 10
"""A word has a given pronoun in one of ten places, or more seldom."""

_WORDS: Final = re.compile(WORD_PATTERN)


@dataclass(frozen=True, slots=True)
class Speller:
    """Proposes other spellings of a search.

    ``frequency`` says how often a folded word is written, in articles and in Arabic at large;
    ``is_name`` whether it is a word of a known name; ``spelled`` gives a folded word as articles
    write it. A word that is written ``undoubted`` times is right.
    """

    words: WordList
    frequency: Callable[[str], int]
    count: CountArticles
    is_name: Callable[[str], bool] = lambda _word: False
    spelled: Callable[[str], str] = str
    undoubted: int = UNDOUBTED

    def propose(self, state: SearchState, tree: Node | None, total: int) -> Iterator[Alternative]:
        """Yield searches near ``state``, which finds ``total`` articles, the best first."""
        words = list(islice(_single_words(tree), _READ))
        counts: set[int] = set()
        for variant, count in self._counted(state, words):
            # As many articles again are the same ones, found by the word with a clitic.
            if count and count >= total + self._must_gain(variant) and count not in counts:
                counts.add(count)
                other = state.with_text(variant.written(state.text, self.spelled))
                yield Alternative(AlternativeKind.SPELLING, other.text, other, count)
            if len(counts) == MAX_PROPOSALS:
                return

    def _counted(self, state: SearchState, words: Sequence[str]) -> Iterator[tuple[_Variant, int]]:
        """Yield variants of ``state`` with what they find, the likeliest first.

        Of one word alone its own commonness decides; among others, what they find together, and
        above all side by side.
        """
        tried = islice(self._variants(words), _TRIED)
        counted = ((each, self.count(state.with_text(each.written(state.text)))) for each in tried)
        if len(words) == 1:
            yield from counted
            return
        ranked = []
        for place, (variant, count) in enumerate(counted):
            beside = self._side_by_side(state, variant, words) if count else 0
            ranked.append(
                (_rank(variant.apart, count + _SIDE_BY_SIDE * beside), place, variant, count)
            )
        for _rank_of, _place, variant, count in sorted(ranked, key=itemgetter(0, 1)):
            yield variant, count

    def _side_by_side(self, state: SearchState, variant: _Variant, words: Sequence[str]) -> int:
        """Return how many articles hold a proposed word beside its neighbour in the search."""
        pairs = [
            f'"{variant.words.get(one, one)} {variant.words.get(other, other)}"'
            for one, other in pairwise(words)
            if one in variant.words or other in variant.words
        ]
        return self.count(state.with_text(" OR ".join(pairs))) if pairs else 0

    def _must_gain(self, variant: _Variant) -> bool:
        """Return whether ``variant`` must find more: a word that is written may be right."""
        return any(self._evidence(fold(word)) > _HARDLY for word in variant.words)

    def _variants(self, words: Sequence[str]) -> Iterator[_Variant]:
        """Yield the words with one of them replaced, or all that are doubted."""
        alone = len(words) == 1
        doubted = {
            word: near
            for word in dict.fromkeys(words)
            if (near := self._nearest(word, _farthest(fold(word), alone=alone)))
        }
        if len(doubted) > 1:
            best = {word: near[0][0] for word, near in doubted.items()}
            yield _Variant(best, sum(near[0][1] for near in doubted.values()) / len(doubted))
        for one, other in pairwise(words):
            whole = fold(one) + fold(other)
            parts = min(self.frequency(fold(one)), self.frequency(fold(other)))
            if (self.words.frequency(whole) or 0) >= max(parts * _FAR_COMMONER, _FEWEST):
                yield _Variant({f"{one} {other}": whole}, CHEAPEST_CHANGE)
        for word, near in doubted.items():
            yield from (_Variant({word: candidate}, apart) for candidate, apart in near)

    def _nearest(self, word: str, farthest: float) -> list[tuple[str, float]]:
        """Return what ``word`` may have been meant to be, and how far it is from that.

        The likeliest stands first; there is nothing where the word is not doubted.
        """
        folded = fold(word)
        if not comparable(folded) or folded in STOP_WORDS:
            return []
        written = self._evidence(folded)
        if written >= self.undoubted or self.is_name(folded):
            return []
        least = max(written * _FAR_COMMONER, _FEWEST)
        if written > _HARDLY:
            farthest = min(farthest, _ONE_LETTER)
        ranked = sorted(
            (_rank(apart, frequency), candidate, apart)
            for candidate, apart, frequency in self._near(folded, farthest, least)
            if candidate not in STOP_WORDS
            and (
                written <= _HARDLY
                or (apart <= _VERY_NEAR and not _forms_of_one_word(folded, candidate))
                or frequency >= written * _WIDELY_COMMONER
            )
        )
        return [(candidate, apart) for _, candidate, apart in ranked[:_CANDIDATES]]

    def _near(self, word: str, farthest: float, least: int) -> Iterator[tuple[str, float, int]]:
        """Yield (candidate, distance, frequency); far ones only where none is near."""
        yield from self._parted(word, least)
        found = False
        for each in self.words.near(word, min(farthest, _ONE_LETTER), least):
            found = True
            yield each
        if not found and farthest > _ONE_LETTER:
            yield from self.words.near(word, farthest, least)

    def _evidence(self, word: str) -> int:
        """Return how often ``word`` is written, or may be with what is written as one with it."""
        written = self.frequency(word)
        rest, seldom = word, 1
        while rest[0] in _JOINED and len(rest) > MIN_WORD_LETTERS:
            seldom *= _JOINED[rest[0]]
            rest = rest[1:]
            written = max(written, self.frequency(rest) // seldom)
        for pronoun in _PRONOUNS:
            if word.endswith(pronoun) and len(word) - len(pronoun) >= MIN_WORD_LETTERS:
                rest = word.removesuffix(pronoun)
                written = max(written, self.frequency(rest) // _OF_TEN)
        return written

    def _parted(self, word: str, least: int) -> Iterator[tuple[str, float, int]]:
        """Yield ``word`` as two words of the index, where a space was left out."""
        parted = [
            (min(self.words.frequency(word[:at]) or 0, self.words.frequency(word[at:]) or 0), at)
            for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
            if STOP_WORDS.isdisjoint((word[:at], word[at:]))
        ]
        frequency, at = max(parted, default=(0, 0))
        if frequency >= least:
            yield f"{word[:at]} {word[at:]}", LEFT_OUT_COST, frequency


@dataclass(frozen=True, slots=True)
class _Variant:
    """Words of a search with what is proposed instead of each, and how far that is on average."""

    words: Mapping[str, str]
    apart: float

    def written(self, text: str, spelled: Callable[[str], str] = str) -> str:
        """Return ``text`` with its words replaced."""
        for word, other in self.words.items():
            text = replaced(text, word, spelled(other))
        return text


def _rank(apart: float, occurrences: int) -> float:
    """Return what tells likely proposals from others, the likelier the lower."""
    return apart - _COMMONNESS * math.log10(max(occurrences, 1))


def _forms_of_one_word(one: str, other: str) -> bool:
    """Return whether one of them may be the other with a letter of inflection or a particle."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and (
        (long.endswith(short) and long[0] in _PREFIXES)
        or (long.startswith(short) and long[-1] in _SUFFIXES and long[-1] != long[-2])
    )


def spelled_in(word: str, texts: Iterable[str]) -> str:
    """Return the folded ``word`` (or words) as ``texts`` mostly write it, vowel marks left out."""
    return " ".join(_spelled(part, texts) for part in word.split())


def _spelled(word: str, texts: Iterable[str]) -> str:
    surfaces = Counter(
        strip_marks(surface)
        for text in texts
        for surface in _WORDS.findall(text)
        if FOLDED_WORDS[surface] == word
    )
    return surfaces.most_common(1)[0][0] if surfaces else word


def _single_words(tree: Node | None) -> Iterator[str]:
    for term in terms(tree):
        if isinstance(term, Word):
            yield term.text
        elif isinstance(term, Phrase):
            yield from term.words


def _farthest(word: str, *, alone: bool) -> float:
    """Return how far a proposal may be: half a letter in short words, one and a half in long.

    Where other words tell what is meant, a long vowel may be missing in the shortest too.
    """
    return {3: 0.5 if alone else VOWEL_COST, 4: VOWEL_COST, 5: 1.1, 6: 1.1}.get(len(word), 1.6)
