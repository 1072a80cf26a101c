"""From a tree of ``whoosh.query`` objects to the set of its matches, by whole arrays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import numpy as np
from whoosh import query as whoosh_query

from search.contract import PhraseOf, QueryTooCostlyError, Synonyms, UnknownQueryError
from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.evaluation.document_sets import difference, intersection, selected, union
from search.engine.evaluation.expansion import PATTERNS, expand
from search.engine.evaluation.match_sets import (
    AlignedMatches,
    BoostedMatches,
    ConstantMatches,
    GreatestMatches,
    Matches,
    RefinedMatches,
    SummedMatches,
    SynonymMatches,
    TermMatches,
)
from search.engine.evaluation.nearness import NearnessBonus, documents_near, places_of
from search.engine.evaluation.posting_lists import TermPostings
from search.engine.evaluation.proximity import (
    Alignment,
    adjacent_rows,
    align,
    are_common,
)
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import MISSING
from search.engine.storage.term_dictionary import encode

_NEGATION_SCORE: Final = 1.0
"""What Whoosh's ``InverseMatcher`` gives to a document that a negation lets through."""


class QueryEvaluator:
    """Evaluates queries over one snapshot, within a time limit and a bound on expansions."""

    def __init__(
        self, reader: CompositeReader, max_expansions: int, time_limit: float | None
    ) -> None:
        self._reader = reader
        self._max_expansions = max_expansions
        self._seconds = time_limit
        self._end = None if time_limit is None else time.perf_counter() + time_limit
        self.cut: list[str] = []
        """The patterns of which only the most frequent terms were searched."""

    def matches(self, query: Any) -> Matches:
        """Return the matches of ``query``.

        Raises ``QueryTooCostlyError`` past the time limit, ``UnknownQueryError`` for a
        kind of query that cannot be evaluated.
        """
        self.check()
        evaluate = _EVALUATORS.get(type(query))
        if evaluate is None:
            raise UnknownQueryError(type(query).__name__)
        return evaluate(self, query)

    def check(self) -> None:
        """Raise ``QueryTooCostlyError`` past the time limit."""
        if self.is_late:
            raise QueryTooCostlyError(self._seconds or 0.0)

    @property
    def is_late(self) -> bool:
        """Whether the time limit has passed."""
        return self._end is not None and time.perf_counter() > self._end

    def _none(self, _query: Any = None) -> Matches:
        return ConstantMatches(np.empty(0, np.int64), 0.0)

    def _every(self, query: Any) -> Matches:
        docs = self._reader.live_docs
        if query.fieldname is not None:
            docs = docs[self._reader.has_field(query.fieldname)[docs]]
        return ConstantMatches(docs, query.boost)

    def _term(self, query: Any) -> Matches:
        field = self._reader.field(query.fieldname)
        if field is None:
            return self._none()
        if query.fieldname in self._reader.schema.numbers:
            return self._number(query)
        term = self._reader.term(query.fieldname, encode(query.text))
        if term is None:
            return self._none()
        return self._matches_of(query.fieldname, term, query.boost)

    def _matches_of(self, field: str, term: TermPostings, boost: float) -> Matches:
        if field in self._reader.schema.texts:
            return TermMatches(self._reader, field, term, boost)
        return ConstantMatches(term.docs, boost)

    def _number(self, query: Any) -> Matches:
        number = int(query.text) if isinstance(query.text, str | int) else None
        found = self._reader.numbers(query.fieldname) == number
        return ConstantMatches(np.flatnonzero(found & self._reader.live), query.boost)

    def _numeric_range(self, query: Any) -> Matches:
        if query.fieldname not in self._reader.schema.numbers:
            return self._none()
        column = self._reader.numbers(query.fieldname)
        inside = self._reader.live & (column != MISSING)
        if query.start is not None:
            inside &= column > query.start if query.startexcl else column >= query.start
        if query.end is not None:
            inside &= column < query.end if query.endexcl else column <= query.end
        return ConstantMatches(np.flatnonzero(inside), query.boost)

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
            docs = selected(docs, part.contains(docs))
        return _boosted(SummedMatches(docs, parts), query.boost)

    def _plain_terms(self, queries: Sequence[Any]) -> list[TermPostings]:
        """Return the terms, if all ``queries`` are terms of one text field, there and not boosted."""
        found: list[TermPostings] = []
        for query in queries:
            if type(query) is not whoosh_query.Term or query.boost != 1.0:
                return []
            field = query.fieldname
            if field != queries[0].fieldname or field not in self._reader.schema.texts:
                return []
            term = self._reader.term(field, encode(query.text))
            if term is None:
                return []
            found.append(term)
        return found

    def _or(self, query: Any) -> Matches:
        return self._enough(query) if query.minmatch > 1 else self._any(query, SummedMatches)

    def _enough(self, query: Any) -> Matches:
        """Return the documents that match ``minmatch`` of the parts; Whoosh itself does not do it."""
        parts = [part for part in self._parts(query) if len(part)]
        if len(parts) < query.minmatch:
            return self._none()
        counts = np.zeros(self._reader.document_count_all, np.int32)
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
        docs = union([part.docs for part in parts], self._reader.document_count_all)
        return _boosted(combine(docs, parts), query.boost)

    def _parts(self, query: Any) -> list[Matches]:
        return [self.matches(part) for part in query.subqueries]

    def _not(self, query: Any) -> Matches:
        excluded = self.matches(query.query).docs
        return ConstantMatches(difference(self._reader.live_docs, excluded), _NEGATION_SCORE)

    def _and_not(self, query: Any) -> Matches:
        wanted = self.matches(query.a)
        return SummedMatches(difference(wanted.docs, self.matches(query.b).docs), [wanted])

    def _and_maybe(self, query: Any) -> Matches:
        wanted = self.matches(query.a)
        optional = self._optional(query.b)
        parts = [self.matches(each) for each in optional if type(each) is not PhraseOf]
        near = [
            NearnessBonus(self._reader, each, self.check)
            for each in optional
            if type(each) is PhraseOf
        ]
        if near:
            return RefinedMatches(wanted.docs, [wanted, *parts], near)
        return SummedMatches(wanted.docs, [wanted, *parts])

    def _optional(self, query: Any) -> list[Any]:
        """Return the parts of a query that only adds to scores: nobody asks for their union."""
        if type(query) is whoosh_query.Or and query.minmatch <= 1 and query.boost == 1.0:
            return [part for each in query.subqueries for part in self._optional(each)]
        return [query]

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

    def _synonyms(self, query: Synonyms) -> Matches:
        field = query.fieldname
        if field not in self._reader.schema.texts:
            return self._none()
        terms = [self._reader.term(field, encode(text)) for text in query.texts]
        found = [term for term in terms if term is not None]
        return SynonymMatches(self._reader, field, found, query.boost) if found else self._none()

    def _proximity(
        self, field: str, places: Sequence[Iterable[str]], slop: int, ordered: bool, boost: float
    ) -> Matches:
        if field not in self._reader.schema.texts:
            return self._none()
        filled = places_of(self._reader, field, places)
        if not filled:
            return self._none()
        self.check()
        terms = [term for place in filled for term in place]
        if ordered and slop == 1 and len(terms) == len(filled) > 1:
            found = [each.narrowed(adjacent_rows(each)) for each in align(terms)]
            return self._aligned(field, terms, [each for each in found if len(each.docs)], boost)
        near = documents_near(self._reader, filled, slop, ordered, self.check)
        parts = [TermMatches(self._reader, field, term, 1.0) for term in terms]
        return _boosted(SummedMatches(near, parts), boost)

    def _aligned(
        self, field: str, terms: Sequence[TermPostings], found: Sequence[Alignment], boost: float
    ) -> Matches:
        return (
            _boosted(AlignedMatches(self._reader, field, terms, found), boost)
            if found
            else self._none()
        )

    def _pattern(self, query: Any) -> Matches:
        """Return the documents of any term that a prefix, pattern, range or misspelling stands for.

        All of them have one score.
        """
        name = query.fieldname
        if name in self._reader.schema.numbers or self._reader.field(name) is None:
            return self._none()
        chosen = expand(self._reader.dictionaries(name), query, self.check)
        if len(chosen) > self._max_expansions:
            chosen = self._reader.most_frequent(name, chosen, self._max_expansions)
            self.cut.append(str(query))
        docs = self._reader.any_docs(name, chosen)
        return ConstantMatches(docs, query.boost)


def _boosted(matches: Matches, boost: float) -> Matches:
    return matches if boost == 1.0 else BoostedMatches(matches, boost)


_EVALUATORS: Final[dict[type, Callable[[QueryEvaluator, Any], Matches]]] = {
    type(whoosh_query.NullQuery): QueryEvaluator._none,
    whoosh_query.Every: QueryEvaluator._every,
    whoosh_query.Term: QueryEvaluator._term,
    whoosh_query.And: QueryEvaluator._and,
    whoosh_query.Or: QueryEvaluator._or,
    whoosh_query.DisjunctionMax: QueryEvaluator._disjunction_max,
    whoosh_query.Not: QueryEvaluator._not,
    whoosh_query.AndNot: QueryEvaluator._and_not,
    whoosh_query.AndMaybe: QueryEvaluator._and_maybe,
    whoosh_query.Require: QueryEvaluator._require,
    whoosh_query.ConstantScoreQuery: QueryEvaluator._constant,
    whoosh_query.Phrase: QueryEvaluator._phrase,
    PhraseOf: QueryEvaluator._phrase_of,
    Synonyms: QueryEvaluator._synonyms,
    whoosh_query.NumericRange: QueryEvaluator._numeric_range,
    whoosh_query.DateRange: QueryEvaluator._numeric_range,
    **dict.fromkeys(PATTERNS, QueryEvaluator._pattern),
}
