"""Haystack over the columnar index: ``SearchQuerySet`` as Haystack documents it.

What Haystack's own Whoosh backend gets wrong is right here: slices, facet values of many
words, lists with commas, facets of an empty result, mixed sort orders, one-letter queries;
no query runs unlimited to narrow by model, and none runs twice to be counted.

Haystack's highlighting: passages of the original text, never folded, hits in ``<em>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Model
from django.utils.html import escape
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.models import SearchResult
from haystack.utils import get_identifier
from whoosh import query as whoosh
from whoosh.query import Query

from archive.models import Article
from search.engine import FacetRequest, Request, Response
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
from search.query.wanted import QueryAnalyzer, Wanted
from search.service.guidance import correction
from search.service.similar_articles import similar_articles


def highlighted(
    keys: Sequence[str], query: Query, analyzer: QueryAnalyzer
) -> dict[str, dict[str, list[str]]]:
    """Return for each article (by primary key) its marked title and passage, as safe HTML."""
    terms = dict.fromkeys(term for field, term in query.iter_all_terms() if field in TEXTS)
    matcher = Matcher(analyzer, [Wanted(term, ((term,),)) for term in terms])
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


class KhizanaSearchBackend(BaseSearchBackend):
    """Searches and fills this archive's index."""

    def setup(self) -> None:
        """Nothing to prepare: the index is made where it is first asked for."""

    @property
    def home(self) -> IndexHome:
        """The folder of the index that this process searches."""
        return index_home()

    @property
    def opened(self) -> OpenIndex:
        """The index that serves now."""
        return self.home.current()

    def update(self, index: Any, iterable: Iterable[Article], commit: bool = True) -> None:
        """Index the articles, each in place of what stood for it."""
        columnar = self.opened.columnar
        with self.home.lock(), columnar.writer() as writer:
            for fields in prepared_articles(list(iterable)):
                writer.update(document(fields))

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Remove an article, given as itself or as Haystack's identifier of it."""
        identifier = (
            obj_or_string if isinstance(obj_or_string, str) else get_identifier(obj_or_string)
        )
        columnar = self.opened.columnar
        with self.home.lock(), columnar.writer() as writer:
            writer.delete(identifier.rpartition(".")[2])

    def clear(self, models: Iterable[type[Model]] | None = None, commit: bool = True) -> None:
        """Empty the index; with ``models``, only where articles are among them."""
        if models is not None and Article not in models:
            return
        frequencies = self.opened.analyzer.frequencies
        with self.home.lock():
            self.home.swap(self.home.build(frequencies))

    def rebuild(self) -> int:
        """Build the index anew from the database and return the number of articles."""
        return rebuild(self.home)

    @log_query  # type: ignore[untyped-decorator]
    def search(self, query_string: str | whoosh.Query, **options: Any) -> dict[str, Any]:
        """Search for Haystack: a text in Khizana's query language, or a built query."""
        models = options.get("models")
        if models and Article not in models:
            return {"results": [], "hits": 0}
        opened = self.opened
        query = parsed(query_string, opened.analyzer)
        for narrow in sorted(options.get("narrow_queries") or ()):
            query = whoosh.Require(query, narrowing(narrow, opened.analyzer))
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        facets = options.get("facets") or {}
        dates = options.get("date_facets") or {}
        response = opened.snapshot().search(
            Request(
                query=query,
                facets=(
                    *(_facet_request(name, wanted) for name, wanted in facets.items()),
                    *(
                        FacetRequest(facet_field(name, gap), limit=None)
                        for name, gap in dates.items()
                    ),
                ),
                sort=_sort(options.get("sort_by")),
                limit=max((_ALL if end is None else end) - start, 0),
                offset=start,
            )
        )
        found: dict[str, Any] = {
            "results": _results(response, options, query, opened),
            "hits": response.total,
            "facets": {
                "fields": {name: response.facets[facet_field(name)] for name in facets},
                "dates": {
                    name: binned_dates(response.facets[facet_field(name, gap)], gap)
                    for name, gap in dates.items()
                },
                "queries": _query_facets(query, options.get("query_facets") or (), opened),
            },
        }
        if self.include_spelling or options.get("spelling_query"):
            text = options.get("spelling_query") or query_string
            found["spelling_suggestion"] = correction(str(text))
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
        found = similar_articles(model_instance, _SIMILAR)
        keys = [str(article.pk) for article in found]
        if additional_query_string:
            narrowed = parsed(additional_query_string, self.opened.analyzer)
            every = whoosh.Or([whoosh.Term(KEY, key) for key in keys])
            request = Request(whoosh.Require(every, narrowed), limit=_SIMILAR)
            response = self.opened.snapshot().search(request)
            kept = {hit.key for hit in response.hits}
            keys = [key for key in keys if key in kept]
        return {
            "results": [
                (result_class or SearchResult)(_APP_LABEL, _MODEL, key, 0.0)
                for key in keys[start_offset:end_offset]
            ],
            "hits": len(keys),
        }


def _results(
    response: Response, options: dict[str, Any], query: whoosh.Query, opened: OpenIndex
) -> list[SearchResult]:
    result_class = options.get("result_class") or SearchResult
    results = [result_class(_APP_LABEL, _MODEL, hit.key, hit.score) for hit in response.hits]
    if options.get("highlight"):
        texts = highlighted([hit.key for hit in response.hits], query, opened.analyzer)
        for result in results:
            result.highlighted = texts.get(result.pk, {})
    return results


def _query_facets(
    query: whoosh.Query, wanted: Iterable[tuple[str, str]], opened: OpenIndex
) -> dict[str, int]:
    return {
        f"{field}_{text}": opened.snapshot().count(
            whoosh.And([query, narrowing(f"{field}:{text}", opened.analyzer)])
        )
        for field, text in wanted
    }


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
