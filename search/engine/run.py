"""A run: documents held in memory until they are written as one segment."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.engine.blocks import BlockWriter
from search.engine.columns import MISSING, write_keyword_column, write_stored
from search.engine.fields import IndexSchema
from search.engine.inversion import ValueStream, WordStream
from search.engine.postings import PostingsWriter
from search.engine.records import Document
from search.engine.texts import encode_json
from search.engine.vocabulary import Vocabulary


class Run:
    """Buffers documents. The vocabularies outlive it: they are the writer's memory."""

    def __init__(self, schema: IndexSchema, vocabularies: dict[str, Vocabulary]) -> None:
        self._schema = schema
        self._vocabularies = vocabularies
        self._streams = {name: WordStream(vocabularies[name]) for name in schema.texts}
        self._keywords = {name: ValueStream() for name in schema.keywords}
        self._numbers: dict[str, list[int]] = {name: [] for name in schema.numbers}
        self._stored: list[bytes] = []
        self.stored_bytes = 0
        self._keys = ValueStream()
        self._last: dict[str, int] = {}
        self.deleted: set[int] = set()

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def words(self) -> int:
        return sum(map(len, self._streams.values()))

    def add(self, document: Document) -> None:
        """Buffer ``document``. Raises ``UnknownFieldError`` for a field not in the schema."""
        self._schema.check_texts(document.text)
        self._schema.check_columns(document.keywords, document.numbers)
        number = len(self._stored)
        stored = encode_json(dict(document.stored))
        for name, text in document.text.items():
            self._streams[name].add(number, text)
        for name, values in document.keywords.items():
            self._keywords[name].add(number, values)
        for name, column in self._numbers.items():
            value = document.numbers.get(name)
            column.append(MISSING if value is None else value)
        self._keys.add(number, [document.key])
        self._last[document.key] = number
        self._stored.append(stored)
        self.stored_bytes += len(stored)

    def delete(self, key: str) -> bool:
        """Mark the buffered document under ``key`` as deleted; whether there was one."""
        number = self._last.pop(key, None)
        if number is not None:
            self.deleted.add(number)
        return number is not None

    def seal(self) -> None:
        """Read all words, so that what is written no longer depends on the vocabularies."""
        for stream in self._streams.values():
            stream.split_waiting()
        known = {each: each.word_terms() for each in set(self._vocabularies.values())}
        for name, stream in self._streams.items():
            stream.seal(known[self._vocabularies[name]])

    def write(self, path: Path, sync: bool = True) -> None:
        """Invert and write everything as the segment file ``path``, synced or not."""
        self.seal()
        self._write(path, sync, named=True)

    def spill(self, path: Path) -> None:
        """Write a sealed run, the terms of texts by number: ``merge_segments`` names them."""
        self._write(path, sync=False, named=False)

    def _write(self, path: Path, sync: bool, named: bool) -> None:
        blocks = BlockWriter(path)
        for name, stream in self._streams.items():
            inverted, numbers, lengths = stream.invert(len(self), named)
            if not named:
                blocks.append(f"{name}/term_numbers", numbers)
            writer = PostingsWriter(blocks, name)
            writer.add(inverted)
            writer.add_lengths(lengths)
        for name, values in {**self._keywords, self._schema.key.name: self._keys}.items():
            inverted = values.invert()
            PostingsWriter(blocks, name).add(inverted)
            write_keyword_column(blocks, name, len(self), inverted.counts, inverted.docs)
        for name, column in self._numbers.items():
            blocks.append(f"{name}/numbers", np.array(column, np.int64))
        write_stored(blocks, self._stored)
        blocks.finish({"documents": len(self)}, sync)
