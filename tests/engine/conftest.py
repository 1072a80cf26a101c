"""A small index to try things on, with an analyzer of two terms a word."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from whoosh.analysis import Analyzer, Token

from search.engine import (
    ColumnarIndex,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.engine.blocks import Array
from search.engine.fields import Context

WORD_CHARACTERS = np.array([not chr(code).isspace() for code in range(sys.maxunicode + 1)])


class TwoKindAnalyzer(Analyzer):
    """Each word as itself (kind ``=``) and as its first three letters (kind ``~``)."""

    def words(self, text: str) -> list[str]:
        return text.split()

    @property
    def word_characters(self) -> Array:
        return WORD_CHARACTERS

    def context(self, chunk: str) -> Context:
        return Context.NONE

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        return text[start:stop].split()

    def terms(self, word: str) -> tuple[str, ...]:
        return ("=" + word, "~" + word[:3])

    def __call__(self, value: str, **options: object) -> Iterator[Token]:
        for position, word in enumerate(self.words(value)):
            for text in self.terms(word):
                token = Token()
                token.text, token.pos, token.boost = text, position, 1.0
                yield token


@pytest.fixture(scope="session")
def schema() -> IndexSchema:
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


@pytest.fixture
def index(tmp_path: Path, schema: IndexSchema) -> ColumnarIndex:
    return ColumnarIndex.create(tmp_path / "index", schema, "first")


@pytest.fixture(scope="session")
def article() -> Callable[..., Document]:
    """A document by its key, words, outlet, entities and day."""

    def make(
        key: str,
        text: str | list[str] = "",
        title: str = "",
        outlet: str | None = None,
        entities: tuple[str, ...] = (),
        day: int | None = None,
    ) -> Document:
        return Document(
            key,
            {"text": text, "title": title},
            {"outlet": [] if outlet is None else [outlet], "entity": list(entities)},
            {"day": day},
            {"title": title},
        )

    return make
