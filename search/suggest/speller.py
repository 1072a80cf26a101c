"""Did you mean: words that find nothing, replaced by the nearest words of the index.

What is proposed has been searched for: it finds something, and more than what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.query.state import SearchState

if TYPE_CHECKING:
    pass
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import tokenize
from search.query.tree import Fuzzy, Node, Phrase, Word, terms
from search.suggest.word_list import MIN_LETTERS, WordList

KIND: Final = "spelling"
PROPOSALS: Final = 2
"""What is proposed at most."""
_TRIED: Final = 8
"""Texts that are searched for before giving up."""
_READ: Final = 12
"""Words and phrases of a search that are looked at."""
_CANDIDATES: Final = 3
"""Neighbours of one word that are tried."""
_RARE: Final = 2
"""A word of so few articles is doubted where a very near one is far commoner."""
_FAR_COMMONER: Final = 50
_VERY_NEAR: Final = 0.6
_COMMONNESS: Final = 0.25
"""What ten times the articles are worth against letters apart; set by eye on news words."""

Count = Callable[[SearchState], int]
"""How many articles a search finds."""


@dataclass(frozen=True, slots=True)
class Speller:
    """Proposes other spellings.

    ``found`` counts the articles that a folded word finds, clitics and spelling apart;
    ``spelled`` gives a folded word as articles write it.
    """

    words: WordList
    found: Callable[[str], int]
    count: Count
    spelled: Callable[[str], str] = str

    def propose(self, state: SearchState, tree: Node | None, total: int) -> tuple[Rescue, ...]:
        """Return searches near ``state``, which finds ``total`` articles, the best first."""
        doubted = {word: near for word in _single_words(tree) if (near := self._nearest(word))}
        proposals: dict[int, Rescue] = {}
        for text in islice(self._texts(state.text, doubted), _TRIED):
            other = state.with_text(text)
            count = self.count(other)
            if count > total:
                # As many articles again are the same ones, found by the word with a clitic.
                proposals.setdefault(count, Rescue(KIND, text, other, count))
            if len(proposals) == PROPOSALS:
                break
        return tuple(proposals.values())

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
        folded = fold(word)
        found = self.found(folded)
        if found > _RARE or len(folded) < MIN_LETTERS:
            return []
        ranked = sorted(
            (apart - _COMMONNESS * math.log10(frequency), candidate)
            for candidate, apart, frequency in self.words.near(folded, _limit(folded))
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


def replaced(text: str, word: str, other: str) -> str:
    """Return ``text`` with the first ``word`` that stands alone in it replaced."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, text, count=1)


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


def _limit(word: str) -> float:
    """How far a proposal may be: half a letter in short words, one and a half in long ones."""
    return {3: 0.5, 4: 0.6, 5: 1.1, 6: 1.1}.get(len(word), 1.6)


@dataclass(frozen=True, slots=True)
class Rescue:
    """A way out of an empty result: words to read, and the search that it leads to."""

    kind: str
    label: str
    state: SearchState | None
    count: int
