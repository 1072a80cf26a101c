"""Whoosh's own evaluation over our segments: the oracle that ours is compared with.

Where Whoosh 2.7.4 contradicts its documentation or itself, its behaviour is mended here.
"""

from __future__ import annotations

from typing import Any

from whoosh import matching
from whoosh.filedb.filestore import RamStorage
from whoosh.query import (
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
    FuzzyTerm,
    Not,
    Prefix,
    Query,
    Require,
    TermRange,
    Wildcard,
)
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from search.contract import PhraseOf
from search.engine import ColumnarIndex
from tests.engine.whoosh_codec import WhooshSegment
from tests.engine.whoosh_matchers import WalkedPhraseOf


def whoosh_reader(index: ColumnarIndex) -> IndexReader:
    """Whoosh's own reader over the segments of the last commit."""
    snapshot, schema = index.snapshot(), index.schema
    readers = [
        SegmentReader(
            RamStorage(),
            schema.whoosh,
            WhooshSegment("MAIN", schema, segment),
            generation=snapshot.generation,
        )
        for segment in snapshot.segments
    ]
    if not readers:
        return EmptyReader(schema.whoosh)
    return readers[0] if len(readers) == 1 else MultiReader(readers, None)


def whoosh_scores(index: ColumnarIndex, query: Query) -> dict[int, float]:
    """The score of every document that Whoosh finds."""
    with Searcher(whoosh_reader(index)) as searcher:
        found = searcher.search(for_whoosh(query), limit=None, optimize=False).top_n
    return {document: score for score, document in found}


def whoosh_keys(index: ColumnarIndex, query: Query) -> list[str]:
    """The keys of the documents that Whoosh finds, sorted."""
    with Searcher(whoosh_reader(index)) as searcher:
        found = searcher.docs_for_query(for_whoosh(query))
        return sorted(searcher.stored_fields(number)[index.schema.key.name] for number in found)


class MendedRequire(Require):
    """Whoosh 2.7.4 builds an ``AndNotMatcher`` for it, the contrary of its documentation."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        wanted = self.a.matcher(searcher, context)
        required = self.b.matcher(searcher, searcher.boolean_context())
        return matching.RequireMatcher(wanted, required)


class MendedNot(Not):
    """Whoosh 2.7.4 lets a deleted document through that follows the last excluded one."""

    def matcher(self, searcher: Any, _context: Any = None) -> Any:
        excluded = set(self.query.matcher(searcher, searcher.boolean_context()).all_ids())
        kept = [doc for doc in searcher.reader().all_doc_ids() if doc not in excluded]
        return matching.ListMatcher(kept, all_weights=1.0)


class MendedAndNotMatcher(matching.AndNotMatcher):
    """Whoosh 2.7.4 lets the first document through when the excluded begin before it, and
    skips past the end of what is wanted."""

    def _find_first(self) -> None:
        if self.is_active():
            self._find_next()

    def skip_to(self, id: int) -> None:
        self.a.skip_to(id)
        self._find_first()


class MendedAndNot(AndNot):
    """An ``AndNot`` walked by the mended matcher."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        wanted = self.a.matcher(searcher, context)
        return MendedAndNotMatcher(wanted, self.b.matcher(searcher, searcher.boolean_context()))


class MendedGreatestMatcher(matching.DisjunctionMaxMatcher):
    """Whoosh 2.7.4 compares the scores of two different documents."""

    def score(self) -> float:
        here = [m.score() for m in (self.a, self.b) if m.is_active() and m.id() == self.id()]
        return float(max(here))


class MendedDisjunctionMax(DisjunctionMax):
    """A ``DisjunctionMax`` walked by the mended matcher."""

    def _matcher(self, subs: Any, searcher: Any, context: Any) -> Any:
        return self._tree_matcher(subs, MendedGreatestMatcher, searcher, context, None)


def for_whoosh(query: Query) -> Query:
    """``query`` with the things said otherwise that Whoosh does against its own word.

    A pattern scores by how many terms it has in a segment and how large the index is;
    ours scores its boost.
    """
    if isinstance(query, PhraseOf):
        return WalkedPhraseOf.of(query)
    if isinstance(query, DisjunctionMax):
        return MendedDisjunctionMax(list(map(for_whoosh, query.subqueries)), query.boost)
    if isinstance(query, Not):
        return MendedNot(for_whoosh(query.query))
    if isinstance(query, AndNot):
        return MendedAndNot(for_whoosh(query.a), for_whoosh(query.b))
    if isinstance(query, Prefix | Wildcard | FuzzyTerm | TermRange):
        return ConstantScoreQuery(query, query.boost)
    if isinstance(query, Require):
        return MendedRequire(for_whoosh(query.a), for_whoosh(query.b))
    if isinstance(query, ConstantScoreQuery):
        return ConstantScoreQuery(for_whoosh(query.child), query.score)
    if isinstance(query, AndMaybe):
        return AndMaybe(for_whoosh(query.a), for_whoosh(query.b))
    return query.apply(for_whoosh)
