"""An analyzer of two terms a word, and the schema of the small index that tests are made on."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from whoosh.analysis import Analyzer, Token

from search.contract import (
    ChunkReader,
    Context,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.engine import Array

WORD_CHARACTERS = np.array([not chr(code).isspace() for code in range(sys.maxunicode + 1)])


class TwoKindAnalyzer(Analyzer):
    """Each word as itself (kind ``=``) and as its first three letters (kind ``~``)."""

    def words(self, text: str) -> list[str]:
        return text.split()

    @property
    def word_characters(self) -> Array:
        return WORD_CHARACTERS

    def context(self, _chunk: str) -> Context:
        return Context.NONE

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        return text[start:stop].split()

    def chunk_reader(self) -> ChunkReader:
        return ChunkReader(self)

    def terms(self, word: str) -> tuple[str, ...]:
        return ("=" + word, "~" + word[:3])

    def __call__(self, value: str, **_options: object) -> Iterator[Token]:
        for position, word in enumerate(self.words(value)):
            for text in self.terms(word):
                token = Token()
                token.text, token.pos, token.boost = text, position, 1.0
                yield token


def make_schema() -> IndexSchema:
    """Two text fields, a keyword of one value and one of many, and a number."""
    analyzer = TwoKindAnalyzer()
    return IndexSchema(
        (
            KeyField("id"),
            TextField("text", analyzer),
            TextField("title", analyzer, boost=2.0),
            KeywordField("outlet"),
            KeywordField("entity", multi=True),
            NumberField("day"),
        )
    )
