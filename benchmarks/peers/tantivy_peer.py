"""tantivy at its best: one segment, one field a kind, facets as integer fast fields."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.peers.inputs import GAP, KIND_NAMES, Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run

_HEAP = 3_000_000_000
_FACETS = ("month", "outlet", "entity")


class TantivyPeer:
    """The Rust engine that is nearest to Lucene."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for kind in KIND_NAMES:
            builder.add_text_field(kind, tokenizer_name="terms", index_option="position")
        for facet in _FACETS:
            builder.add_unsigned_field(facet, fast=True, indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        gaps = tantivy.Filter.custom_stopword([GAP])
        self._index.register_tokenizer("terms", analyzer.filter(gaps).build())

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        writer = self._index.writer(_HEAP, 1)
        for row in inputs.rows():
            timed(writer.add_document, self._document(row))
        timed(writer.commit)
        timed(writer.wait_merging_threads)

    def _document(self, row: Row) -> Any:
        document = tantivy.Document(id=row.key, **row.texts)
        document.add_unsigned("month", row.month)
        document.add_unsigned("outlet", row.outlet)
        for entity in row.entities:
            document.add_unsigned("entity", entity)
        return document

    def open(self, questions: Questions) -> None:
        self._searcher = self._index.searcher()
        self._writer: Any = None
        self._facets = {
            name: {"terms": {"field": name, "size": 10, "segment_size": 10_000}} for name in _FACETS
        }

    def _query(self, kind: str, words: list[str]) -> Any:
        if kind == "phrase":
            return tantivy.Query.phrase_query(self._schema, "exact", list(words))
        terms = [tantivy.Query.term_query(self._schema, "form", word) for word in words]
        occur = tantivy.Occur.Should if kind == "or" else tantivy.Occur.Must
        return tantivy.Query.boolean_query([(occur, term) for term in terms])

    def search(self, kind: str, words: list[str]) -> int:
        query = self._query(kind, words)
        found: Any = self._searcher.search(query, 10, count=True)
        for _, address in found.hits:
            self._searcher.doc(address)["id"]
        self._searcher.aggregate(query, self._facets)
        return int(found.count)

    def update(self, row: Row) -> None:
        if self._writer is None:
            self._writer = self._index.writer(50_000_000, 1)
        self._writer.delete_documents_by_term("id", row.key)
        self._writer.add_document(self._document(row))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.search("and", [row.texts["form"].split()[0]])

    def sizes(self) -> dict[str, int]:
        by_kind = {"term": 0, "idx": 0, "pos": 0, "fast": 0, "store": 0, "fieldnorm": 0}
        for path in self._folder.iterdir():
            if path.suffix[1:] in by_kind:
                by_kind[path.suffix[1:]] += path.stat().st_size
        return {
            "inverted": by_kind["term"] + by_kind["idx"] + by_kind["pos"],
            "all": folder_bytes(self._folder),
            "segments": self._segments(),
            **by_kind,
        }

    def _segments(self) -> int:
        self._index.reload()
        return int(self._index.searcher().num_segments)


if __name__ == "__main__":
    run(TantivyPeer)
