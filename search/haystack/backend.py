"""Haystack's backend over the columnar index.

What Haystack's own Whoosh backend gets wrong is right here: slices, facet values of many
words, lists with commas, facets of an empty result, mixed sort orders, one-letter queries;
no query runs unlimited to narrow by model, and none runs twice to be counted. Highlighting
gives passages of the original text, never folded, with hits in ``<em>``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar, Final

from django.db.models import Model, QuerySet
from django.utils.encoding import force_str
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.constants import DJANGO_ID, ID
from haystack.utils import get_identifier
from whoosh import fields as whoosh_fields
from whoosh import query as whoosh

from archive.models import Article
from search.contract import FoundDocument, IndexReader, QueryTooCostlyError, Request, Response
from search.fields import FIELDS, Fields
from search.haystack.facet_options import FacetOptions, query_facets
from search.haystack.field_filters import FieldFilters, column_of, identifier_key
from search.haystack.haystack_queries import KhizanaSearchQuery, text_query
from search.haystack.highlighting import highlighted
from search.haystack.narrowing import narrowing_query
from search.haystack.refusals import UnanswerableSearchError, check_options, unknown_field
from search.haystack.search_results import results_of
from search.index.archive_index import ArchiveIndex
from search.index.index_documents import document, indexable_articles, prepared_articles, schema
from search.index.index_home import index_home
from search.index.open_index import OpenIndex
from search.index.rebuild import ARTICLES_AT_ONCE, rebuild
from search.query.query_terms import combined
from search.service.prepared_search import TimeBudget, found_in_time
from search.service.search_suggestions import corrected_text
from search.service.similar_articles import similar_articles

_ALL: Final = 10_000_000
"""More than any archive holds: Haystack asks for everything by leaving the end open."""
_SIMILAR: Final = 100
"""Articles that "more like this" looks at; farther ones are not alike."""
_EXPANSIONS: Final = 16_384
"""Words that one pattern stands for; of more, the most frequent are searched for."""
_KEYS: Final = frozenset({ID, "pk", DJANGO_ID})

_log = logging.getLogger("khizana.search")


class KhizanaSearchBackend(BaseSearchBackend):
    """Searches and fills this archive's index."""

    declared: ClassVar[Fields] = FIELDS

    def setup(self) -> None:
        """Do nothing: the index is made where it is first asked for."""

    @property
    def home(self) -> ArchiveIndex:
        """The folder of the index that this process searches."""
        return index_home()

    def build_schema(self, _fields: Any) -> tuple[str, whoosh_fields.Schema]:
        """Return the name of the field of all texts, and the schema as Whoosh knows it."""
        analyzer = self.home.current().analyzer
        return self.declared.texts[0], schema(analyzer, self.declared).whoosh

    def update(
        self,
        _index: Any,
        iterable: Iterable[Article],
        *,
        advance: Callable[[int], None] = lambda _done: None,
        **_options: Any,
    ) -> None:
        """Index the articles, each in place of what stood for it, a bounded number at a time.

        Those that are hidden are taken out. ``advance`` is told how many were read. Raises ``UnanswerableSearchError`` for what is no
        article.
        """
        rows = iterable.iterator(ARTICLES_AT_ONCE) if isinstance(iterable, QuerySet) else iterable
        articles = iter(rows)
        with self.home.writing() as opened, opened.writer() as writer:
            while chunk := list(islice(articles, ARTICLES_AT_ONCE)):
                for each in chunk:
                    if not isinstance(each, Article):
                        raise UnanswerableSearchError(f"{each!r} is no article; nothing else is")
                keys = [each.pk for each in chunk]
                hidden = set(
                    Article.objects.filter(pk__in=keys, hidden=True).values_list("pk", flat=True)
                )
                for key in hidden:
                    writer.delete(str(key))
                shown = [each for each in chunk if each.pk not in hidden]
                for prepared in prepared_articles(shown, self.declared):
                    writer.update(document(prepared, self.declared))
                advance(len(chunk))

    def remove(self, obj_or_string: Model | str, **_options: Any) -> None:
        """Remove an article, given as itself or as Haystack's identifier of it.

        What is none is not in the index either.
        """
        named = isinstance(obj_or_string, str)
        key = identifier_key(str(obj_or_string if named else get_identifier(obj_or_string)))
        if key is not None:
            with self.home.writing() as opened, opened.writer() as writer:
                writer.delete(key)

    def remove_stale(self) -> int:
        """Remove the articles that are no longer in the database and return their number."""
        with self.home.writing() as opened:
            articles = {str(key) for key in indexable_articles().values_list("pk", flat=True)}
            stale = set(opened.snapshot().all_keys()) - articles
            with opened.writer() as writer:
                for key in stale:
                    writer.delete(key)
        return len(stale)

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

        A blank text finds nothing. Counts that the time budget does not last for are left
        out. A search that it does not last for is logged and empty; with Haystack's
        ``SILENTLY_FAIL`` off it raises ``QueryTooCostlyError``. Raises
        ``UnanswerableSearchError`` whatever the setting.
        """
        built = isinstance(query_string, whoosh.Query)
        text = "" if built else force_str(query_string)
        if not (built or text.strip()) or not _asks_for_articles(options):
            return {"results": [], "hits": 0}
        budget = TimeBudget()
        opened, snapshot = self.home.read()
        query = text_query(query_string if built else text, opened.analyzer, self.declared)
        found = self._found(query, options, opened, snapshot, budget)
        wanted = options.get("spelling_query") or (text if self.include_spelling else "")
        if wanted:
            found["spelling_suggestion"] = corrected_text(wanted, budget)
        return found

    def more_like_this(
        self,
        model_instance: Model,
        additional_query_string: str | whoosh.Query | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Return the articles most like one, within the additional query.

        The likest come first, where ``sort_by`` says nothing else.
        """
        if not isinstance(model_instance, Article) or model_instance.pk is None:
            return {"results": [], "hits": 0}
        if not _asks_for_articles(options):
            return {"results": [], "hits": 0}
        budget = TimeBudget()
        keys = [str(each.pk) for each in similar_articles(model_instance, _SIMILAR, budget)]
        opened, snapshot = self.home.read()
        query = combined(whoosh.Or, [whoosh.Term(self.declared.key, key) for key in keys])
        if additional_query_string:
            within = text_query(additional_query_string, opened.analyzer, self.declared)
            query = whoosh.Require(query, within)
        return self._found(query, options, opened, snapshot, budget, keys)

    def _found(
        self,
        query: whoosh.Query,
        options: Mapping[str, Any],
        opened: OpenIndex,
        snapshot: IndexReader,
        budget: TimeBudget,
        order: list[str] | None = None,
    ) -> dict[str, Any]:
        """Return what Haystack wants of the articles found; by ``order``, if they have one."""
        check_options(options)
        filters = FieldFilters(opened.analyzer, self.declared)
        for narrowing in sorted(options.get("narrow_queries") or ()):
            query = whoosh.Require(query, narrowing_query(str(narrowing), filters))
        facets = FacetOptions(options, self.declared)
        try:
            response = self._response(query, facets, options, snapshot, budget, order)
        except QueryTooCostlyError as error:
            if not self.silently_fail:
                raise
            _log.error("%s", error)
            return {"results": [], "hits": 0}
        results = results_of(response.hits, options.get("result_class"), self.declared)
        if options.get("highlight"):
            keys = [hit.key for hit in response.hits]
            texts = highlighted(keys, query, opened, self.declared)
            for key, result in zip(keys, results, strict=True):
                result.highlighted = texts.get(key, {})
        queries = dict(self._query_counts(query, options, filters, snapshot, budget))
        return {
            "results": results,
            "hits": response.total,
            "facets": {**facets.counts(response.facets), "queries": queries},
        }

    def _response(
        self,
        query: whoosh.Query,
        facets: FacetOptions,
        options: Mapping[str, Any],
        snapshot: IndexReader,
        budget: TimeBudget,
        order: list[str] | None,
    ) -> Response:
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        sort = self._sort(options.get("sort_by"))
        ranked = order is not None and sort is None
        limit = max((_ALL if end is None else end) - start, 0)
        request = Request(
            query=query,
            facets=facets.requests(),
            sort=sort,
            limit=_ALL if ranked else limit,
            offset=0 if ranked else start,
            max_expansions=_EXPANSIONS,
            time_limit=budget.remaining(),
        )
        response = snapshot.search(request)
        for pattern in response.cut:
            _log.warning("%s: only the %d most frequent words are searched", pattern, _EXPANSIONS)
        if not ranked or order is None:
            return response
        places = {key: place for place, key in enumerate(order)}
        hits = sorted(response.hits, key=lambda hit: places[hit.key])
        return _with_hits(response, hits[start : start + limit])

    def _sort(self, fields: Iterable[str] | None) -> tuple[tuple[str, bool], ...] | None:
        """Return the order for the engine: (column, descending) of each field."""
        possible = (*self.declared.numbers, *self.declared.single_keywords, *sorted(_KEYS))
        sort = []
        for field in fields or ():
            column = column_of(field.removeprefix("-"))
            if column not in possible:
                raise unknown_field(field, "sort by", possible)
            sort.append((self.declared.key if column in _KEYS else column, field[:1] == "-"))
        return tuple(sort) or None

    def _query_counts(
        self,
        query: whoosh.Query,
        options: Mapping[str, Any],
        filters: FieldFilters,
        snapshot: IndexReader,
        budget: TimeBudget,
    ) -> Iterable[tuple[str, int]]:
        """Return the count of each query facet that the budget lasts for."""

        def counts() -> Iterator[tuple[str, int]]:
            for field, text in query_facets(options):
                within = whoosh.And([query, narrowing_query(f"{field}:{text}", filters)])
                request = Request(within, limit=0, time_limit=budget.remaining())
                yield f"{field}_{text}", snapshot.search(request).total

        return found_in_time(counts())


def _asks_for_articles(options: Mapping[str, Any]) -> bool:
    models = options.get("models")
    return not models or Article in models


def _with_hits(response: Response, hits: list[FoundDocument]) -> Response:
    return Response(response.total, hits, response.facets, response.distinct, response.cut)


class KhizanaEngine(BaseEngine):
    """Haystack's engine for this archive."""

    backend = KhizanaSearchBackend
    query = KhizanaSearchQuery
