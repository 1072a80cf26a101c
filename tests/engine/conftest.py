"""A small index to try things on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.contract import Document, IndexSchema
from search.engine import ColumnarIndex
from tests.engine.two_kind_analyzer import make_schema


@pytest.fixture(scope="session")
def schema() -> IndexSchema:
    return make_schema()


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
        )

    return make
