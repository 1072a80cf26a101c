"""The words of a query marked in a text for Haystack: original letters, as safe HTML.

``Highlighter`` is what ``{% highlight %}`` uses (``HAYSTACK_CUSTOM_HIGHLIGHTER``): Haystack's own
looks for the letters as they are typed, and lets through what the text holds of HTML.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from whoosh import query as whoosh

from archive.models import Article
from search.contract import PhraseOf
from search.fields import FIELDS, TITLE, Fields
from search.hits.matching import Matcher
from search.hits.snippets import PASSAGE_LETTERS, Fragment, marked, passage
from search.index.index_home import index_home
from search.index.open_index import OpenIndex
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.query_terms import QueryTerm


def highlighted(
    keys: Sequence[str], query: whoosh.Query, opened: OpenIndex, fields: Fields = FIELDS
) -> dict[str, dict[str, list[str]]]:
    """Return for each article (by primary key) its marked title and passage, as safe HTML."""
    rows = list(Article.objects.shown().filter(pk__in=keys).only("pk", "title", "body"))
    sought = list(sought_terms(query, fields, opened, rows))
    matcher = Matcher(opened.analyzer, sought, opened.word_terms)
    return {
        str(article.pk): {
            "title": [_html(marked(article.title, matcher.highlights(article.title, title=True)))],
            "text": [_html(passage(article.body, matcher.highlights(article.body)))],
        }
        for article in rows
    }


def sought_terms(
    query: whoosh.Query, fields: Fields, opened: OpenIndex, articles: Iterable[Article]
) -> Iterator[QueryTerm]:
    """Yield what ``articles`` are marked by: what ``query`` asks of words, not what it refuses."""
    patterns = []
    for leaf in _sought(query):
        if getattr(leaf, "fieldname", None) not in fields.texts:
            continue
        if isinstance(leaf, whoosh.Wildcard):
            patterns.append(leaf)
        else:
            yield from _of_leaf(leaf, title_only=leaf.fieldname == TITLE)
    if patterns:
        texts = {text for article in articles for text in (article.title, article.body)}
        words = {word for text in texts for word in opened.analyzer.words(text)}
        written = {opened.word_terms(word)[0] for word in words}
        for pattern in patterns:
            matches = re.compile(fnmatch.translate(pattern.text)).match
            for term in sorted(filter(matches, written)):
                yield QueryTerm(term, ((term,),), title_only=pattern.fieldname == TITLE)


def _sought(query: whoosh.Query) -> Iterator[Any]:
    """Yield the parts of ``query`` that what is found holds."""
    if isinstance(query, whoosh.And | whoosh.Or | whoosh.DisjunctionMax):
        for part in query.subqueries:
            yield from _sought(part)
    elif isinstance(query, whoosh.Require):
        yield from _sought(query.a)
        yield from _sought(query.b)
    elif isinstance(query, whoosh.AndMaybe | whoosh.AndNot):
        yield from _sought(query.a)
    elif isinstance(query, whoosh.ConstantScoreQuery):
        yield from _sought(query.child)
    else:
        yield query


def _of_leaf(leaf: Any, *, title_only: bool) -> Iterator[QueryTerm]:
    if isinstance(leaf, whoosh.Term):
        yield QueryTerm(leaf.text, ((leaf.text,),), title_only=title_only)
    elif isinstance(leaf, PhraseOf):
        yield QueryTerm(str(leaf), leaf.places, slop=leaf.slop - 1, title_only=title_only)
    elif isinstance(leaf, whoosh.Prefix):
        yield QueryTerm(leaf.text, prefixes=(leaf.text,), title_only=title_only)
    elif isinstance(leaf, whoosh.FuzzyTerm):
        distance = leaf.maxdist
        yield QueryTerm(leaf.text, fuzzy=(leaf.text,), distance=distance, title_only=title_only)


class Highlighter:
    """Marks the words of a query in a text, as a search finds them.

    ``html_tag`` and ``css_class`` are those of the marks, ``max_length`` the letters of the
    passage that is shown.
    """

    css_class: Final = "highlighted"

    def __init__(
        self, query: str, *, html_tag: str = "span", css_class: str = "", max_length: int = 0
    ) -> None:
        self._query = str(query)
        self._tag = html_tag if str(html_tag).isalnum() else "span"
        self._class = css_class or self.css_class
        self._letters = int(max_length or PASSAGE_LETTERS)

    def highlight(self, text_block: str) -> SafeString:
        """Return the passage of ``text_block`` with the most words of the query, as safe HTML."""
        opened = index_home().current()
        tree = parse(self._query).tree
        terms = () if tree is None else compile_tree(tree, opened.analyzer).terms
        highlights = Matcher(opened.analyzer, terms, opened.word_terms).highlights(
            str(text_block), title=True
        )
        return _html(passage(str(text_block), highlights, self._letters), self._tag, self._class)


def _html(fragments: Sequence[Fragment], tag: str = "em", css_class: str = "") -> SafeString:
    # What a template spells out counts as safe: its quotation marks are escaped all the same.
    opening = format_html('{} class="{}"', tag, escape(css_class)) if css_class else tag
    parts = (
        (format_html("<{}>{}</{}>", opening, part.text, tag) if part.marked else part.text,)
        for part in fragments
    )
    return format_html_join("", "{}", parts)
