"""Haystack over the columnar index: ``SearchQuerySet`` as Haystack documents it.

What Haystack's own Whoosh backend gets wrong is right here: slices, facet values of many
words, lists with commas, facets of an empty result, mixed sort orders, one-letter queries;
no query runs unlimited to narrow by model, and none runs twice to be counted.

Haystack's highlighting: passages of the original text, never folded, hits in ``<em>``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models import Model
from django.utils.html import escape
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult
from haystack.utils import get_identifier
from whoosh import query as whoosh
from whoosh.query import Query

from archive.models import Article
from search.engine import FacetRequest, QueryTooCostlyError, Request, Response, Snapshot
from search.haystack.haystack_queries import (
    KhizanaSearchQuery,
    binned_dates,
    facet_field,
    narrowing,
    parsed,
)
from search.hits.matching import Matcher
from search.hits.snippets import Fragment, marked, passage
from search.index.index_fields import KEY, TEXTS, document
from search.index.index_home import IndexHome, OpenIndex, index_home
from search.index.prepared_articles import prepared_articles
from search.index.rebuild import rebuild
from search.query.wanted import Wanted
from search.service.prepared_search import TimeBudget, found_in_time
from search.service.search_suggestions import corrected_text
from search.service.similar_articles import similar_articles


def highlighted(
    keys: Sequence[str], query: Query, opened: OpenIndex
) -> dict[str, dict[str, list[str]]]:
    """Return for each article (by primary key) its marked title and passage, as safe HTML."""
    terms = dict.fromkeys(term for field, term in query.iter_all_terms() if field in TEXTS)
    matcher = Matcher(
        opened.analyzer, [Wanted(term, ((term,),)) for term in terms], opened.word_terms
    )
    return {
        str(article.pk): {
            "title": [_html(marked(article.title, matcher.marks(article.title, title=True)))],
            "text": [_html(passage(article.body, matcher.marks(article.body)))],
        }
        for article in Article.objects.filter(pk__in=keys).only("pk", "title", "body")
    }


def _html(fragments: Sequence[Fragment]) -> str:
    return "".join(
        f"<em>{escape(part.text)}</em>" if part.marked else escape(part.text) for part in fragments
    )


_ALL: Final = 10_000_000
"""More than any archive holds: Haystack asks for everything by leaving the end open."""
_SIMILAR: Final = 100
"""Articles that "more like this" looks at; farther ones are not alike."""
_APP_LABEL: Final = "archive"
_MODEL: Final = "article"

_log = logging.getLogger("khizana.search")


class KhizanaSearchBackend(BaseSearchBackend):
    """Searches and fills this archive's index."""

    def setup(self) -> None:
        """Nothing to prepare: the index is made where it is first asked for."""

    @property
    def home(self) -> IndexHome:
        """The folder of the index that this process searches."""
        return index_home()

    def update(self, index: Any, iterable: Iterable[Article], commit: bool = True) -> None:
        """Index the articles, each in place of what stood for it."""
        with self.home.writing() as opened, opened.columnar.writer() as writer:
            for fields in prepared_articles(list(iterable)):
                writer.update(document(fields))

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Remove an article, given as itself or as Haystack's identifier of it."""
        identifier = (
            obj_or_string if isinstance(obj_or_string, str) else get_identifier(obj_or_string)
        )
        with self.home.writing() as opened, opened.columnar.writer() as writer:
            writer.delete(identifier.rpartition(".")[2])

    def clear(self, models: Iterable[type[Model]] | None = None, commit: bool = True) -> None:
        """Empty the index; with ``models``, only where articles are among them."""
        if models is not None and Article not in models:
            return
        with self.home.writing() as opened:
            self.home.swap(self.home.build(opened.analyzer.frequencies))

    def rebuild(self) -> int:
        """Build the index anew from the database and return the number of articles."""
        return rebuild(self.home)

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: str | whoosh.Query, **options: Any) -> dict[str, Any]:
        """Search for Haystack: a text in Khizana's query language, or a built query.

        Counts that the time budget does not last for are left out. A search that it does not
        last for is logged and empty; with Haystack's ``SILENTLY_FAIL`` off it raises
        ``QueryTooCostlyError``.
        """
        models = options.get("models")
        if models and Article not in models:
            return {"results": [], "hits": 0}
        budget = TimeBudget()
        opened, snapshot = self.home.read()
        query = parsed(query_string, opened.analyzer)
        for narrow in sorted(options.get("narrow_queries") or ()):
            query = whoosh.Require(query, narrowing(narrow, opened.analyzer))
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        facets = options.get("facets") or {}
        dates = options.get("date_facets") or {}
        request = Request(
            query=query,
            facets=(
                *(_facet_request(name, wanted) for name, wanted in facets.items()),
                *(FacetRequest(facet_field(name, gap), limit=None) for name, gap in dates.items()),
            ),
            sort=_sort(options.get("sort_by")),
            limit=max((_ALL if end is None else end) - start, 0),
            offset=start,
            deadline=budget.remaining(),
        )
        try:
            response = snapshot.search(request)
        except QueryTooCostlyError as error:
            return self._given_up(error)
        found: dict[str, Any] = {
            "results": _results(response, options, query, opened),
            "hits": response.total,
            "facets": {
                "fields": {name: response.facets.get(facet_field(name), []) for name in facets},
                "dates": {
                    name: binned_dates(response.facets.get(facet_field(name, gap), []), gap)
                    for name, gap in dates.items()
                },
                "queries": dict(
                    found_in_time(_query_facets(query, options, opened, snapshot, budget))
                ),
            },
        }
        if self.include_spelling or options.get("spelling_query"):
            text = options.get("spelling_query") or query_string
            found["spelling_suggestion"] = corrected_text(str(text), budget)
        return found

    def more_like_this(
        self,
        model_instance: Article,
        additional_query_string: str | whoosh.Query | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        result_class: type[SearchResult] | None = None,
        **_options: Any,
    ) -> dict[str, Any]:
        """Return the articles most like one, narrowed by the additional query."""
        budget = TimeBudget()
        found = similar_articles(model_instance, _SIMILAR, budget)
        keys = [str(article.pk) for article in found]
        if additional_query_string:
            opened, snapshot = self.home.read()
            narrowed = parsed(additional_query_string, opened.analyzer)
            every = whoosh.Or([whoosh.Term(KEY, key) for key in keys])
            try:
                deadline = budget.remaining()
                request = Request(
                    whoosh.Require(every, narrowed), limit=_SIMILAR, deadline=deadline
                )
                kept = {hit.key for hit in snapshot.search(request).hits}
            except QueryTooCostlyError as error:
                return self._given_up(error)
            keys = [key for key in keys if key in kept]
        return {
            "results": [
                (result_class or SearchResult)(_APP_LABEL, _MODEL, key, 0.0)
                for key in keys[start_offset:end_offset]
            ],
            "hits": len(keys),
        }

    def _given_up(self, error: QueryTooCostlyError) -> dict[str, Any]:
        if not self.silently_fail:
            raise error
        _log.error("%s", error)
        return {"results": [], "hits": 0}


def _results(
    response: Response, options: dict[str, Any], query: whoosh.Query, opened: OpenIndex
) -> list[SearchResult]:
    result_class = options.get("result_class") or SearchResult
    results = [result_class(_APP_LABEL, _MODEL, hit.key, hit.score) for hit in response.hits]
    if options.get("highlight"):
        texts = highlighted([hit.key for hit in response.hits], query, opened)
        for result in results:
            result.highlighted = texts.get(result.pk, {})
    return results


def _query_facets(
    query: whoosh.Query,
    options: dict[str, Any],
    opened: OpenIndex,
    snapshot: Snapshot,
    budget: TimeBudget,
) -> Iterator[tuple[str, int]]:
    for field, text in options.get("query_facets") or ():
        narrowed = whoosh.And([query, narrowing(f"{field}:{text}", opened.analyzer)])
        request = Request(narrowed, limit=0, deadline=budget.remaining())
        yield f"{field}_{text}", snapshot.search(request).total


def _facet_request(name: str, options: dict[str, Any]) -> FacetRequest:
    return FacetRequest(
        facet_field(name), limit=options.get("limit"), prefix=options.get("prefix", "")
    )


def _sort(fields: Iterable[str] | None) -> tuple[tuple[str, bool], ...] | None:
    if not fields:
        return None
    return tuple((facet_field(field.lstrip("-")), field.startswith("-")) for field in fields)


class KhizanaEngine(BaseEngine):
    """Haystack's engine for this archive."""

    backend = KhizanaSearchBackend
    query = KhizanaSearchQuery
