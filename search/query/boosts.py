"""What ranks the articles that a query found, and finds none: the optional part of the query.

The root of a word tells which of two articles is nearer to a question, a word in the title
what an article is about, and words side by side that a name of several words is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from whoosh import query as whoosh

from search.contract import PhraseOf, Synonyms
from search.fields import TEXT, TITLE
from search.index.term_kinds import KIND_STEM
from search.query.query_terms import QueryTerm

TITLE_BOOST: Final = 1 / 3
"""Of each of a word's three terms, so that a title counts about one of them. Twice as much
or more loses what it gains (docs/arabic-analysis.md)."""

PAIR_SLOP: Final = 2
"""How far apart the words of a pair may stand, in positions: one word may stand between."""

PAIR_BOOST: Final = 3 / 4
"""What a pair counts of the scores of its two words (docs/decisions/0609-words-side-by-side.md)."""


def boosts(terms: Sequence[QueryTerm]) -> Iterator[whoosh.Query]:
    """Yield what ranks the articles found for ``terms``, in the order in which they were typed."""
    for term in terms:
        yield from _of_one(term)
    for first, second in pairwise(terms):
        if _may_pair(first) and _may_pair(second):
            places = _stems(first.positions[-1]), _stems(second.positions[0])
            yield PhraseOf(TEXT, places, PAIR_SLOP, boost=PAIR_BOOST)


def _of_one(term: QueryTerm) -> Iterator[whoosh.Query]:
    """Yield the terms of one word that only rank, and all its terms in the title.

    What stands for many words has no rank to gain.
    """
    if not term.positions:
        return
    column = TITLE if term.title_only else TEXT
    yield from (Synonyms(column, each) for each in term.score_terms)
    if not term.title_only:
        yield term.query(TITLE, TITLE_BOOST)
        yield from (Synonyms(TITLE, each, TITLE_BOOST) for each in term.score_terms)


def _may_pair(term: QueryTerm) -> bool:
    return bool(term.positions) and not term.slop and not term.title_only


def _stems(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stems of a word, which stand wherever a form of it stands; else all its terms."""
    return tuple(each for each in terms if each.startswith(KIND_STEM)) or terms
