"""One search, from its state to everything that a page shows.

What was found is always shown. A part of the answer for which the time budget does not last is
left out: facets with a notice, since a reader would miss them, everything else without.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from whoosh import query as whoosh

from archive.models import Article
from search.contract import (
    FacetRequest,
    FoundDocument,
    IndexUnavailableError,
    QueryTooCostlyError,
    Response,
)
from search.facets.facets import (
    MAX_FACET_VALUES,
    Facet,
    facet_requests,
    facets,
    resolve_one,
)
from search.facets.machine_found import MachineFoundNames
from search.fields import ADDED, FIELDS
from search.hits.article_hits import Hit, MarkedArticle, hit_of, marked_article
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import Meaning, SearchState
from search.service.meaning_search import Meant, NearArticles, near_articles, run_in_order
from search.service.prepared_search import PreparedSearch, TimeBudget
from search.service.search_suggestions import (
    alternatives,
    did_you_mean,
    wider_matches,
)
from search.suggest.alternatives import Alternative, AlternativeKind

PAGE_SIZE: Final = 10
"""Hits of a page."""
ENOUGH_HITS: Final = 10
"""Fewer hits than this, and articles with some of the words follow, and a wider match is offered."""
_UNREVIEWED_LISTED: Final = 2_000
"""Names of each kind that no editor has reviewed in the list of entities: an archive has millions."""


class RowsOfArticles(Protocol):
    """What reads articles by their primary keys, with the columns that its reader needs."""

    def in_bulk(self, keys: list[int], /) -> Mapping[int, Article]:
        """Return key → article of those that there are."""
        ...


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that a results page shows.

    ``total`` and the facets count the articles with every word, or the stories where copies are
    folded. ``partial_matches`` stand apart: no total, facet or export counts them.
    ``given_up`` says that the search itself took too long: nothing is known of what it finds.
    ``mark`` is the greatest key of an article in the index as it was asked. ``near`` is what
    meaning finds besides, or instead; no total counts it.
    """

    state: SearchState
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    partial_matches: tuple[Hit, ...] = ()
    repairs: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    did_you_mean: tuple[Alternative, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    pages: int = 1
    given_up: bool = False
    mark: int = 0
    near: NearArticles | None = None

    @property
    def words_stand_apart(self) -> bool:
        """Whether articles hold some of the words where none holds all of them."""
        alone = (each.count for each in self.alternatives if each.kind is AlternativeKind.WORD)
        return bool(self.partial_matches) or any(alone)


def search(
    state: SearchState,
    *,
    limit: int = PAGE_SIZE,
    offset: int | None = None,
    entity_facet: bool = False,
    facet_values: int = MAX_FACET_VALUES,
    whole_facets: Collection[str] = (),
    machine_found_of: str = "",
    rows: RowsOfArticles | None = None,
    budget: TimeBudget | None = None,
) -> ResultPage:
    """Return a page of results. ``offset`` takes the place of the state's page.

    With ``entity_facet`` the three kinds of entities are counted together too; of a facet the
    first ``facet_values`` values are given,
    ``whole_facets`` are given with all their values, and beside the facet ``machine_found_of``
    the names that no editor has reviewed. ``rows`` are as in ``hits_of``. ``budget`` is that of the request, a new
    one where the request asks nothing else. Raises ``IndexUnavailableError``.
    """
    prepared = PreparedSearch.of(state, budget or TimeBudget())
    machine_found = MachineFoundNames(state, prepared.snapshot, machine_found_of)
    start = (state.page - 1) * limit if offset is None else offset
    meant = Meant.of(prepared)
    alone = state.meaning is Meaning.ONLY and meant.nearness is not None
    try:
        response, meant = run_in_order(
            prepared,
            meant,
            facets=(
                *_facet_requests(state, entity_facet, facet_values, whole_facets),
                *machine_found.requests(MAX_FACET_VALUES),
            ),
            limit=0 if alone else limit,
            offset=start,
        )
    except QueryTooCostlyError:
        return ResultPage(state, 0, (), (), notices=(_too_costly(),), given_up=True)
    partial = _with_some_words(prepared, response, rows) if start == 0 and not alone else ()
    return ResultPage(
        state=state,
        total=response.total,
        hits=hits_of(prepared, response.hits, rows),
        partial_matches=partial,
        near=_near(prepared, meant, partial) if start == 0 or alone else None,
        facets=facets(state, response, machine_found=machine_found),
        repairs=tuple(explain(repair) for repair in prepared.parsed.repairs),
        notices=_notices(prepared, response, meant),
        did_you_mean=did_you_mean(prepared, response.total),
        alternatives=_ways_out(prepared, response.total),
        pages=max(math.ceil(response.total / limit), 1) if limit and not alone else 1,
        mark=prepared.snapshot.greatest(ADDED) or 0,
    )


def _ways_out(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return what to search for instead where nothing is found, and more widely where little is."""
    if total >= ENOUGH_HITS or not prepared.state.text:
        return ()
    return wider_matches(prepared, total) if total else alternatives(prepared)


def search_is_rebuilt() -> str:
    """Return the sentence that tells a reader that no index answers now."""
    return explain(Notice(NoticeKind.INDEX_UNAVAILABLE))


def _too_costly() -> str:
    return explain(Notice(NoticeKind.TOO_COSTLY))


def _near(prepared: PreparedSearch, meant: Meant, partial: Sequence[Hit]) -> NearArticles | None:
    if meant.nearness is None:
        return None
    return near_articles(prepared, meant.nearness, meant.least, {hit.article.pk for hit in partial})


def _notices(prepared: PreparedSearch, response: Response, meant: Meant) -> tuple[str, ...]:
    notices = [*prepared.parsed.notices, *prepared.compiled.notices, *meant.notices]
    if prepared.state.machine_found:
        notices.append(Notice(NoticeKind.MACHINE_FOUND))
    if prepared.state.values_cut:
        notices.append(Notice(NoticeKind.VALUES_CUT))
    notices += [Notice(NoticeKind.EXPANSION_CUT, shown) for shown in response.cut]
    if response.uncounted:
        notices.append(Notice(NoticeKind.FACETS_LEFT_OUT))
    return tuple(dict.fromkeys(explain(notice) for notice in notices))


def _facet_requests(
    state: SearchState, entity_facet: bool, values: int, whole: Collection[str]
) -> tuple[FacetRequest, ...]:
    requests = tuple(
        replace(request, limit=None) if request.field in whole else request
        for request in facet_requests(state, values)
    )
    if not entity_facet:
        return requests
    touched = (*state.chosen.get("entity", ()), *state.excluded.get("entity", ()))
    others = tuple(request for request in requests if request.field != "entity")
    return (*others, FacetRequest("entity", limit=None, always=frozenset(touched)))


def _with_some_words(
    prepared: PreparedSearch, response: Response, rows: RowsOfArticles | None
) -> tuple[Hit, ...]:
    """Return the articles with half of the words or more, where all of them find few.

    They are as many as are lacking to ``ENOUGH_HITS``.
    """
    some = prepared.compiled.some_words_query()
    if some is None or response.total >= ENOUGH_HITS:
        return ()
    try:
        found = prepared.run(prepared.within_dates(some), limit=ENOUGH_HITS - response.total)
    except QueryTooCostlyError:
        return ()
    return hits_of(prepared, found.hits, rows)


def hits_of(
    prepared: PreparedSearch,
    found: Sequence[FoundDocument],
    rows: RowsOfArticles | None = None,
) -> tuple[Hit, ...]:
    """Return the articles of what the index found, with what of each matched.

    An article that is gone from the database since the last commit is left out, and one that is
    hidden. ``rows`` are what is read of an article, by default all of it and its capture.
    """
    by_key = Article.objects.for_display() if rows is None else rows
    articles = by_key.in_bulk([int(each.key) for each in found])
    matcher = prepared.matcher()
    return tuple(
        hit_of(articles[int(each.key)], each, matcher, prepared.compiled.clauses)
        for each in found
        if int(each.key) in articles and not articles[int(each.key)].hidden
    )


def mark_article(
    article: Article, state: SearchState, *, budget: TimeBudget | None = None
) -> MarkedArticle | None:
    """Return the article as a reader who comes from this search sees it.

    ``None`` where there is no index that answers: the article can be read without marks.
    """
    try:
        prepared = PreparedSearch.of(state, budget or TimeBudget())
    except IndexUnavailableError:
        return None
    return marked_article(article, prepared.matcher())


@dataclass(frozen=True, slots=True)
class EntityCounts:
    """How many articles name each entity, by its key; those that none names are left out.

    ``machine_found`` are the keys of names that no editor has reviewed, where they were asked for:
    the most frequent. Where counting takes too long, or no index answers, nothing is known of
    them, and ``notices`` say so.
    """

    articles: Mapping[str, int]
    machine_found: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()


def articles_by_entity(state: SearchState, budget: TimeBudget | None = None) -> EntityCounts:
    """Count the articles that name each entity; ``state`` says which names are counted."""
    columns = FIELDS.facets["entity"].machine_found if state.machine_found else ()
    requests = (
        FacetRequest("entity", None),
        *(FacetRequest(column, _UNREVIEWED_LISTED) for column in columns),
    )
    try:
        prepared = PreparedSearch.of(SearchState(), budget or TimeBudget())
        counted = prepared.run(whoosh.Every(), facets=requests, limit=0)
    except QueryTooCostlyError:
        return EntityCounts({}, notices=(_too_costly(),))
    except IndexUnavailableError:
        return EntityCounts({}, notices=(search_is_rebuilt(),))
    if counted.uncounted:
        return EntityCounts({}, notices=(explain(Notice(NoticeKind.FACETS_LEFT_OUT)),))
    unreviewed = dict(pair for column in columns for pair in counted.facets[column])
    notices = (explain(Notice(NoticeKind.MACHINE_FOUND)),) if columns else ()
    articles = dict(counted.facets["entity"]) | unreviewed
    return EntityCounts(articles, frozenset(unreviewed), notices)


def resolve_facet_value(facet: str, typed: str) -> str:
    """Return the key of a facet's value that a person typed by name."""
    return resolve_one(facet, typed)
