"""Words and names that a search's articles have more often than the archive has them.

The engine scores them (``search.engine.evaluation.significant_terms``): log-likelihood (Dunning, 1993).
It was chosen by looking beside the JLH score of Elasticsearch, which puts words of four articles
before those that half of the articles share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.arabic.clitics import ARTICLE
from archive.arabic.normalize import fold, strip_marks
from archive.models import Article
from archive.records.mentions import EntityKind
from search.contract import QueryTooCostlyError, Request, SignificantTerm
from search.facets.facets import facet_filters, facet_title, find_labels
from search.fields import TEXT
from search.index.term_kinds import KIND_EXACT, KIND_FORM, KIND_STEM
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

WORDS: Final = 24
NAMES: Final = 12
"""Names of each kind."""
_STEMS: Final = 3 * WORDS
"""Stems that are looked at: some are those of the search, some stand in no text that is read."""
_TEXTS: Final = 25
"""Articles in which the stems are looked for as they are written, the best matches."""
_LETTERS: Final = 2_000
"""Letters of each that are read."""
_SHORTEST: Final = 2
"""Letters of a word that says something."""


@dataclass(frozen=True, slots=True)
class Significant:
    """A word or a name: the articles found that have it, and those of the whole archive."""

    value: str
    label: str
    within: int
    in_all: int


@dataclass(frozen=True, slots=True)
class SignificantNames:
    """The names of one facet."""

    facet: str
    title: str
    names: tuple[Significant, ...]


@dataclass(frozen=True, slots=True)
class Significance:
    """What sets the ``total`` articles of a search apart; ``notices`` say what is not known."""

    total: int
    words: tuple[Significant, ...] = ()
    names: tuple[SignificantNames, ...] = ()
    notices: tuple[str, ...] = ()


def significance(
    state: SearchState, budget: TimeBudget, *, with_names: bool = True
) -> Significance:
    """Return what sets the articles of a search apart. Raises ``IndexUnavailableError``."""
    prepared = PreparedSearch.of(state, budget)
    try:
        found = prepared.run(prepared.query, limit=_TEXTS)
    except QueryTooCostlyError:
        return Significance(0, notices=(explain(Notice(NoticeKind.TOO_COSTLY)),))
    if not 0 < found.total < prepared.snapshot.document_count:
        return Significance(found.total)
    try:
        names = tuple(_names(prepared)) if with_names else ()
        stems = _among(prepared, TEXT, KIND_STEM, _STEMS)
    except QueryTooCostlyError:
        notices = (explain(Notice(NoticeKind.FACETS_LEFT_OUT)),)
        return Significance(found.total, notices=notices)
    words = tuple(_words(prepared, stems, [int(hit.key) for hit in found.hits]))
    return Significance(found.total, words[:WORDS], names)


def _among(
    prepared: PreparedSearch, field: str, prefix: str, limit: int
) -> Sequence[SignificantTerm]:
    request = Request(
        prepared.query,
        filters=facet_filters(prepared.state),
        time_limit=prepared.budget.remaining(),
    )
    return prepared.snapshot.significant_among(request, field, prefix, limit)


def _names(prepared: PreparedSearch) -> Iterator[SignificantNames]:
    """Yield the names of each kind that no filter of the search names already."""
    found = {
        kind.value: [
            term
            for term in _among(prepared, kind.value, "", 2 * NAMES)
            if term.term not in prepared.state.touched(kind.value)
        ]
        for kind in EntityKind
    }
    labels = find_labels({kind: [term.term for term in terms] for kind, terms in found.items()})
    for kind, terms in found.items():
        names = tuple(
            Significant(term.term, label, term.within, term.in_all)
            for term in terms
            if (label := labels.get((kind, term.term))) is not None
        )
        if names:
            yield SignificantNames(kind, facet_title(kind), names[:NAMES])


def _words(
    prepared: PreparedSearch, stems: Sequence[SignificantTerm], keys: Sequence[int]
) -> Iterator[Significant]:
    """Yield the stems as the best matches write them most; those of the search are left out."""
    asked = {term for each in prepared.compiled.terms for terms in each.positions for term in terms}
    written = _written(prepared, {each.term for each in stems} - asked, keys)
    seen: set[str] = set()
    for each in stems:
        surface = written.get(each.term)
        if surface is None or fold(surface) in seen:
            continue
        seen.add(fold(surface))
        yield Significant(surface, surface, each.within, each.in_all)


def _written(prepared: PreparedSearch, stems: set[str], keys: Sequence[int]) -> dict[str, str]:
    """Return stem → the word that has it most often in the texts of some articles.

    A word that is written as one with "and" or "by" stands back.
    """
    counts: dict[str, Counter[tuple[bool, str]]] = {}
    texts = Article.objects.shown().filter(pk__in=keys).values_list("title", "body")
    for title, body in texts:
        for word in prepared.opened.analyzer.words(f"{title}\n{body[:_LETTERS]}"):
            if len(word) < _SHORTEST or not word.isalpha():
                continue
            terms = prepared.opened.word_terms(word)
            for stem in stems.intersection(terms):
                spelling = (_has_proclitic(terms), strip_marks(word))
                counts.setdefault(stem, Counter())[spelling] += 1
    return {
        stem: min(words, key=lambda spelling: (spelling[0], -words[spelling], spelling[1]))[1]
        for stem, words in counts.items()
    }


def _has_proclitic(terms: Sequence[str]) -> bool:
    """Return whether a word, given by its terms, has more before it than the article."""
    exact = next((term[1:] for term in terms if term.startswith(KIND_EXACT)), "")
    form = next((term[1:] for term in terms if term.startswith(KIND_FORM)), exact)
    return exact not in (form, f"{ARTICLE}{form}")
