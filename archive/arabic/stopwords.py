"""Stop words: function words that say nothing of what a text is about."""

from __future__ import annotations

import unicodedata
from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.letters import ALEF_MAKSURA
from archive.arabic.normalize import fold

_AS_WRITTEN_SIGN: Final = "!"
_LISTED: Final = tuple(word for line in data_lines("stopwords.txt") for word in line.split())

STOP_WORDS: Final[frozenset[str]] = frozenset(
    fold(word.removesuffix(_AS_WRITTEN_SIGN)) for word in _LISTED
)
"""Folded, and with the conjunctions و and ف that they are written with."""

_WITH_ALEF_MAKSURA: Final = frozenset(
    fold(word.removesuffix(_AS_WRITTEN_SIGN)) for word in _LISTED if word.endswith(_AS_WRITTEN_SIGN)
)


def is_stop_word(surface: str, folded: str) -> bool:
    """Whether ``surface``, which folds to ``folded``, is a stop word.

    على "on" is one and علي, the name, is none, though folding makes them one word.
    """
    if folded not in STOP_WORDS:
        return False
    if folded not in _WITH_ALEF_MAKSURA:
        return True
    return ALEF_MAKSURA in unicodedata.normalize("NFKC", surface)
