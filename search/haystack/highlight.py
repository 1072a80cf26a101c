"""Haystack's highlighting: passages of the original text, never folded, hits in ``<em>``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from whoosh.query import Query

from archive.models import Article
from search.index.schema import TEXTS
from search.query.wanted import QueryAnalyzer, Wanted
from search.results.matching import Matcher
from search.results.records import Fragment
from search.results.snippets import marked, passage


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
