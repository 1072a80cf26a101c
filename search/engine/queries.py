"""The query node that Whoosh lacks: a phrase whose every place takes alternative terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from whoosh.matching import IntersectionMatcher, NullMatcher, WrappingMatcher
from whoosh.query import And, Or, Query, Term
from whoosh.query.spans import Span, SpanWrappingMatcher
from whoosh.util import make_binary_tree


class PhraseOf(Query):
    """Places that follow each other, each filled by any of its terms.

    Ordered, each place lies 1 to ``slop`` positions after the one before it (as in
    ``whoosh.query.Phrase``). Unordered, distinct positions fill all places within a
    window of ``slop - 1`` positions more than there are places. The score is the
    sum of the scores of all terms that stand in the document.
    """

    def __init__(
        self,
        fieldname: str,
        places: Iterable[Iterable[str]],
        slop: int = 1,
        ordered: bool = True,
        boost: float = 1.0,
    ) -> None:
        self.fieldname = fieldname
        self.places = tuple(tuple(dict.fromkeys(terms)) for terms in places)
        self.slop = slop
        self.ordered = ordered
        self.boost = boost

    def _identity(self) -> tuple[Any, ...]:
        return self.fieldname, self.places, self.slop, self.ordered, self.boost

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhraseOf) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"PhraseOf({', '.join(map(repr, self._identity()))})"

    def __str__(self) -> str:
        words = " ".join("|".join(terms) for terms in self.places)
        return f'{self.fieldname}:"{words}"'

    __unicode__ = __str__

    def has_terms(self) -> bool:
        return True

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, str]]:
        if phrases:
            yield from ((self.fieldname, term) for terms in self.places for term in terms)

    def conjunction(self) -> Query:
        """The same terms without their positions."""
        return And([Or([Term(self.fieldname, t) for t in terms]) for terms in self.places])

    def estimate_size(self, ixreader: Any) -> int:
        return int(self.conjunction().estimate_size(ixreader))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Whoosh's own evaluation, place by place."""
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

    def replace(self, minquality: float = 0) -> Any:
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
