"""Query tree → Whoosh query: what an article must hold, what narrows, what ranks.

A word is found in the field of all texts by any of the index terms that the chosen width asks
for, whose scores add; ``boosts`` rank what was found. Stop words are left out of a ranked search,
except in a phrase or where there is nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final

from whoosh import query as whoosh

from search.fields import DATE_EARLIEST, DATE_LATEST, FIELDS, TEXT, TITLE
from search.index.analyzers import Match
from search.query.boosts import boosts
from search.query.notices import Notice, NoticeKind
from search.query.query_terms import QueryAnalyzer, QueryTerm, QueryTermReader, combined
from search.query.tree import (
    And,
    Dates,
    FieldText,
    FieldValue,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Term,
    Word,
)

MIN_SHARED_WORDS: Final = 2
"""Of a search of more words, those that an article must hold that lacks others: one word alone
is a search of its own."""

Resolve = Callable[[str, str], Collection[str]]
"""(field, name as typed) → the keys in that field's column; empty where nothing is so called."""

Nearest = Callable[[str, str], str]
"""(field, name as typed) → the nearest name of a value there; empty where none is near."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that every article found must hold, and the terms that show it in a text."""

    shown: str
    terms: tuple[QueryTerm, ...]
    query: whoosh.Query


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query ready for the index.

    Articles must hold every clause; ``limits`` narrow them without a rank, ``boosts`` rank
    them without narrowing. ``notices`` tell the reader what could not be looked for.
    """

    clauses: tuple[Clause, ...] = ()
    limits: tuple[whoosh.Query, ...] = ()
    notices: tuple[Notice, ...] = ()
    boosts: tuple[whoosh.Query, ...] = ()

    @property
    def query(self) -> whoosh.Query:
        """The Whoosh query for articles with every clause."""
        return self._narrowed(self._required())

    @property
    def terms(self) -> tuple[QueryTerm, ...]:
        """Everything that a text is marked by, each once."""
        return tuple(dict.fromkeys(term for clause in self.clauses for term in clause.terms))

    def some_words_query(self) -> whoosh.Query | None:
        """Return the query for articles that lack some words and hold half of them, at least two.

        ``None`` where there is no word to spare.
        """
        enough = max(MIN_SHARED_WORDS, math.ceil(len(self.clauses) / 2))
        if len(self.clauses) <= enough:
            return None
        some = whoosh.Or(self._required(), minmatch=enough)
        return whoosh.AndNot(self._narrowed([some]), combined(whoosh.And, self._required()))

    def _required(self) -> list[whoosh.Query]:
        return [clause.query for clause in self.clauses]

    def _narrowed(self, required: list[whoosh.Query]) -> whoosh.Query:
        found = combined(whoosh.And, required) if required else whoosh.Every()
        if self.limits:
            found = whoosh.Require(found, combined(whoosh.And, self.limits))
        return (
            whoosh.AndMaybe(found, combined(whoosh.Or, list(self.boosts))) if self.boosts else found
        )


def compile_tree(
    tree: Node | None,
    analyzer: QueryAnalyzer,
    match: Match = Match.INFLECTION,
    resolve: Resolve = lambda _field, _typed: (),
    nearest: Nearest = lambda _field, _typed: "",
    *,
    machine_found: bool = False,
) -> Compiled:
    """Return the query for ``tree``; without a tree, one that finds everything.

    With ``machine_found`` a named value is looked for among unreviewed names, too.

    Where the analyzer sees no word in the tree, nothing is found. Raises ``TypeError`` for
    what is no node of a query tree.
    """
    if tree is None:
        return Compiled()
    compiler = _Compiler(QueryTermReader(analyzer, match), resolve, nearest, machine_found)
    compiler.require(tree, TEXT)
    clauses = tuple({clause.terms or clause.shown: clause for clause in compiler.clauses}.values())
    if not clauses and not compiler.limits:
        return Compiled(limits=(whoosh.NullQuery,))
    kept = tuple(clause for clause in clauses if not _only_stop_words(clause.terms)) or clauses
    terms = dict.fromkeys(term for clause in kept for term in clause.terms)
    return Compiled(
        kept,
        tuple(compiler.limits),
        tuple(dict.fromkeys(compiler.notices)),
        tuple(boosts(tuple(terms))),
    )


def dates_query(first: date | None, last: date | None) -> whoosh.Query:
    """Return what finds articles whose interval of publication overlaps ``first`` to ``last``."""
    ends = []
    if last is not None:
        ends.append(whoosh.NumericRange(DATE_EARLIEST, None, last.toordinal()))
    if first is not None:
        ends.append(whoosh.NumericRange(DATE_LATEST, first.toordinal(), None))
    return combined(whoosh.And, ends) if ends else whoosh.Every()


_Found = tuple[whoosh.Query, tuple[QueryTerm, ...]]
"""The query of a node, and the terms that show in a text that it was found."""


@dataclass(slots=True)
class _Compiler:
    reader: QueryTermReader
    resolve: Resolve
    nearest: Nearest
    machine_found: bool = False
    clauses: list[Clause] = field(default_factory=list)
    limits: list[whoosh.Query] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def require(self, node: Node, column: str) -> None:
        """Take ``node`` as required: each of its words a clause, the rest limits."""
        if isinstance(node, FieldText):
            self.require(node.part, node.name)
            return
        parts = node.parts if isinstance(node, And) else (node,)
        for is_word, run in groupby(parts, lambda part: isinstance(part, Word)):
            if is_word:
                words = self._words([part for part in run if isinstance(part, Word)], column)
                self.clauses += [Clause(term.text, (term,), term.query(column)) for term in words]
            else:
                for part in run:
                    self._require_one(part, column)

    def _require_one(self, node: Node, column: str) -> None:
        if isinstance(node, Not | Dates | FieldValue):
            self.limits.append(self._query(node, column)[0])
        elif isinstance(node, FieldText | And):
            self.require(node, column)
        else:
            query, terms = self._query(node, column)
            shown = " | ".join(dict.fromkeys(term.text for term in terms))
            self.clauses.append(Clause(shown, terms, query))

    def _query(self, node: Node, column: str) -> _Found:
        """Return the query of any node."""
        if isinstance(node, Dates):
            return dates_query(node.first, node.last), ()
        if isinstance(node, Not):
            return self._refused(node, column), ()
        if isinstance(node, FieldText):
            return self._query(node.part, node.name)
        if isinstance(node, FieldValue):
            return self._values(node.part, node.name), ()
        if isinstance(node, And | Or):
            return self._group(node, column)
        term = self._term(node, column)
        return (term.query(column), (term,)) if term else (whoosh.Every(), ())

    def _group(self, node: And | Or, column: str) -> _Found:
        words = [part for part in node.parts if isinstance(part, Word)]
        found: list[_Found] = [(term.query(column), (term,)) for term in self._words(words, column)]
        found += [self._query(part, column) for part in node.parts if not isinstance(part, Word)]
        kept = [each for each in found if not _only_stop_words(each[1])] or found
        operator = whoosh.And if isinstance(node, And) else whoosh.Or
        return (
            combined(operator, [query for query, _ in kept]),
            tuple(term for _, terms in kept for term in terms),
        )

    def _refused(self, node: Not, column: str) -> whoosh.Query:
        """Return the refusal; a word is never refused by its root, which would refuse too much."""
        narrow = replace(self, reader=self.reader.narrowed())
        return whoosh.Not(narrow._query(node.part, column)[0])

    def _words(self, words: Sequence[Word], column: str) -> list[QueryTerm]:
        return list(self.reader.words(words, title_only=column == TITLE))

    def _term(self, node: Term, column: str) -> QueryTerm | None:
        title_only = column == TITLE
        if isinstance(node, Phrase):
            return self.reader.phrase(node, title_only=title_only)
        if isinstance(node, Prefix):
            return self.reader.prefix(node, title_only=title_only)
        if isinstance(node, Pattern):
            return self.reader.pattern(node, title_only=title_only)
        if isinstance(node, Fuzzy):
            return self.reader.fuzzy(node, title_only=title_only)
        if isinstance(node, Word):
            return next(iter(self._words([node], column)), None)
        raise TypeError(f"{type(node).__name__} is no node of a query tree")

    def _values(self, node: Node, name: str) -> whoosh.Query:
        """Return what finds the values of the field ``name`` that ``node`` names."""
        if isinstance(node, Or | And):
            operator = whoosh.Or if isinstance(node, Or) else whoosh.And
            return combined(operator, [self._values(part, name) for part in node.parts])
        if isinstance(node, Not):
            return whoosh.Not(self._values(node.part, name))
        if isinstance(node, FieldText | FieldValue | Dates):
            return self._query(node, TEXT)[0]
        typed = " ".join(node.words) if isinstance(node, Phrase) else node.text
        keys = sorted(self.resolve(name, typed))
        if not keys:
            nearest = self.nearest(name, typed)
            kind = NoticeKind.NEAREST_VALUE if nearest else NoticeKind.UNKNOWN_VALUE
            self.notices.append(Notice(kind, typed, nearest))
        facet = FIELDS.facets.get(name) if self.machine_found else None
        columns = (name, *(facet.machine_found if facet else ()))
        return combined(whoosh.Or, [whoosh.Term(column, key) for column in columns for key in keys])


def _only_stop_words(terms: Sequence[QueryTerm]) -> bool:
    return bool(terms) and all(term.stop_word for term in terms)
