"""Our engine, as the site uses it: one text field, four kinds of terms at each position."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.query import And, Or, Phrase, Query, Term

from archive.arabic.frequencies import FrequencyTable
from benchmarks.peers.inputs import Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run
from search.contract import (
    Document,
    FacetRequest,
    IndexSchema,
    KeyField,
    KeywordField,
    Request,
    TextField,
)
from search.engine import ColumnarIndex
from search.index.analyzers import ArabicAnalyzer
from search.index.term_kinds import KIND_EXACT, KIND_FORM

_FACETS = tuple(FacetRequest(name, 10) for name in ("month", "outlet", "entity"))


def schema() -> IndexSchema:
    """The fields of the benchmark's index."""
    return IndexSchema(
        (
            KeyField("id"),
            TextField("text", ArabicAnalyzer(FrequencyTable.shipped())),
            KeywordField("month"),
            KeywordField("outlet"),
            KeywordField("entity", multi=True),
        )
    )


class KhizanaPeer:
    """The columnar index of this archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = schema()

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        writer = timed(ColumnarIndex.create(self._folder, self._schema, "").writer)
        for row in inputs.rows(surface=True):
            timed(writer.add, self._document(row, inputs))
        timed(writer.commit)

    def _document(self, row: Row, names: Inputs | Questions) -> Document:
        keywords = {
            "month": [names.months[row.month]],
            "outlet": [names.outlets[row.outlet]],
            "entity": [names.entities[entity] for entity in row.entities],
        }
        return Document(row.key, {"text": row.surface}, keywords)

    def open(self, questions: Questions) -> None:
        self._names = questions
        self._index = ColumnarIndex.open(self._folder, self._schema)

    def _query(self, kind: str, words: list[str]) -> Query:
        if kind == "phrase":
            return Phrase("text", [KIND_EXACT + word for word in words])
        terms = [Term("text", KIND_FORM + word) for word in words]
        if len(terms) == 1:
            return terms[0]
        return Or(terms) if kind == "or" else And(terms)

    def search(self, kind: str, words: list[str]) -> int:
        request = Request(self._query(kind, words), facets=_FACETS)
        return self._index.snapshot().search(request).total

    def update(self, row: Row) -> None:
        with self._index.writer() as writer:
            writer.update(self._document(row, self._names))
        self.search("and", [row.surface.split()[0]])

    def sizes(self) -> dict[str, int]:
        parts = {"inverted": 0, "columns": 0}
        segments = ColumnarIndex.open(self._folder, self._schema).snapshot().segments
        for segment in segments:
            blocks = segment.file.blocks
            for name in blocks.names():
                part = "inverted" if name.startswith("text/") else "columns"
                parts[part] += blocks.length(name)
        return {**parts, "all": folder_bytes(self._folder), "segments": len(segments)}


if __name__ == "__main__":
    run(KhizanaPeer)
