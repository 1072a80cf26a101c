"""Whoosh's matchers over the arrays of a segment: of a term, and of our ``PhraseOf``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from whoosh.matching import (
    IntersectionMatcher,
    LeafMatcher,
    NullMatcher,
    ReadTooFar,
    WrappingMatcher,
)
from whoosh.query import And, Or, Query, Term
from whoosh.query.spans import Span, SpanWrappingMatcher
from whoosh.util import make_binary_tree

from search.contract import PhraseOf
from search.engine.storage.field_blocks import FieldPostings


class PostingsMatcher(LeafMatcher):
    """A Whoosh matcher over slices of a segment's arrays."""

    def __init__(
        self,
        postings: FieldPostings,
        ordinal: int,
        term: tuple[str, bytes],
        format_: Any,
        scorer: Any,
    ) -> None:
        self._postings = postings
        self._ordinal = ordinal
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._docs = postings.documents(ordinal)
        self._freqs = postings.frequencies(ordinal)
        self._place = 0

    def copy(self) -> PostingsMatcher:
        other = PostingsMatcher(self._postings, self._ordinal, self._term, self.format, self.scorer)
        other._place = self._place
        return other

    def reset(self) -> None:
        self._place = 0

    def is_active(self) -> bool:
        return self._place < len(self._docs)

    def id(self) -> int:
        return int(self._docs[self._place])

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1
        return False

    def skip_to(self, id: int) -> bool:
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            # The number may lie past what 16 bits hold, so it is not cast to their type.
            self._place = int(np.searchsorted(self._docs.astype(np.int64), id))
        return False

    def weight(self) -> float:
        return float(self._freqs[self._place] * self.format.field_boost)

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight") or (
            astype == "positions" and self._postings.positions is not None
        )

    def value(self) -> bytes:
        if self._postings.positions is None:
            return b""
        value: bytes = self.format.encode(self.value_as("positions"))
        return value

    def value_as(self, astype: str) -> Any:
        if astype == "frequency":
            return int(self._freqs[self._place])
        if astype == "weight":
            return self.weight()
        if astype == "positions":
            positions = self._postings.positions_of(self._ordinal)
            start = int(self._freqs[: self._place].sum())
            return positions[start : start + int(self._freqs[self._place])].tolist()
        raise ValueError(f"postings hold no {astype}")

    def supports_block_quality(self) -> bool:
        return False

    def score(self) -> float:
        return self.weight() if self.scorer is None else float(self.scorer.score(self))


class WalkedPhraseOf(PhraseOf):
    """``PhraseOf`` as Whoosh evaluates it, document by document and place by place."""

    @classmethod
    def of(cls, query: PhraseOf) -> WalkedPhraseOf:
        return cls(query.fieldname, query.places, query.slop, query.ordered, query.boost)

    def conjunction(self) -> Query:
        """The same terms without their positions."""
        return And([Or([Term(self.fieldname, t) for t in terms]) for terms in self.places])

    def estimate_size(self, ixreader: Any) -> int:
        return int(self.conjunction().estimate_size(ixreader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        context = (context or searcher.context()).set(needs_current=True)
        if not self.places:
            return NullMatcher()
        places = [query.matcher(searcher, context) for query in self.conjunction().subqueries]
        matcher = PhraseOfMatcher(places, self.slop, self.ordered)
        return WrappingMatcher(matcher, boost=self.boost) if self.boost != 1.0 else matcher


class PhraseOfMatcher(SpanWrappingMatcher):
    """Walks the documents that have every place, keeping those whose positions fit."""

    def __init__(self, places: Sequence[Any], slop: int, ordered: bool) -> None:
        self._places = list(places)
        self._slop = slop
        self._ordered = ordered
        super().__init__(make_binary_tree(IntersectionMatcher, self._places))

    def copy(self) -> PhraseOfMatcher:
        return PhraseOfMatcher([m.copy() for m in self._places], self._slop, self._ordered)

    def replace(self, _minquality: float = 0) -> Any:
        return self if self.is_active() else NullMatcher()

    def _get_spans(self) -> list[Span]:
        positions = [sorted({span.start for span in m.spans()}) for m in self._places]
        fit = _follows if self._ordered else _fits_window
        return [Span(0)] if fit(positions, self._slop) else []


def _follows(positions: list[list[int]], slop: int) -> bool:
    ends = set(positions[0])
    for place in positions[1:]:
        ends = {p for p in place if any(1 <= p - end <= slop for end in ends)}
    return bool(ends)


def _fits_window(positions: list[list[int]], slop: int) -> bool:
    width = len(positions) + slop - 2
    for start in sorted(set().union(*positions)):
        window = [{p for p in place if start <= p <= start + width} for place in positions]
        if _has_representatives(window):
            return True
    return False


def _has_representatives(sets: Sequence[set[int]]) -> bool:
    """Hall's theorem: any ``n`` of the sets together hold ``n`` positions or more."""
    return all(
        len(set().union(*chosen)) >= size
        for size in range(1, len(sets) + 1)
        for chosen in combinations(sets, size)
    )
