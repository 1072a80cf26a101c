"""Links from one search to the next: every search has an address of its own."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.models import Article, Entity, Outlet
from archive.models.page_paths import page_path
from search.fields import AUTHOR, DATE, DATE_YEAR, is_period, period_of
from search.index.analyzers import Match
from search.presentation.links import search_address
from search.query.state import Meaning, SearchState, Sort, quoted
from search.service.newest_articles import standing
from search.service.search import PAGE_SIZE

register = template.Library()


@register.simple_tag
def address(page: str, *values: object) -> str:
    """Return the address of a page by its name, as ``{% url %}`` does, but made once."""
    return page_path(page, *map(str, values))


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
def meaning_url(state: SearchState, meaning: str) -> str:
    """Return the search by words, by words and meaning, or by meaning."""
    return search_url(state.with_meaning(Meaning(meaning)))


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
def over_time_url(state: SearchState, by: str = "") -> str:
    """Return the drawing of a search over time, ``by`` a unit where one is named."""
    query = standing(state).to_query_string()
    pairs = [*([query] if query else []), *([f"by={by}"] if by else [])]
    return page_path("over_time") + (f"?{'&'.join(pairs)}" if pairs else "")


@register.simple_tag
def significant_url(state: SearchState) -> str:
    """Return the page of what sets the articles of a search apart."""
    return f"{page_path('significant')}?{standing(state).to_query_string()}"


@register.simple_tag
def beside_url(state: SearchState) -> str:
    """Return the page that puts a search beside another, which is yet to be named."""
    return f"{page_path('side_by_side')}?{standing(state).to_query_string()}"


@register.simple_tag
def coverage_url(state: SearchState) -> str:
    """Return what the archive holds of the one outlet, and in the one year, that a search chooses."""
    outlets, periods = state.chosen.get("outlet", ()), state.chosen.get(DATE, ())
    day = state.after or state.before
    year = period_of(day.isoformat() if day else periods[0] if periods else "", DATE_YEAR)
    pairs = {
        "outlet": outlets[0] if len(outlets) == 1 else "",
        "year": year if is_period(year) else "",
    }
    chosen = {name: value for name, value in pairs.items() if value}
    return page_path("coverage") + (f"?{urlencode(chosen)}" if chosen else "")


@register.simple_tag
def download_url(state: SearchState, ending: str) -> str:
    """Return the address of all that a search finds, as a file of the format ``ending``."""
    query = state.with_meaning(Meaning.UNUSED).to_query_string()
    return page_path("search_export", ending) + (f"?{query}" if query else "")


@register.simple_tag
def captures_url(state: SearchState, container: str) -> str:
    """Return the address of the captures of all that a search finds, as a file of WARC or WACZ."""
    query = state.with_meaning(Meaning.UNUSED).to_query_string()
    return page_path("search_captures", container) + (f"?{query}" if query else "")


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
def entity_over_time_url(entity: Entity) -> str:
    """Return the drawing of the articles that name an entity, month by month."""
    return over_time_url(SearchState().with_facet(entity.kind, entity.key), "month")


@register.simple_tag
def issue_url(article: Article) -> str:
    """Return the page of the other articles of an article's outlet and day; empty for none."""
    day, latest = article.published_earliest, article.published_latest
    if day is None or day != latest or article.outlet is None:
        return ""
    query = urlencode({"outlet": article.outlet.slug})
    return f"{page_path('day', day.isoformat())}?{query}"


@register.simple_tag
def author_url(entity: Entity) -> str:
    """Return the search for all articles that a person wrote."""
    return search_url(SearchState().with_facet(AUTHOR, entity.key))


@register.simple_tag
def hit_url(article: Article, state: SearchState, place: int = 0) -> str:
    """Return the address of an article that marks what the search found, from its first hit.

    ``place`` is the hit's place on the page of results, from 1 on: with it the article leads to
    the results beside it. An article that stands beside the results has none.
    """
    if place:
        number = (state.page - 1) * PAGE_SIZE + place
        return result_url(article.public_id, state, number)
    if not state.text:
        return article.get_absolute_url()
    reading = SearchState(state.text, match=state.match, any_word=state.any_word)
    return f"{article.get_absolute_url()}?{reading.to_query_string()}#hit"


@register.simple_tag
def result_url(public_id: str, state: SearchState, number: int) -> str:
    """Return the address of an article as the result ``number`` of a search."""
    pairs = [*state.with_page(1).to_pairs(), ("hit", str(number))]
    query = "&".join(f"{name}={quoted(value)}" for name, value in pairs)
    mark = "#hit" if state.text else ""
    return f"{page_path('article', public_id)}?{query}{mark}"


@register.simple_tag
def state_pairs(state: SearchState, *without: str) -> list[tuple[str, str]]:
    """Return a search's parameters for hidden inputs, the named ones and the page left out."""
    return [pair for pair in state.to_pairs() if pair[0] not in (*without, "page")]


@register.simple_tag
def state_inputs(state: SearchState, *without: str) -> SafeString:
    """Return a search's parameters as hidden inputs, the named ones and the page left out."""
    pairs = state_pairs(state, *without)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag
def example(text: str) -> SafeString:
    """Return a search text as a link that runs it."""
    return format_html('<a href="{}"><kbd dir="auto">{}</kbd></a>', text_url(text), text)
