"""One search, from its state to everything that a page shows."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from whoosh import query as whoosh

from archive.models import Article
from search.engine import FacetRequest, QueryTooCostlyError, Response
from search.engine import Hit as Found
from search.facets.facet_counts import FacetValue, facet_requests, facets
from search.facets.facet_labels import find_labels
from search.hits.match_notes import missing, notes
from search.hits.matching import Matcher
from search.hits.snippets import Fragment, marked, passage
from search.query.repairs import Code, Repair, explain
from search.query.state import SearchState, Sort
from search.query.typed_values import resolve_one
from search.service.guidance import did_you_mean, ways_out
from search.service.question import Question
from search.service.results import Hit, ResultPage

PAGE_SIZE: Final = 10
FEW: Final = 10
"""Fewer hits than this, and articles with most of the words follow."""
_SORTS: Final = {
    Sort.RELEVANCE: None,
    Sort.NEWEST: (("date_sort", True),),
    Sort.OLDEST: (("date_sort", False),),
}


def search(
    state: SearchState,
    *,
    limit: int = PAGE_SIZE,
    offset: int | None = None,
    entity_facet: bool = False,
    whole_facets: Collection[str] = (),
) -> ResultPage:
    """Return a page of results. ``offset`` takes the place of the state's page.

    With ``entity_facet`` the three kinds of entities are counted together too;
    ``whole_facets`` are given with all their values. A search that costs too much gives
    an empty page that says so.
    """
    question = Question.of(state)
    try:
        return _answer(question, limit, offset, _facet_requests(state, entity_facet, whole_facets))
    except QueryTooCostlyError:
        return ResultPage(state, 0, (), (), notices=(explain(Repair(Code.TOO_COSTLY)),))


def _answer(
    question: Question, limit: int, offset: int | None, requests: tuple[FacetRequest, ...]
) -> ResultPage:
    state = question.state
    start = (state.page - 1) * limit if offset is None else offset
    response = question.ask(
        question.query,
        facets=requests,
        sort=_SORTS[state.sort],
        limit=limit,
        offset=start,
        collapse="cluster" if state.collapse else None,
    )
    notices = [*question.parsed.notices, *question.compiled.notices]
    notices += [Repair(Code.EXPANSION_CUT, shown) for shown in response.cut]
    return ResultPage(
        state=state,
        total=response.total,
        hits=_hits(question, response.hits),
        also=_also(question, response, start),
        facets=facets(state, response, find_labels),
        repairs=tuple(explain(repair) for repair in question.parsed.repairs),
        notices=tuple(dict.fromkeys(explain(notice) for notice in notices)),
        did_you_mean=did_you_mean(question, response.total),
        rescues=ways_out(question) if response.total == 0 and state.text else (),
        pages=max(math.ceil(response.total / limit), 1) if limit else 1,
    )


def _facet_requests(
    state: SearchState, entity_facet: bool, whole: Collection[str]
) -> tuple[FacetRequest, ...]:
    requests = tuple(
        replace(request, limit=None) if request.field in whole else request
        for request in facet_requests(state)
    )
    if not entity_facet:
        return requests
    touched = (*state.chosen.get("entity", ()), *state.excluded.get("entity", ()))
    others = tuple(request for request in requests if request.field != "entity")
    return (*others, FacetRequest("entity", limit=None, always=frozenset(touched)))


def _also(question: Question, response: Response, start: int) -> tuple[Hit, ...]:
    """Return the articles with most of the words, where all of them find few."""
    most = question.compiled.most()
    if most is None or start or response.total >= FEW:
        return ()
    return _hits(question, question.ask(question.within_dates(most), limit=PAGE_SIZE).hits)


def _hits(question: Question, found: Sequence[Found]) -> tuple[Hit, ...]:
    """Return the articles of what the index found, with what of each matched.

    An article that is gone from the database since the last commit is left out.
    """
    articles = Article.objects.for_display().in_bulk([int(hit.key) for hit in found])
    matcher = Matcher(question.opened.analyzer, question.compiled.wanted)
    return tuple(
        _hit(question, matcher, articles[int(hit.key)], hit)
        for hit in found
        if int(hit.key) in articles
    )


def _hit(question: Question, matcher: Matcher, article: Article, found: Found) -> Hit:
    title_marks = matcher.marks(article.title, title=True)
    texts = [(text, matcher.marks(text)) for text in _texts(article)]
    told = [(article.title, title_marks), *texts]
    text, marks = max(texts, key=lambda each: len({mark.want for mark in each[1]}))
    return Hit(
        article=article,
        score=found.score,
        title=marked(article.title, title_marks),
        snippet=passage(text, marks),
        notes=notes(question.compiled.wanted, told),
        missing=missing(question.compiled.clauses, question.compiled.wanted, told),
        collapsed=found.collapsed,
    )


def _texts(article: Article) -> Iterator[str]:
    """Yield what a passage may be taken from, the likeliest first."""
    yield article.body
    if article.standfirst:
        yield article.standfirst
    yield from article.captions
    if article.keywords:
        yield "، ".join(article.keywords)
    if article.byline:
        yield article.byline


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article's text, what a search found in it marked."""

    title: tuple[Fragment, ...]
    paragraphs: tuple[tuple[Fragment, ...], ...]


def mark_article(article: Article, state: SearchState) -> MarkedArticle:
    """Return the article as a reader who comes from this search sees it."""
    question = Question.of(state)
    matcher = Matcher(question.opened.analyzer, question.compiled.wanted)
    return MarkedArticle(
        title=marked(article.title, matcher.marks(article.title, title=True)),
        paragraphs=tuple(marked(text, matcher.marks(text)) for text in article.paragraphs),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """What the archive holds."""

    articles: int
    by_outlet: tuple[FacetValue, ...]
    by_year: tuple[FacetValue, ...]


def archive_overview() -> Overview:
    """Return the number of articles, by outlet and by year."""
    page = search(SearchState(), limit=0)
    values = {facet.name: facet.values for facet in page.facets}
    return Overview(page.total, values.get("outlet", ()), values.get("date", ()))


def articles_by_entity() -> dict[str, int]:
    """Return how many articles name each entity, by its key; those that none names are left out."""
    return dict(Question.of(SearchState()).snapshot.facet("entity", whoosh.Every()))


def resolve_facet_value(facet: str, typed: str) -> str:
    """Return the key of a facet's value that a person typed by name."""
    return resolve_one(facet, typed)
