"""Numbers for words and for terms: each surface word is analysed once."""

from __future__ import annotations

from array import array

import numpy as np

from search.engine.blocks import Array
from search.engine.fields import WordAnalyzer
from search.engine.texts import encode_all


class Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first looked up."""

    def __missing__(self, value: str) -> int:
        number = self[value] = len(self)
        return number


class Vocabulary(dict[str, int]):
    """Numbers for surface words, and for each the numbers of its terms.

    Looking up a new word analyses and numbers it, so that
    ``map(vocabulary.__getitem__, words)`` runs at the speed of a dictionary.
    """

    def __init__(self, analyzer: WordAnalyzer) -> None:
        super().__init__()
        self.analyzer = analyzer
        self._term_numbers: dict[bytes, int] = {}
        self._terms = array("I")
        self._starts = array("I", [0])

    def __missing__(self, word: str) -> int:
        number, numbers = self._term_numbers.setdefault, self._term_numbers
        terms = encode_all(dict.fromkeys(self.analyzer.terms(word)))
        self._terms.extend([number(term, len(numbers)) for term in terms])
        self._starts.append(len(self._terms))
        place = self[word] = len(self)
        return place

    @property
    def term_names(self) -> list[bytes]:
        """The terms in the order of their numbers."""
        return list(self._term_numbers)

    def word_terms(self) -> tuple[Array, Array]:
        """(starts, terms): word ``w`` has the terms ``terms[starts[w]:starts[w + 1]]``."""
        return np.array(self._starts, np.int64), np.array(self._terms, np.uint32)
