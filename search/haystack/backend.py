"""Haystack's backend over the columnar index.

What Haystack's own Whoosh backend gets wrong is right here: slices, facet values of many
words, lists with commas, facets of an empty result, mixed sort orders, one-letter queries;
no query runs unlimited to narrow by model, and none runs twice to be counted. Highlighting
gives passages of the original text, never folded, with hits in ``<em>``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from django.db.models import Model
from django.utils.html import escape
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult
from haystack.utils import get_identifier
from whoosh import query as whoosh

from archive.models import Article
from search.engine import FacetRequest, QueryTooCostlyError, Request, Response, Snapshot
from search.fields import FIELDS, Fields
from search.haystack.haystack_queries import (
    KhizanaSearchQuery,
    column_of,
    date_bins,
    date_column,
    narrow_query,
    text_query,
)
from search.hits.matching import Matcher
from search.hits.snippets import Fragment, marked, passage
from search.index.index_documents import document, prepared_articles
from search.index.index_home import IndexHome, OpenIndex, index_home
from search.index.rebuild import rebuild
from search.query.query_terms import QueryTerm
from search.service.prepared_search import TimeBudget, found_in_time
from search.service.search_suggestions import corrected_text
from search.service.similar_articles import similar_articles

_ALL: Final = 10_000_000
"""More than any archive holds: Haystack asks for everything by leaving the end open."""
_SIMILAR: Final = 100
"""Articles that "more like this" looks at; farther ones are not alike."""
_APP_LABEL: Final = "archive"
_MODEL_NAME: Final = "article"

_log = logging.getLogger("khizana.search")


class KhizanaSearchBackend(BaseSearchBackend):
    """Searches and fills this archive's index."""

    declared: ClassVar[Fields] = FIELDS

    def setup(self) -> None:
        """Do nothing: the index is made where it is first asked for."""

    @property
    def home(self) -> IndexHome:
        """The folder of the index that this process searches."""
        return index_home()

    def update(self, _index: Any, iterable: Iterable[Article], **_options: Any) -> None:
        """Index the articles, each in place of what stood for it."""
        with self.home.writing() as opened, opened.columnar.writer() as writer:
            for prepared in prepared_articles(list(iterable), self.declared):
                writer.update(document(prepared, self.declared))

    def remove(self, obj_or_string: Model | str, **_options: Any) -> None:
        """Remove an article, given as itself or as Haystack's identifier of it."""
        identifier = (
            obj_or_string if isinstance(obj_or_string, str) else get_identifier(obj_or_string)
        )
        with self.home.writing() as opened, opened.columnar.writer() as writer:
            writer.delete(identifier.rpartition(".")[2])

    def clear(self, models: Iterable[type[Model]] | None = None, **_options: Any) -> None:
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
        query = text_query(query_string, opened.analyzer, self.declared)
        for narrowing in sorted(options.get("narrow_queries") or ()):
            query = whoosh.Require(query, narrow_query(narrowing, opened.analyzer, self.declared))
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        try:
            request = Request(
                query=query,
                facets=self._facet_requests(options),
                sort=_sort(options.get("sort_by")),
                limit=max((_ALL if end is None else end) - start, 0),
                offset=start,
                time_limit=budget.remaining(),
            )
            response = snapshot.search(request)
        except QueryTooCostlyError as error:
            return self._given_up(error)
        counted = self._query_counts(query, options, opened, snapshot, budget)
        found: dict[str, Any] = {
            "results": _results(response, options, query, opened),
            "hits": response.total,
            "facets": {**self._facet_counts(response, options), "queries": dict(counted)},
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
        models: Iterable[type[Model]] | None = None,
        result_class: type[SearchResult] | None = None,
        **_options: Any,
    ) -> dict[str, Any]:
        """Return the articles most like one, the likest first, within the additional query."""
        if models and Article not in models:
            return {"results": [], "hits": 0}
        budget = TimeBudget()
        found = similar_articles(model_instance, _SIMILAR, budget)
        keys = [str(article.pk) for article in found]
        if additional_query_string and keys:
            opened, snapshot = self.home.read()
            alike = whoosh.Or([whoosh.Term(self.declared.key, key) for key in keys])
            within = text_query(additional_query_string, opened.analyzer, self.declared)
            try:
                time_limit = budget.remaining()
                request = Request(
                    whoosh.Require(alike, within), limit=_SIMILAR, time_limit=time_limit
                )
                kept = {hit.key for hit in snapshot.search(request).hits}
            except QueryTooCostlyError as error:
                return self._given_up(error)
            keys = [key for key in keys if key in kept]
        return {
            "results": [
                (result_class or SearchResult)(_APP_LABEL, _MODEL_NAME, key, 0.0)
                for key in keys[start_offset:end_offset]
            ],
            "hits": len(keys),
        }

    def _facet_requests(self, options: Mapping[str, Any]) -> tuple[FacetRequest, ...]:
        fields = options.get("facets") or {}
        dates = options.get("date_facets") or {}
        return (
            *(
                FacetRequest(
                    column_of(name), limit=wanted.get("limit"), prefix=wanted.get("prefix", "")
                )
                for name, wanted in fields.items()
            ),
            *(
                FacetRequest(date_column(name, gap, self.declared), limit=None)
                for name, gap in dates.items()
            ),
        )

    def _facet_counts(self, response: Response, options: Mapping[str, Any]) -> dict[str, Any]:
        facets, counts = options.get("facets") or {}, response.facets
        dates = options.get("date_facets") or {}
        return {
            "fields": {name: counts.get(column_of(name), []) for name in facets},
            "dates": {
                name: date_bins(counts.get(date_column(name, gap, self.declared), []), gap)
                for name, gap in dates.items()
            },
        }

    def _query_counts(
        self,
        query: whoosh.Query,
        options: Mapping[str, Any],
        opened: OpenIndex,
        snapshot: Snapshot,
        budget: TimeBudget,
    ) -> Iterable[tuple[str, int]]:
        """Return the count of each query facet that the budget lasts for."""

        def counts() -> Iterator[tuple[str, int]]:
            for field, text in options.get("query_facets") or ():
                narrowed = narrow_query(f"{field}:{text}", opened.analyzer, self.declared)
                within = whoosh.And([query, narrowed])
                request = Request(within, limit=0, time_limit=budget.remaining())
                yield f"{field}_{text}", snapshot.search(request).total

        return found_in_time(counts())

    def _given_up(self, error: QueryTooCostlyError) -> dict[str, Any]:
        if not self.silently_fail:
            raise error
        _log.error("%s", error)
        return {"results": [], "hits": 0}


def _results(
    response: Response, options: dict[str, Any], query: whoosh.Query, opened: OpenIndex
) -> list[SearchResult]:
    result_class = options.get("result_class") or SearchResult
    results = [result_class(_APP_LABEL, _MODEL_NAME, hit.key, hit.score) for hit in response.hits]
    if options.get("highlight"):
        texts = _highlighted([hit.key for hit in response.hits], query, opened)
        for result in results:
            result.highlighted = texts.get(result.pk, {})
    return results


def _sort(fields: Iterable[str] | None) -> tuple[tuple[str, bool], ...] | None:
    if not fields:
        return None
    return tuple((column_of(field.lstrip("-")), field.startswith("-")) for field in fields)


def _highlighted(
    keys: Sequence[str], query: whoosh.Query, opened: OpenIndex
) -> dict[str, dict[str, list[str]]]:
    """Return for each article (by primary key) its marked title and passage, as safe HTML."""
    terms = dict.fromkeys(term for field, term in query.iter_all_terms() if field in FIELDS.texts)
    sought = [QueryTerm(term, ((term,),)) for term in terms]
    matcher = Matcher(opened.analyzer, sought, opened.word_terms)
    return {
        str(article.pk): {
            "title": [_html(marked(article.title, matcher.highlights(article.title, title=True)))],
            "text": [_html(passage(article.body, matcher.highlights(article.body)))],
        }
        for article in Article.objects.filter(pk__in=keys).only("pk", "title", "body")
    }


def _html(fragments: Sequence[Fragment]) -> str:
    return "".join(
        f"<em>{escape(part.text)}</em>" if part.marked else escape(part.text) for part in fragments
    )


class KhizanaEngine(BaseEngine):
    """Haystack's engine for this archive."""

    backend = KhizanaSearchBackend
    query = KhizanaSearchQuery
