"""Chunks that are new to an index, read many at once and mostly without patterns.

Nineteen in twenty are one Arabic word, and neither a name of two words nor part of a month, an
abbreviation or a formula: a set tells that of the folded word. Such words are folded together,
and the terms of a form are found once, however many words have it (كتاب, وكتاب, الكتاب).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from archive.arabic.calendar_names import month_parts
from archive.arabic.letters import (
    ARABIC_LETTERS,
    COMBINING_HAMZA_AND_MADDA,
    MARKS,
)
from archive.arabic.normalize import ends_in_teh_marbuta, fold_words
from archive.arabic.word_lists import STOP_WORDS
from archive.arabic.wordforms import WordAnalyzer
from archive.arabic.written_units import GLUED_OPENINGS, unit_words
from search.contract import ChunkReader, Context, ReadChunks
from search.index.term_kinds import KIND_EXACT, form_terms

if TYPE_CHECKING:
    from search.index.analyzers import ArabicAnalyzer

_ARABIC_WORD: Final = re.compile(
    f"(?!.*[{COMBINING_HAMZA_AND_MADDA}])[{ARABIC_LETTERS}][{ARABIC_LETTERS}{MARKS}]*"
)


@cache
def _words_of_patterns() -> frozenset[str]:
    """Return the folded words that are more, or less, than a word by themselves."""
    return month_parts() | unit_words() | STOP_WORDS


class ArabicChunkReader(ChunkReader):
    """Reads as ``ArabicAnalyzer`` does; it remembers forms for as long as it lives."""

    def __init__(self, analyzer: ArabicAnalyzer, forms: WordAnalyzer) -> None:
        super().__init__(analyzer)
        self._form: Final = forms.form
        self._form_terms: Final = cache(partial(form_terms, forms))

    def read(self, chunks: Sequence[str]) -> ReadChunks:
        """Return what the analyzer says of ``chunks``, which hold no line ends."""
        one_word = list(filter(_ARABIC_WORD.fullmatch, chunks))
        folded_words = dict(zip(one_word, fold_words(one_word), strict=True))
        of_patterns = _words_of_patterns()
        contexts: list[int] = []
        counts: list[int] = []
        terms: list[tuple[str, ...]] = []
        for chunk in chunks:
            folded = folded_words.get(chunk)
            if (
                folded is None
                or folded in of_patterns
                or folded[:3] in GLUED_OPENINGS
                or folded[1:4] in GLUED_OPENINGS
            ):
                read = super().read((chunk,))
                contexts += read.contexts
                counts += read.counts
                terms += read.terms
            else:
                contexts.append(Context.NONE)
                counts.append(1)
                terms.append(self._word_terms(chunk, folded))
        return ReadChunks(contexts, counts, terms)

    def _word_terms(self, chunk: str, folded: str) -> tuple[str, ...]:
        is_feminine = ends_in_teh_marbuta(chunk, folded)
        return (KIND_EXACT + folded, *self._form_terms(self._form(folded), is_feminine))
