"""What an index asks of the analyzer of a text: its words, and the index terms of each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import chain
from typing import Any, Final, NamedTuple, Protocol

from numpy.typing import NDArray

MAX_SEPARATOR: Final = 2
"""Characters between two chunks of which the first only ``BEGINS`` a word."""


class Context(IntEnum):
    """Whether the words of a chunk depend on the chunks beside it."""

    NONE = 0
    CONTINUES = 1
    """They may belong to a word that the chunk before began."""
    BEGINS = 2
    """They may begin a word that goes on behind at most ``MAX_SEPARATOR`` characters."""
    OPENS = 3
    """They may begin a word that goes on, or change beside what stands before or after."""


class WordAnalyzer(Protocol):
    """A Whoosh analyzer that can also be asked word by word.

    ``words(text)`` are the surface words in order; each takes one position.
    ``terms(word)`` are the index terms of one surface word, each once, all at its position.

    A *chunk* is a maximal stretch of ``word_characters`` (for each code point, whether a
    word may hold it; a line's end is none). The words of a text are those of its chunks,
    each read alone, but where ``context`` says otherwise: these and the chunks that
    continue them are read by ``words_between``, which gives those of ``words(text)`` that
    begin between ``start`` and ``stop``.
    """

    @property
    def word_characters(self) -> NDArray[Any]:
        """For each code point, whether a word may hold it."""

    def words(self, text: str) -> list[str]:
        """Return the surface words of a text in order."""

    def terms(self, word: str) -> tuple[str, ...]:
        """Return the index terms of one surface word."""

    def context(self, chunk: str) -> Context:
        """Return whether the words of a chunk depend on its neighbours."""

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        """Return the words of the whole text that begin between ``start`` and ``stop``."""

    def chunk_reader(self) -> ChunkReader:
        """Return what reads many chunks, and lives as long as what they are remembered in."""


class ReadChunks(NamedTuple):
    """What was read in a number of chunks."""

    contexts: Sequence[int]
    """The ``Context`` of each chunk."""
    counts: Sequence[int]
    """How many words each chunk has."""
    terms: Sequence[tuple[str, ...]]
    """The index terms of each word of all chunks, in order."""


class ChunkReader:
    """Reads chunks, one after the other; an analyzer may have a reader that is quicker at many."""

    def __init__(self, analyzer: WordAnalyzer) -> None:
        self.analyzer: Final = analyzer

    def read(self, chunks: Sequence[str]) -> ReadChunks:
        """Return what ``context``, ``words`` and ``terms`` of the analyzer say of ``chunks``."""
        words = list(map(self.analyzer.words, chunks))
        return ReadChunks(
            list(map(self.analyzer.context, chunks)),
            list(map(len, words)),
            list(map(self.analyzer.terms, chain.from_iterable(words))),
        )
