"""Whoosh 2.7.4 as it is released, on a sample of the corpus: its own writer and searcher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import And, Or, Phrase, Term
from whoosh.sorting import FieldFacet

from benchmarks.peers.inputs import GAP, KIND_NAMES, Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run

_QUERIES = 60


class _KindsAnalyzer(Analyzer):
    """Splits lines, one a kind, into terms that share positions."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Token]:
        token = Token(positions=True)
        lines = [line.split(" ") for line in value.split("\n")]
        for position, terms in enumerate(zip(*lines, strict=False)):
            for kind, term in zip(KIND_NAMES, terms, strict=True):
                if term != GAP:
                    token.text, token.pos, token.boost, token.stopped = (
                        kind[0] + term,
                        position,
                        1.0,
                        False,
                    )
                    yield token


class WhooshPeer:
    """Whoosh with its own codec."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._schema = Schema(
            id=ID(unique=True, stored=True),
            text=TEXT(analyzer=_KindsAnalyzer()),
            month=ID(sortable=True),
            outlet=ID(sortable=True),
            entity=KEYWORD(commas=True),
        )

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        writer = create_in(str(self._folder), self._schema).writer(limitmb=512)
        for row in inputs.rows():
            timed(self._add, writer.add_document, row)
        timed(writer.commit)

    def _add(self, add: Callable[..., Any], row: Row) -> None:
        add(
            id=row.key,
            text="\n".join(row.texts[kind] for kind in KIND_NAMES),
            month=str(row.month),
            outlet=str(row.outlet),
            entity=",".join(map(str, row.entities)),
        )

    def open(self, questions: Questions) -> None:
        self._index = open_dir(str(self._folder))
        self._searcher = self._index.searcher()

    def search(self, kind: str, words: list[str]) -> int:
        if kind == "phrase":
            query: Any = Phrase("text", ["e" + word for word in words])
        else:
            terms = [Term("text", "f" + word) for word in words]
            query = Or(terms) if kind == "or" else And(terms)
        grouping = {
            "month": FieldFacet("month"),
            "outlet": FieldFacet("outlet"),
            "entity": FieldFacet("entity", allow_overlap=True),
        }
        found = self._searcher.search(query, limit=10, groupedby=grouping)
        for hit in found:
            hit["id"]
        for name in grouping:
            counts = {value: len(docs) for value, docs in found.groups(name).items()}
            sorted(counts, key=counts.__getitem__)[-10:]
        return len(found)

    def update(self, row: Row) -> None:
        writer = self._index.writer()
        self._add(writer.update_document, row)
        writer.commit()
        self._searcher = self._searcher.refresh()
        self.search("and", [row.texts["form"].split()[0]])

    def sizes(self) -> dict[str, int]:
        return {"all": folder_bytes(self._folder)}


if __name__ == "__main__":
    run(WhooshPeer, queries=_QUERIES)
