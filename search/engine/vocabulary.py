"""Numbers for words and for terms: each surface word is analysed once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from search.engine.blocks import Array
from search.engine.fields import WordAnalyzer
from search.engine.texts import encode_all

Name = TypeVar("Name", str, bytes)


class Numbering(dict[Name, int]):
    """Numbers names in the order in which they are first looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[Name] = []

    def __missing__(self, name: Name) -> int:
        number = self[name] = len(self)
        self.names.append(name)
        return number


class Vocabulary(dict[str, int]):
    """Numbers for surface words, and for each the numbers of its terms.

    Looking up a new word analyses and numbers it, so that
    ``map(vocabulary.__getitem__, words)`` runs at the speed of a dictionary.
    """

    def __init__(self, analyzer: WordAnalyzer) -> None:
        super().__init__()
        self.analyzer = analyzer
        self._term_numbers: Numbering[bytes] = Numbering()
        self._terms = array("I")
        self._starts = array("I", [0])

    def __missing__(self, word: str) -> int:
        terms = encode_all(dict.fromkeys(self.analyzer.terms(word)))
        self._terms.extend(map(self._term_numbers.__getitem__, terms))
        self._starts.append(len(self._terms))
        place = self[word] = len(self)
        return place

    @property
    def term_names(self) -> Sequence[bytes]:
        """The terms in the order of their numbers."""
        return self._term_numbers.names

    def word_terms(self) -> tuple[Array, Array]:
        """(starts, terms): word ``w`` has the terms ``terms[starts[w]:starts[w + 1]]``."""
        return np.array(self._starts, np.int64), np.array(self._terms, np.uint32)
