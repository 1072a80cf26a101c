"""A compiled search: what an article must hold, what narrows, what ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from whoosh import query as whoosh

from search.query.index_queries import joined
from search.query.repair import Repair
from search.query.wanted import Wanted


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
