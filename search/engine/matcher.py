"""One term of one segment, walked posting by posting as Whoosh wants it."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from search.engine.postings import FieldPostings


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
