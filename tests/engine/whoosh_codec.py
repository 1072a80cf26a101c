"""The segments as Whoosh reads them: its own searchers and queries work over these."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from search.contract import IndexSchema
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import MISSING, FieldPostings
from search.engine.storage.segment_files import Segment
from search.engine.storage.term_dictionary import TermDictionary, pack_terms
from tests.engine.whoosh_matchers import PostingsMatcher

TermKey = tuple[str, bytes]


class ColumnarCodec(base.Codec):
    """Reads one segment. Whoosh's own writers are not served."""

    def __init__(self, schema: IndexSchema, segment: Segment) -> None:
        self._schema = schema
        self._segment = segment

    def terms_reader(self, _storage: Any, _segment: Any) -> ColumnarTerms:
        return ColumnarTerms(self._schema, self._segment)

    def per_document_reader(self, _storage: Any, _segment: Any) -> ColumnarDocuments:
        return ColumnarDocuments(self._schema, self._segment)


class WhooshSegment(base.Segment):
    """A segment under the names that Whoosh calls it by. It is never assembled."""

    def __init__(self, indexname: str, schema: IndexSchema, segment: Segment) -> None:
        self.indexname = indexname
        self.segid = segment.name
        self._schema = schema
        self._segment = segment

    def codec(self) -> ColumnarCodec:
        return ColumnarCodec(self._schema, self._segment)

    def is_compound(self) -> bool:
        return False

    def should_assemble(self) -> bool:
        return False

    def doc_count_all(self) -> int:
        return self._segment.documents

    def deleted_count(self) -> int:
        return len(self._segment.deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted.tolist())

    def is_deleted(self, docnum: int) -> bool:
        return not bool(self._segment.live[docnum])


class ColumnarTerms(base.TermsReader):
    """The term dictionaries and postings of a segment."""

    def __init__(self, schema: IndexSchema, segment: Segment) -> None:
        self._schema = schema
        self._segment = segment
        self._names = sorted(schema.by_name)
        self._numbers: dict[str, FieldPostings] = {}

    def postings(self, field: str) -> FieldPostings:
        if field not in self._schema.numbers:
            return self._segment.file.postings(field)
        found = self._numbers.get(field)
        if found is None:
            column = self._segment.file.numbers(field)
            found = self._numbers[field] = number_postings(column, self._schema.whoosh[field])
        return found

    def _find(self, field: str, text: bytes) -> tuple[FieldPostings, int]:
        if field not in self._schema.by_name:
            raise TermNotFound(f"{field}:{text!r}")
        postings = self.postings(field)
        ordinal = postings.dictionary.find(text)
        if ordinal < 0:
            raise TermNotFound(f"{field}:{text!r}")
        return postings, ordinal

    def __contains__(self, term: TermKey) -> bool:
        field, text = term
        return field in self._schema.by_name and self.postings(field).dictionary.find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        return self._names

    def terms(self) -> Iterator[TermKey]:
        return self.terms_from(self._names[0], b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[TermKey]:
        for name in self._names:
            if name >= fieldname:
                dictionary = self.postings(name).dictionary
                low = dictionary.lower_bound(prefix) if name == fieldname else 0
                for ordinal in range(low, len(dictionary)):
                    yield name, dictionary.term(ordinal)

    def items(self) -> Iterator[tuple[TermKey, TermInfo]]:
        return self.items_from(self._names[0], b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[TermKey, TermInfo]]:
        for field, text in self.terms_from(fieldname, prefix):
            yield (field, text), self.term_info(field, text)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        postings, ordinal = self._find(fieldname, text)
        docs, freqs = postings.documents(ordinal), postings.frequencies(ordinal)
        boost = self._schema.whoosh[fieldname].format.field_boost
        lengths = np.ones(1) if postings.lengths is None else postings.lengths[docs]
        return TermInfo(
            weight=float(freqs.sum() * boost),
            df=len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(freqs.max() * boost),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        try:
            return float(self.term_info(fieldname, text).weight())
        except TermNotFound:
            return 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        try:
            postings, ordinal = self._find(fieldname, text)
        except TermNotFound:
            return 0
        return postings.document_frequency(ordinal)

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> PostingsMatcher:
        postings, ordinal = self._find(fieldname, text)
        return PostingsMatcher(postings, ordinal, (fieldname, text), format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> DictionaryCursor:
        return DictionaryCursor(self.postings(fieldname).dictionary, fieldobj)


class DictionaryCursor(base.FieldCursor):
    """Walks a dictionary for Whoosh's automata."""

    def __init__(self, dictionary: TermDictionary, field: Any) -> None:
        self._dictionary = dictionary
        self._field = field
        self._ordinal = 0

    def first(self) -> str | None:
        self._ordinal = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        text = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._ordinal = self._dictionary.lower_bound(text)
        return self.text()

    def next(self) -> str | None:
        self._ordinal += 1
        return self.text()

    def text(self) -> str | None:
        if not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._dictionary.term(self._ordinal))
        return text

    term = text

    def is_valid(self) -> bool:
        return self._ordinal < len(self._dictionary)


class ColumnarDocuments(base.PerDocumentReader):
    """Counts, lengths and stored fields of the documents of a segment."""

    def __init__(self, schema: IndexSchema, segment: Segment) -> None:
        self._schema = schema
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.live_documents

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return len(self._segment.deleted) > 0

    def is_deleted(self, docnum: int) -> bool:
        # Whoosh asks for the number past the last one too.
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._deleted

    @cached_property
    def _deleted(self) -> frozenset[int]:
        return frozenset(self._segment.deleted.tolist())

    def _lengths(self, field: str) -> Array:
        lengths = self._segment.file.postings(field).lengths
        return np.zeros(0, np.int64) if lengths is None else lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths(fieldname)
        return int(lengths[docnum]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the key, which is all that a document stores."""
        return {self._schema.key.name: self._segment.file.keys[docnum]}


def number_postings(column: Array, field: Any) -> FieldPostings:
    """A column of numbers as Whoosh looks for it: one term for each value that occurs."""
    present = np.flatnonzero(column != MISSING)
    order = present[np.argsort(column[present], kind="stable")]
    numbers, counts = np.unique(column[present], return_counts=True)
    blob, ends = pack_terms([field.to_bytes(number) for number in numbers.tolist()])
    dictionary = TermDictionary(np.frombuffer(blob, np.uint8), ends.astype(np.uint32))
    return FieldPostings(
        dictionary, np.concatenate([[0], counts.cumsum()]), order.astype(np.uint16)
    )
