"""From a tree of ``whoosh.query`` objects to OpenSearch's query language.

A term of a text is sent with its rarity as the boost (``rarity``), so that all shards score by the
same frequencies; everything else finds by one score, as in the columnar index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log
from typing import Any, Final

from whoosh import query as whoosh

from search.contract import IndexSchema, PhraseOf, QueryTooLargeError, Synonyms, UnknownQueryError
from search.opensearch.index_body import SEPARATOR
from search.opensearch.near_clauses import near_clause
from search.opensearch.sent_documents import sent_term

Clause = dict[str, Any]
Rarity = Callable[[str, Sequence[str]], float]
"""(text field, terms) → what multiplies the score of these terms, counted as one."""

MOST_CLAUSES: Final = 900
"""Of one query: OpenSearch refuses more than 1,024 (``indices.query.bool.max_clause_count``)."""
_MOST_EDITS: Final = 2
"""Letters by which Lucene's fuzzy queries may differ."""

NOTHING: Final[Clause] = {"match_none": {}}
EVERYTHING: Final[Clause] = {"match_all": {}}


def inverse_document_frequency(documents: int, having: int) -> float:
    """Return the rarity of a term as the columnar index, and Whoosh, reckon it."""
    return log(documents / (having + 1)) + 1 if documents else 1.0


def scored_terms(query: Any, schema: IndexSchema) -> Iterator[tuple[str, str]]:
    """Yield (field, term) of everything whose rarity a query needs."""
    if isinstance(query, whoosh.Term):
        if query.fieldname in schema.texts:
            yield query.fieldname, query.text
    elif isinstance(query, Synonyms):
        yield from ((query.fieldname, text) for text in query.texts)
    elif isinstance(query, PhraseOf):
        yield from ((query.fieldname, term) for place in query.places for term in place)
    elif isinstance(query, whoosh.Phrase):
        yield from ((query.fieldname, word) for word in query.words)
    else:
        for part in _parts_of(query):
            yield from scored_terms(part, schema)


def _parts_of(query: Any) -> Sequence[Any]:
    if hasattr(query, "subqueries"):
        return list(query.subqueries)
    if isinstance(query, whoosh.AndMaybe):
        return query.a, query.b
    # What narrows or refuses does not score.
    if isinstance(query, whoosh.AndNot | whoosh.Require):
        return (query.a,)
    return ()


class QueryClauses:
    """Translates queries over the fields of ``schema``, by the ``rarity`` of terms."""

    def __init__(self, schema: IndexSchema, rarity: Rarity) -> None:
        self._schema: Final = schema
        self._rarity: Final = rarity

    def of(self, query: Any) -> Clause:
        """Return the clause for ``query``.

        Where it has too many, what only ranks is left out; where it still has too many raises
        ``QueryTooLargeError``. Raises ``UnknownQueryError``.
        """
        found = self._clause(query)
        if clause_count(found) > MOST_CLAUSES:
            found = self._clause(_without_boosts(query))
        if clause_count(found) > MOST_CLAUSES:
            raise QueryTooLargeError
        return found

    def _clause(self, query: Any) -> Clause:
        translate = _TRANSLATIONS.get(type(query))
        if translate is None:
            raise UnknownQueryError(type(query).__name__)
        return translate(self, query)

    def _none(self, _query: Any) -> Clause:
        return NOTHING

    def _every(self, query: Any) -> Clause:
        if query.fieldname is None:
            return {"match_all": {"boost": query.boost}}
        return constant({"exists": {"field": query.fieldname}}, query.boost)

    def _term(self, query: Any) -> Clause:
        name = query.fieldname
        if name in self._schema.texts:
            boost = query.boost * self._rarity(name, (query.text,))
            return {"term": {name: {"value": sent_term(query.text), "boost": boost}}}
        if name in self._schema.numbers:
            number = query.text
            if not isinstance(number, int) and not str(number).lstrip("-").isdigit():
                return NOTHING
            return constant({"term": {name: int(number)}}, query.boost)
        if name not in self._schema.by_name:
            return NOTHING
        return constant({"term": {name: query.text}}, query.boost)

    def _and(self, query: Any) -> Clause:
        parts = [self._clause(part) for part in query.subqueries]
        if not parts:
            return NOTHING
        # As in Whoosh, a compound of one does not apply its own boost.
        return parts[0] if len(parts) == 1 else boolean(must=parts, boost=query.boost)

    def _or(self, query: Any) -> Clause:
        if not query.subqueries:
            return NOTHING
        enough = max(query.minmatch, 1)
        named = self._values_of_one_field(query)
        if named is not None and enough == 1:
            return constant({"terms": {named: [part.text for part in query.subqueries]}}, 1.0)
        parts = [self._clause(part) for part in query.subqueries]
        if len(parts) == 1 and enough == 1:
            return parts[0]
        return boolean(should=parts, minimum_should_match=enough, boost=query.boost)

    def _values_of_one_field(self, query: Any) -> str | None:
        """Return the field of which a document has one value, where the parts all name values of it."""
        names = {part.fieldname for part in query.subqueries if type(part) is whoosh.Term}
        alike = all(type(part) is whoosh.Term and part.boost == 1.0 for part in query.subqueries)
        key = self._schema.key.name
        return key if alike and names == {key} and query.boost == 1.0 else None

    def _disjunction_max(self, query: Any) -> Clause:
        parts = [self._clause(part) for part in query.subqueries]
        if len(parts) == 1:
            return parts[0]
        return {"dis_max": {"queries": parts, "boost": query.boost}} if parts else NOTHING

    def _not(self, query: Any) -> Clause:
        return constant(boolean(must_not=[self._clause(query.query)]), 1.0)

    def _and_not(self, query: Any) -> Clause:
        return boolean(must=[self._clause(query.a)], must_not=[self._clause(query.b)])

    def _and_maybe(self, query: Any) -> Clause:
        return boolean(must=[self._clause(query.a)], should=[self._clause(query.b)])

    def _require(self, query: Any) -> Clause:
        return boolean(must=[self._clause(query.a)], filter=[self._clause(query.b)])

    def _constant(self, query: Any) -> Clause:
        return constant(self._clause(query.child), query.score)

    def _phrase(self, query: Any) -> Clause:
        places = [(word,) for word in query.words]
        return self._near(PhraseOf(query.fieldname, places, query.slop, True, query.boost))

    def _near(self, query: PhraseOf) -> Clause:
        """Return what finds the places near each other, scored by all their terms."""
        name = query.fieldname
        if name not in self._schema.texts or not all(query.places) or not query.places:
            return NOTHING
        sent = [[sent_term(term) for term in place] for place in query.places]
        scored = [
            {"term": {name: {"value": sent_term(term), "boost": self._rarity(name, (term,))}}}
            for place in query.places
            for term in place
        ]
        near = near_clause(name, sent, query.slop, query.ordered)
        return boolean(filter=[near], should=scored, boost=query.boost)

    def _synonyms(self, query: Synonyms) -> Clause:
        """Return terms of one position: Lucene scores them as one term."""
        if query.fieldname not in self._schema.texts or not query.texts:
            return NOTHING
        boost = query.boost * self._rarity(query.fieldname, query.texts)
        text = SEPARATOR.join(map(sent_term, query.texts))
        return {"match": {query.fieldname: {"query": text, "boost": boost}}}

    def _numeric_range(self, query: Any) -> Clause:
        if query.fieldname not in self._schema.numbers:
            return NOTHING
        bounds: dict[str, Any] = {}
        if query.start is not None:
            bounds["gt" if query.startexcl else "gte"] = query.start
        if query.end is not None:
            bounds["lt" if query.endexcl else "lte"] = query.end
        return constant({"range": {query.fieldname: bounds}}, query.boost)

    def _prefix(self, query: Any) -> Clause:
        return self._many({"prefix": {query.fieldname: {"value": sent_term(query.text)}}}, query)

    def _wildcard(self, query: Any) -> Clause:
        return self._many({"wildcard": {query.fieldname: {"value": sent_term(query.text)}}}, query)

    def _fuzzy(self, query: Any) -> Clause:
        asked = {
            "value": sent_term(query.text),
            "fuzziness": min(query.maxdist, _MOST_EDITS),
            "prefix_length": query.prefixlength,
            "transpositions": False,
            "rewrite": "constant_score",
        }
        return self._many({"fuzzy": {query.fieldname: asked}}, query)

    def _term_range(self, query: Any) -> Clause:
        bounds: dict[str, Any] = {}
        if query.start is not None:
            bounds["gt" if query.startexcl else "gte"] = sent_term(query.start)
        if query.end is not None:
            bounds["lt" if query.endexcl else "lte"] = sent_term(query.end)
        return self._many({"range": {query.fieldname: bounds}}, query)

    def _many(self, clause: Clause, query: Any) -> Clause:
        """Return what stands for many terms, all of one score: none of them is left out."""
        name = query.fieldname
        if name not in self._schema.by_name or name in self._schema.numbers:
            return NOTHING
        return constant(clause, query.boost)


def constant(clause: Clause, score: float) -> Clause:
    """Return what finds the same by one score."""
    return {"constant_score": {"filter": clause, "boost": score}}


def boolean(boost: float = 1.0, **parts: Any) -> Clause:
    """Return a compound of clauses."""
    return {"bool": {**parts, "boost": boost} if boost != 1.0 else parts}


def clause_count(clause: Any) -> int:
    """Return how many clauses there are that Lucene counts: all that are not compounds."""
    if isinstance(clause, list):
        return sum(map(clause_count, clause))
    if not isinstance(clause, dict):
        return 0
    leaf = any(name in clause for name in ("term", "span_term", "prefix", "wildcard", "fuzzy"))
    return int(leaf) + sum(map(clause_count, clause.values()))


def _without_boosts(query: Any) -> Any:
    return query.a if isinstance(query, whoosh.AndMaybe) else query


_TRANSLATIONS: Final[dict[type, Callable[[QueryClauses, Any], Clause]]] = {
    type(whoosh.NullQuery): QueryClauses._none,
    whoosh.Every: QueryClauses._every,
    whoosh.Term: QueryClauses._term,
    whoosh.And: QueryClauses._and,
    whoosh.Or: QueryClauses._or,
    whoosh.DisjunctionMax: QueryClauses._disjunction_max,
    whoosh.Not: QueryClauses._not,
    whoosh.AndNot: QueryClauses._and_not,
    whoosh.AndMaybe: QueryClauses._and_maybe,
    whoosh.Require: QueryClauses._require,
    whoosh.ConstantScoreQuery: QueryClauses._constant,
    whoosh.Phrase: QueryClauses._phrase,
    PhraseOf: QueryClauses._near,
    Synonyms: QueryClauses._synonyms,
    whoosh.NumericRange: QueryClauses._numeric_range,
    whoosh.DateRange: QueryClauses._numeric_range,
    whoosh.Prefix: QueryClauses._prefix,
    whoosh.Wildcard: QueryClauses._wildcard,
    whoosh.FuzzyTerm: QueryClauses._fuzzy,
    whoosh.TermRange: QueryClauses._term_range,
}
