"""What of an article matched: its title and a snippet with the words marked, and why.

A note says how a word of the article is related to the word of the search that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from archive.models import Article
from search.contract import FoundDocument
from search.fields import SEARCHED_TEXTS, texts_in
from search.hits.matching import NARROW_TO_WIDE, Highlight, Matcher, Relation
from search.hits.snippets import Fragment, marked, passage
from search.query.compile import Clause
from search.query.query_terms import QueryTerm

MAX_SURFACES: Final = 2
"""Words of the article that are named for one word of the search, where none is the same."""
_AS_TYPED: Final = (Relation.SAME, Relation.CLITIC)
"""The article holds the word itself: no other form of it is news."""
_NEWS: Final = (Relation.SPELLING, Relation.STEM, Relation.ROOT)
"""What the marks alone do not explain."""

MarkedTexts = Iterable[tuple[str, Sequence[Highlight]]]
"""Texts of one article, each with its highlights."""


class MatchNote(NamedTuple):
    """Why a hit matched: the query's word, the article's word, and how they are related."""

    word: str
    surface: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, with what of it matched.

    ``missing`` holds what of the search it lacks, ``collapsed`` how many republications it
    stands for.
    """

    article: Article
    score: float
    title: tuple[Fragment, ...]
    snippet: tuple[Fragment, ...]
    notes: tuple[MatchNote, ...] = ()
    missing: tuple[str, ...] = ()
    collapsed: int = 0

    @property
    def news(self) -> tuple[MatchNote, ...]:
        """The notes worth a reader's time: where the article holds a word in another form alone."""
        return tuple(note for note in self.notes if note.relation in _NEWS)


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article's text, what a search found in it marked."""

    title: tuple[Fragment, ...]
    paragraphs: tuple[tuple[Fragment, ...], ...]


def hit_of(
    article: Article, found: FoundDocument, matcher: Matcher, clauses: Sequence[Clause]
) -> Hit:
    """Return the hit of an article that the index found for ``clauses``."""
    title_highlights = matcher.highlights(article.title, title=True)
    texts = [(text, matcher.highlights(text)) for text in _snippet_texts(article)]
    marked_texts = [(article.title, title_highlights), *texts]
    text, highlights = max(
        texts, key=lambda each: len({highlight.term_number for highlight in each[1]})
    )
    return Hit(
        article=article,
        score=found.score,
        title=marked(article.title, title_highlights),
        snippet=passage(text, highlights),
        notes=match_notes(matcher.query_terms, marked_texts),
        missing=missing_clauses(clauses, matcher.query_terms, marked_texts),
        collapsed=found.collapsed,
    )


def near_hit(article: Article, text: str, score: float, matcher: Matcher) -> Hit:
    """Return the hit of an article that is near by meaning, with the beginning of ``text``.

    Words of the search that it happens to hold are marked.
    """
    highlights = matcher.highlights(article.title, title=True)
    return Hit(
        article=article,
        score=score,
        title=marked(article.title, highlights),
        snippet=passage(text, matcher.highlights(text)),
    )


def marked_article(article: Article, matcher: Matcher) -> MarkedArticle:
    """Return the whole article, what ``matcher`` finds marked."""
    return MarkedArticle(
        title=marked(article.title, matcher.highlights(article.title, title=True)),
        paragraphs=tuple(marked(text, matcher.highlights(text)) for text in article.paragraphs),
    )


def match_notes(query_terms: Sequence[QueryTerm], texts: MarkedTexts) -> tuple[MatchNote, ...]:
    """Return the notes of each term found, the narrowest relations first; one where it is as typed."""
    relations: dict[int, dict[str, Relation]] = {}
    for text, highlights in texts:
        for highlight in highlights:
            surface = text[highlight.start : highlight.end]
            relations.setdefault(highlight.term_number, {}).setdefault(surface, highlight.relation)
    notes = []
    for number, by_surface in sorted(relations.items()):
        narrow_first = sorted(by_surface.items(), key=lambda each: NARROW_TO_WIDE.index(each[1]))
        shown = 1 if narrow_first[0][1] in _AS_TYPED else MAX_SURFACES
        word = query_terms[number].text
        notes += [MatchNote(word, surface, relation) for surface, relation in narrow_first[:shown]]
    return tuple(notes)


def missing_clauses(
    clauses: Sequence[Clause], query_terms: Sequence[QueryTerm], texts: MarkedTexts
) -> tuple[str, ...]:
    """Return what of ``clauses`` no text of the article holds, as the reader typed it."""
    found = {
        query_terms[highlight.term_number] for _, highlights in texts for highlight in highlights
    }
    return tuple(
        clause.shown
        for clause in clauses
        if clause.terms and not any(term in found for term in clause.terms)
    )


def _snippet_texts(article: Article) -> Iterator[str]:
    """Yield what a snippet may be taken from, the likeliest first: the title is shown anyway."""
    yield article.body
    for attribute in SEARCHED_TEXTS:
        if attribute == "keywords":
            if article.keywords:
                yield "، ".join(article.keywords)
        elif attribute not in ("title", "body"):
            yield from texts_in(article, attribute)
