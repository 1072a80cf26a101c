"""From a tree of ``whoosh.query`` objects to the set of its matches, by whole arrays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from whoosh import query as whoosh_query

from search.engine.alignment import Alignment, align, are_common
from search.engine.blocks import Array
from search.engine.columns import MISSING
from search.engine.docsets import difference, intersection, kept, union
from search.engine.errors import QueryTooCostlyError, UnknownFieldError
from search.engine.expansion import globbed, misspelt, prefixed, ranged
from search.engine.matches import (
    BoostedMatches,
    ConstantMatches,
    GreatestMatches,
    Matches,
    SummedMatches,
)
from search.engine.proximity import adjacent_rows, near
from search.engine.queries import PhraseOf
from search.engine.sources import TermSource
from search.engine.term import Term
from search.engine.term_matches import AlignedTerms, TermMatches
from search.engine.texts import encode

_NEGATION_SCORE: Final = 1.0
"""What Whoosh's ``InverseMatcher`` gives to a document that a negation lets through."""


class Evaluation:
    """Evaluates queries over one snapshot, within a deadline and a bound on expansions."""

    def __init__(self, source: TermSource, max_expansions: int, deadline: float | None) -> None:
        self._source = source
        self._max_expansions = max_expansions
        self._seconds = deadline
        self._end = None if deadline is None else time.perf_counter() + deadline
        self.cut: list[str] = []

    def matches(self, query: Any) -> Matches:
        """The matches of ``query``.

        Raises ``QueryTooCostlyError`` past the deadline, ``UnknownFieldError`` for a
        kind of query that is not understood.
        """
        self.check()
        evaluate = _EVALUATORS.get(type(query))
        if evaluate is None:
            raise UnknownFieldError(type(query).__name__, "evaluation for the query")
        return evaluate(self, query)

    def check(self) -> None:
        """Raise ``QueryTooCostlyError`` past the deadline."""
        if self.is_late():
            raise QueryTooCostlyError(self._seconds or 0.0)

    def is_late(self) -> bool:
        """Return whether the deadline has passed."""
        return self._end is not None and time.perf_counter() > self._end

    def _none(self, _query: Any = None) -> Matches:
        return ConstantMatches(np.empty(0, np.int64), 0.0)

    def _every(self, query: Any) -> Matches:
        docs = self._source.live_docs
        if query.fieldname is not None:
            docs = docs[self._source.has_field(query.fieldname)[docs]]
        return ConstantMatches(docs, query.boost)

    def _term(self, query: Any) -> Matches:
        field = self._source.field(query.fieldname)
        if field is None:
            return self._none()
        if query.fieldname in self._source.schema.numbers:
            return self._number(query)
        term = self._source.term(query.fieldname, encode(query.text))
        if term is None:
            return self._none()
        return self._matches_of(query.fieldname, term, query.boost)

    def _matches_of(self, field: str, term: Term, boost: float) -> Matches:
        if field in self._source.schema.texts:
            return TermMatches(self._source, field, term, boost)
        return ConstantMatches(term.docs, boost)

    def _number(self, query: Any) -> Matches:
        number = int(query.text) if isinstance(query.text, str | int) else None
        found = self._source.numbers(query.fieldname) == number
        return ConstantMatches(np.flatnonzero(found & self._source.live), query.boost)

    def _numeric_range(self, query: Any) -> Matches:
        if query.fieldname not in self._source.schema.numbers:
            return self._none()
        column = self._source.numbers(query.fieldname)
        kept = self._source.live & (column != MISSING)
        if query.start is not None:
            kept &= column > query.start if query.startexcl else column >= query.start
        if query.end is not None:
            kept &= column < query.end if query.endexcl else column <= query.end
        return ConstantMatches(np.flatnonzero(kept), query.boost)

    def _and(self, query: Any) -> Matches:
        terms = self._plain_terms(query.subqueries)
        if len(terms) > 1 and not are_common(terms):
            field = query.subqueries[0].fieldname
            return self._aligned(field, terms, align(terms), query.boost)
        parts = self._parts(query)
        if not parts:
            return self._none()
        if len(parts) == 1:
            # As in Whoosh, a compound of one does not apply its own boost.
            return parts[0]
        rarest, *others = sorted(parts, key=len)
        docs = rarest.docs
        for part in others:
            docs = kept(docs, part.contains(docs))
        return _boosted(SummedMatches(docs, parts), query.boost)

    def _plain_terms(self, queries: Sequence[Any]) -> list[Term]:
        """The terms, where all ``queries`` are terms of one text field, there and not boosted."""
        found: list[Term] = []
        for query in queries:
            if type(query) is not whoosh_query.Term or query.boost != 1.0:
                return []
            field = query.fieldname
            if field != queries[0].fieldname or field not in self._source.schema.texts:
                return []
            term = self._source.term(field, encode(query.text))
            if term is None:
                return []
            found.append(term)
        return found

    def _or(self, query: Any) -> Matches:
        return self._enough(query) if query.minmatch > 1 else self._any(query, SummedMatches)

    def _enough(self, query: Any) -> Matches:
        """Documents that match ``minmatch`` of the parts, which Whoosh itself leaves undone."""
        parts = [part for part in self._parts(query) if len(part)]
        if len(parts) < query.minmatch:
            return self._none()
        counts = np.zeros(self._source.document_count_all, np.int32)
        for part in parts:
            counts[part.docs] += 1
        docs = np.flatnonzero(counts >= query.minmatch)
        return _boosted(SummedMatches(docs, parts), query.boost)

    def _disjunction_max(self, query: Any) -> Matches:
        return self._any(query, GreatestMatches)

    def _any(self, query: Any, combine: Callable[[Array, Sequence[Matches]], Matches]) -> Matches:
        parts = self._parts(query)
        if len(query.subqueries) == 1:
            return parts[0]
        parts = [part for part in parts if len(part)]
        if not parts:
            return self._none()
        docs = union([part.docs for part in parts], self._source.document_count_all)
        return _boosted(combine(docs, parts), query.boost)

    def _parts(self, query: Any) -> list[Matches]:
        return [self.matches(part) for part in query.subqueries]

    def _not(self, query: Any) -> Matches:
        excluded = self.matches(query.query).docs
        return ConstantMatches(difference(self._source.live_docs, excluded), _NEGATION_SCORE)

    def _and_not(self, query: Any) -> Matches:
        wanted = self.matches(query.a)
        return SummedMatches(difference(wanted.docs, self.matches(query.b).docs), [wanted])

    def _and_maybe(self, query: Any) -> Matches:
        wanted = self.matches(query.a)
        return SummedMatches(wanted.docs, [wanted, self.matches(query.b)])

    def _require(self, query: Any) -> Matches:
        wanted = self.matches(query.a)
        return SummedMatches(intersection([wanted.docs, self.matches(query.b).docs]), [wanted])

    def _constant(self, query: Any) -> Matches:
        return ConstantMatches(self.matches(query.child).docs, query.score)

    def _phrase(self, query: Any) -> Matches:
        places = [(word,) for word in query.words]
        return self._proximity(query.fieldname, places, query.slop, True, query.boost)

    def _phrase_of(self, query: PhraseOf) -> Matches:
        return self._proximity(
            query.fieldname, query.places, query.slop, query.ordered, query.boost
        )

    def _proximity(
        self, field: str, places: Sequence[Iterable[str]], slop: int, ordered: bool, boost: float
    ) -> Matches:
        if field not in self._source.schema.texts:
            return self._none()
        filled = [self._terms(field, map(encode, place)) for place in places]
        if not filled or not all(filled):
            return self._none()
        self.check()
        terms = [term for place in filled for term in place]
        if ordered and slop == 1 and len(terms) == len(filled) > 1:
            found = [each.chosen(adjacent_rows(each)) for each in align(terms)]
            return self._aligned(field, terms, [each for each in found if len(each.docs)], boost)
        parts = [TermMatches(self._source, field, term, 1.0) for term in terms]
        return _boosted(SummedMatches(self._near(filled, slop, ordered), parts), boost)

    def _aligned(
        self, field: str, terms: Sequence[Term], found: Sequence[Alignment], boost: float
    ) -> Matches:
        return (
            _boosted(AlignedTerms(self._source, field, terms, found), boost)
            if found
            else self._none()
        )

    def _near(self, places: Sequence[Sequence[Term]], slop: int, ordered: bool) -> Array:
        found = [np.empty(0, np.int64)]
        for segment, base in zip(self._source.segments, self._source.bases, strict=True):
            there = [
                [o for term in place for o in term.occurrences if o.base == base]
                for place in places
            ]
            if segment.documents and all(there):
                self.check()
                found.append(near(there, slop, ordered).astype(np.int64) + base)
        return np.concatenate(found)

    def _terms(self, field: str, names: Iterable[bytes]) -> list[Term]:
        found = (self._source.term(field, name) for name in names)
        return [term for term in found if term is not None]

    def _pattern(self, query: Any) -> Matches:
        """Prefixes, patterns, ranges and misspellings: any of their terms, one score."""
        name = query.fieldname
        if name in self._source.schema.numbers or self._source.field(name) is None:
            return self._none()
        expand = _EXPANSIONS[type(query)]
        names: set[bytes] = set()
        for dictionary in self._source.dictionaries(name):
            names.update(expand(dictionary, query))
            self.check()
        chosen = sorted(names)
        if len(chosen) > self._max_expansions:
            chosen = self._source.most_frequent(name, chosen, self._max_expansions)
            self.cut.append(str(query))
        docs = self._source.any_docs(name, chosen)
        return ConstantMatches(docs, query.boost)


def _boosted(matches: Matches, boost: float) -> Matches:
    return matches if boost == 1.0 else BoostedMatches(matches, boost)


_EXPANSIONS: Final[dict[type, Callable[[Any, Any], list[bytes]]]] = {
    whoosh_query.Prefix: lambda dictionary, query: prefixed(dictionary, encode(query.text)),
    whoosh_query.Wildcard: lambda dictionary, query: globbed(dictionary, query.text),
    whoosh_query.TermRange: ranged,
    whoosh_query.FuzzyTerm: lambda dictionary, query: misspelt(
        dictionary, query.text, query.maxdist, query.prefixlength
    ),
}

_EVALUATORS: Final[dict[type, Callable[[Evaluation, Any], Matches]]] = {
    type(whoosh_query.NullQuery): Evaluation._none,
    whoosh_query.Every: Evaluation._every,
    whoosh_query.Term: Evaluation._term,
    whoosh_query.And: Evaluation._and,
    whoosh_query.Or: Evaluation._or,
    whoosh_query.DisjunctionMax: Evaluation._disjunction_max,
    whoosh_query.Not: Evaluation._not,
    whoosh_query.AndNot: Evaluation._and_not,
    whoosh_query.AndMaybe: Evaluation._and_maybe,
    whoosh_query.Require: Evaluation._require,
    whoosh_query.ConstantScoreQuery: Evaluation._constant,
    whoosh_query.Phrase: Evaluation._phrase,
    PhraseOf: Evaluation._phrase_of,
    whoosh_query.NumericRange: Evaluation._numeric_range,
    whoosh_query.DateRange: Evaluation._numeric_range,
    **dict.fromkeys(_EXPANSIONS, Evaluation._pattern),
}
