"""Tree → Whoosh query over the fields of the index.

``text`` holds every text of an article, ``title`` its title alone. A word is found by any
of its terms, whose scores add; a word that the title holds too scores a little more. Stop words
are left out of a ranked search, except in a phrase or where there is nothing else.

A compiled search: what an article must hold, what narrows, what ranks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from whoosh import query as whoosh

from search.query.field_names import TEXT_FIELDS
from search.query.index_queries import TEXT, TITLE, TITLE_BOOST, dates_query, joined, wanted_query
from search.query.repairs import Code, Repair
from search.query.state import Match
from search.query.tree import And, Dates, Field, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from search.query.wanted import QueryAnalyzer, Resolve, Wanted, WordReader


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that every article found must hold, and what of a text shows that it does."""

    shown: str
    wanted: tuple[Wanted, ...]
    query: whoosh.Query


@dataclass(frozen=True, slots=True)
class Compiled:
    """``query`` finds articles with every clause; ``limits`` only narrow, they never rank."""

    clauses: tuple[Clause, ...] = ()
    limits: tuple[whoosh.Query, ...] = ()
    notices: tuple[Repair, ...] = ()
    boosts: tuple[whoosh.Query, ...] = ()

    @property
    def query(self) -> whoosh.Query:
        return self._narrowed([clause.query for clause in self.clauses])

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Everything that a text is marked by, each once."""
        return tuple(dict.fromkeys(want for clause in self.clauses for want in clause.wanted))

    def most(self) -> whoosh.Query | None:
        """Return the query for articles that lack some words but not many of them.

        One of up to four words may be missing, a quarter of more. ``None`` where there is
        no word to spare.
        """
        count = len(self.clauses)
        if count < 2:
            return None
        enough = max(count - 1 if count <= 4 else math.ceil(count * 0.75), 1)
        some = whoosh.Or([clause.query for clause in self.clauses], minmatch=enough)
        return whoosh.AndNot(self._narrowed([some]), joined(whoosh.And, self._required()))

    def _required(self) -> list[whoosh.Query]:
        return [clause.query for clause in self.clauses]

    def _narrowed(self, required: list[whoosh.Query]) -> whoosh.Query:
        found = joined(whoosh.And, required) if required else whoosh.Every()
        if self.limits:
            found = whoosh.Require(found, joined(whoosh.And, self.limits))
        return (
            whoosh.AndMaybe(found, joined(whoosh.Or, list(self.boosts))) if self.boosts else found
        )


def compile_tree(
    tree: Node | None,
    analyzer: QueryAnalyzer,
    match: Match = Match.FAMILY,
    resolve: Resolve = lambda field, name: (),
) -> Compiled:
    """Return the query for ``tree``; without a tree, one that finds everything.

    Where the analyzer sees no word in the tree, nothing is found.
    """
    compiler = _Compiler(WordReader(analyzer, match), resolve)
    if tree is None:
        return Compiled()
    compiler.require(tree, TEXT)
    clauses = tuple({clause.wanted or clause.shown: clause for clause in compiler.clauses}.values())
    if not clauses and not compiler.limits:
        return Compiled(limits=(whoosh.NullQuery,))
    kept = _without_stop_words(clauses)
    wanted = dict.fromkeys(want for clause in kept for want in clause.wanted if _ranks(want))
    return Compiled(
        kept,
        tuple(compiler.limits),
        tuple(dict.fromkeys(compiler.notices)),
        tuple(wanted_query(want, TITLE, TITLE_BOOST) for want in wanted),
    )


@dataclass(slots=True)
class _Compiler:
    reader: WordReader
    resolve: Resolve
    clauses: list[Clause] = field(default_factory=list)
    limits: list[whoosh.Query] = field(default_factory=list)
    notices: list[Repair] = field(default_factory=list)

    def require(self, node: Node, column: str) -> None:
        """Take ``node`` as required: each of its words a clause, the rest limits."""
        if isinstance(node, Field) and node.name in TEXT_FIELDS:
            self.require(node.part, node.name)
            return
        parts = node.parts if isinstance(node, And) else (node,)
        for is_word, run in groupby(parts, lambda part: isinstance(part, Word)):
            if is_word:
                words = self._words([part for part in run if isinstance(part, Word)], column)
                self.clauses += [
                    Clause(want.text, (want,), wanted_query(want, column)) for want in words
                ]
            else:
                for part in run:
                    self._require_one(part, column)

    def _require_one(self, node: Node, column: str) -> None:
        if isinstance(node, Not | Dates) or _names_values(node):
            self.limits.append(self._query(node, column)[0])
        elif isinstance(node, Field | And):
            self.require(node, column)
        else:
            query, wanted = self._query(node, column)
            self.clauses.append(Clause(_shown(wanted), wanted, query))

    def _query(self, node: Node, column: str) -> tuple[whoosh.Query, tuple[Wanted, ...]]:
        """Return the query of any node, and what a text is marked by for it."""
        if isinstance(node, Dates):
            return dates_query(node.first, node.last), ()
        if isinstance(node, Not):
            return self._refused(node, column), ()
        if isinstance(node, Field):
            if node.name in TEXT_FIELDS:
                return self._query(node.part, node.name)
            return self._values(node.part, node.name), ()
        if isinstance(node, And | Or):
            return self._group(node, column)
        wanted = self._wanted(node, column)
        return (wanted_query(wanted, column), (wanted,)) if wanted else (whoosh.Every(), ())

    def _group(self, node: And | Or, column: str) -> tuple[whoosh.Query, tuple[Wanted, ...]]:
        words = [part for part in node.parts if isinstance(part, Word)]
        found: list[tuple[whoosh.Query, tuple[Wanted, ...]]] = [
            (wanted_query(want, column), (want,)) for want in self._words(words, column)
        ]
        found += [self._query(part, column) for part in node.parts if not isinstance(part, Word)]
        telling = [pair for pair in found if not _only_stop_words(pair[1])] or found
        joint = whoosh.And if isinstance(node, And) else whoosh.Or
        wanted = tuple(want for _, wants in telling for want in wants)
        return joined(joint, [query for query, _ in telling]), wanted

    def _refused(self, node: Not, column: str) -> whoosh.Query:
        """Return the refusal; a word is refused by its form: its root would refuse too much."""
        narrow = Match.EXACT if self.reader.match is Match.EXACT else Match.VARIANTS
        wide, self.reader = self.reader, WordReader(self.reader.analyzer, narrow)
        query, _ = self._query(node.part, column)
        self.reader = wide
        return whoosh.Not(query)

    def _words(self, words: Sequence[Word], column: str) -> list[Wanted]:
        return list(self.reader.run(words, title_only=column == TITLE))

    def _wanted(self, node: Word | Prefix | Fuzzy | Phrase, column: str) -> Wanted | None:
        title_only = column == TITLE
        if isinstance(node, Phrase):
            return self.reader.phrase(node, title_only=title_only)
        if isinstance(node, Prefix):
            return self.reader.prefix(node, title_only=title_only)
        if isinstance(node, Fuzzy):
            return self.reader.fuzzy(node, title_only=title_only)
        return next(iter(self._words([node], column)), None)

    def _values(self, node: Node, name: str) -> whoosh.Query:
        if isinstance(node, Or | And):
            joint = whoosh.Or if isinstance(node, Or) else whoosh.And
            return joined(joint, [self._values(part, name) for part in node.parts])
        if isinstance(node, Not):
            return whoosh.Not(self._values(node.part, name))
        if isinstance(node, Field | Dates):
            return self._query(node, TEXT)[0]
        typed = " ".join(node.words) if isinstance(node, Phrase) else node.text
        keys = sorted(self.resolve(name, typed))
        if not keys:
            self.notices.append(Repair(Code.UNKNOWN_VALUE, typed))
        return joined(whoosh.Or, [whoosh.Term(name, key) for key in keys])


def _names_values(node: Node) -> bool:
    return isinstance(node, Field) and node.name not in TEXT_FIELDS


def _shown(wanted: Sequence[Wanted]) -> str:
    return " | ".join(dict.fromkeys(want.text for want in wanted))


def _only_stop_words(wanted: Sequence[Wanted]) -> bool:
    return bool(wanted) and all(want.stop_word for want in wanted)


def _without_stop_words(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    telling = tuple(clause for clause in clauses if not _only_stop_words(clause.wanted))
    return telling or clauses


def _ranks(wanted: Wanted) -> bool:
    """Whether the title is asked for it too; what stands for many words has no rank to gain."""
    return bool(wanted.positions) and not wanted.title_only
