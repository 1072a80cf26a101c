"""The contract: what is asked of an index when it is searched, and when it is written."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from whoosh.query import Query

from search.contract.index_schema import ColumnValues, Document
from search.contract.log_likelihood import SignificantTerm
from search.contract.requests import AnyFilter, Request, Response


class OrderedKeys(Protocol):
    """The keys of everything that a request found, in its order, as of one state of the index."""

    def __len__(self) -> int: ...

    def batches(self, at_once: int) -> Iterator[list[str]]:
        """Yield the keys, ``at_once`` at a time. Raises ``IndexUnavailableError``."""


class IndexReader(Protocol):
    """The index as of one moment, as threads share it.

    Counts of found documents are exact: totals, facets, and both together. What asks for
    documents raises ``QueryTooCostlyError`` past its time, ``UnknownFieldError``,
    ``UnknownQueryError``, and ``IndexUnavailableError`` where no index answers.
    """

    @property
    def generation(self) -> Hashable:
        """What differs after every change of the index: what was made of it is kept by this."""

    @property
    def document_count(self) -> int:
        """How many documents there are."""

    def search(self, request: Request) -> Response:
        """Return what ``request`` finds; the facets for which no time was left are named."""

    def ordered(self, request: Request) -> OrderedKeys:
        """Return the keys of all that ``request`` finds, whatever its page."""

    def count(self, query: Query) -> int:
        """Return how many documents match, without a limit of time."""

    def facet(self, field: str, query: Query, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the values of ``field`` among the matches, the most frequent first."""

    def cross_counts(self, request: Request, rows: str, columns: str) -> dict[tuple[str, str], int]:
        """Return (value of ``rows``, value of ``columns``) → how many found documents have both.

        Both are fields of one value; a document without one counts under the empty one.
        """

    def overlaps(self, within: AnyFilter, conditions: Sequence[AnyFilter]) -> list[list[int]]:
        """Return how many documents that pass ``within`` pass each two of ``conditions``."""

    def significant_among(
        self, request: Request, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[SignificantTerm]:
        """Return the terms of ``field`` that what ``request`` finds has more often than the rest."""

    def contains(self, key: str) -> bool:
        """Return whether there is a document under ``key``."""

    def terms_of(
        self, key: str, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]:
        """Return the terms of a text of one document that tell it from the rest, weightiest first.

        The weight is the frequency of the term times its rarity. None where there is no such document.
        """

    def all_keys(self) -> Iterator[str]:
        """Yield the key of every document."""

    def doc_frequency(self, field: str, term: str) -> int:
        """Return how many documents have ``term``; deleted ones may be counted for a while."""

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Return every term of ``field`` that begins with ``prefix``, as ``doc_frequency`` counts."""

    def term_counts(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield what ``doc_frequencies`` returns, the terms in ascending order."""

    def every_term(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield each term of ``field`` that begins with ``prefix``; also some of deleted documents."""

    def held(self, field: str, terms: Iterable[str]) -> set[str]:
        """Return those of ``terms`` that a document has, as ``doc_frequency`` counts."""

    def has_terms(self, field: str) -> bool:
        """Return whether any document has a term in ``field``."""

    def greatest(self, field: str) -> int | None:
        """Return the greatest number of ``field``, ``None`` where there is none."""


class IndexWriter(Protocol):
    """What is added, replaced and deleted is seen by searches once the writer's block ends."""

    def add(self, document: Document) -> None:
        """Add a document whose key is new to the index."""

    def update(self, document: Document) -> None:
        """Replace the document under the key of ``document``, or add it."""

    def update_columns(self, values: ColumnValues) -> bool:
        """Give a document new values in some columns; return whether there is such a document."""

    def delete(self, key: str) -> bool:
        """Delete the document under ``key``; return whether there may have been one."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
