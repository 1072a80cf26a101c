"""Links from one search to the next: every search has an address of its own."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Article, Entity, Outlet
from search.fields import AUTHOR
from search.index.analyzers import Match
from search.presentation.links import search_address
from search.query.state import SearchState, Sort

register = template.Library()


@register.simple_tag
def search_url(state: SearchState) -> str:
    """Return the address of a search."""
    return search_address(state)


@register.simple_tag
def sort_url(state: SearchState, sort: str) -> str:
    """Return the search in another order."""
    return search_url(state.with_sort(Sort(sort)))


@register.simple_tag
def match_url(state: SearchState, match: str) -> str:
    """Return the search with words matched more or less widely."""
    return search_url(state.with_match(Match(match)))


@register.simple_tag
def root_url(state: SearchState) -> str:
    """Return the search for words of the same root too, or without them again."""
    return search_url(
        state.with_match(Match.INFLECTION if state.match is Match.ROOT else Match.ROOT)
    )


@register.simple_tag
def any_word_url(state: SearchState) -> str:
    """Return the search for any of its words, or for all of them again."""
    return search_url(state.with_any_word(not state.any_word))


@register.simple_tag
def collapse_url(state: SearchState) -> str:
    """Return the search with republications collapsed, or each on its own again."""
    return search_url(state.with_collapse(not state.collapse))


@register.simple_tag
def names_url(state: SearchState) -> str:
    """Return the search with machine-found names counted too, or without them again."""
    return search_url(state.with_machine_found(not state.machine_found))


@register.simple_tag
def machine_found_url(state: SearchState, facet: str) -> str:
    """Return the search with the group of machine-found names open beside a facet."""
    return _with_parameter(state, "found", facet)


@register.simple_tag
def more_url(state: SearchState, facet: str) -> str:
    """Return the search with more values of a facet shown."""
    return _with_parameter(state, "more", facet)


def _with_parameter(state: SearchState, name: str, value: str) -> str:
    return f"{search_url(state)}{'&' if state.to_query_string() else '?'}{name}={value}"


@register.simple_tag
def download_url(state: SearchState, ending: str) -> str:
    """Return the address of all that a search finds, as a file of the format ``ending``."""
    query = state.with_page(1).to_query_string()
    return reverse("search_export", args=[ending]) + (f"?{query}" if query else "")


@register.simple_tag
def text_url(text: str) -> str:
    """Return the search for a text."""
    return search_url(SearchState().with_text(text))


@register.simple_tag
def phrase_url(text: str) -> str:
    """Return the search for the exact words of a text, one after the other."""
    return search_url(SearchState().with_text('"{}"'.format(text.replace('"', " "))))


@register.simple_tag
def keyword_url(keyword: str) -> str:
    """Return the search for all articles with a keyword."""
    return search_url(SearchState().with_facet("keyword", keyword))


@register.simple_tag
def outlet_search_url(outlet: Outlet) -> str:
    """Return the search for all articles of an outlet."""
    return search_url(SearchState().with_facet("outlet", outlet.slug))


@register.simple_tag
def entity_search_url(entity: Entity) -> str:
    """Return the search for all articles that name an entity."""
    return search_url(SearchState().with_facet(entity.kind, entity.key))


@register.simple_tag
def author_url(entity: Entity) -> str:
    """Return the search for all articles that a person wrote."""
    return search_url(SearchState().with_facet(AUTHOR, entity.key))


@register.simple_tag
def hit_url(article: Article, state: SearchState) -> str:
    """Return the address of an article that marks what the search found, from its first hit."""
    if not state.text:
        return article.get_absolute_url()
    reading = SearchState(state.text, match=state.match, any_word=state.any_word)
    return f"{article.get_absolute_url()}?{reading.to_query_string()}#hit"


@register.simple_tag
def state_pairs(state: SearchState, *without: str) -> list[tuple[str, str]]:
    """Return a search's parameters for hidden inputs, the named ones and the page left out."""
    return [pair for pair in state.to_pairs() if pair[0] not in (*without, "page")]


@register.simple_tag
def example(text: str) -> SafeString:
    """Return a search text as a link that runs it."""
    return format_html('<a href="{}"><kbd dir="auto">{}</kbd></a>', text_url(text), text)
