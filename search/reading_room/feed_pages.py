"""Feeds: the newest articles that a search finds, or that name somebody, as Atom."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from archive.lasting_addresses import lasting_address
from archive.models import ArchiveIdentity, Article
from search.contract import QueryTooCostlyError
from search.exports.atom_feed import Feed, article_entries, lasting_id
from search.pages.entity_pages import entity_with_page
from search.presentation.links import search_address
from search.query.state import SearchState
from search.reading_room.feed_access import (
    FeedAccess,
    conditional_feed,
    feed_access,
    feed_language,
    told_in_text,
)
from search.service.newest_articles import newest_articles, standing
from search.service.search_titles import search_title

ENTRIES: Final = 50
"""Of a feed: some 60 KB."""


@login_not_required
@require_safe
def search_feed(request: HttpRequest) -> HttpResponseBase:
    """Return the newest articles that the search in the address finds."""
    state = standing(SearchState.from_querydict(request.GET))
    access = feed_access(request, search_feed_name(state))
    if access.refusal is not None:
        return access.refusal
    with override(feed_language(request)):
        return _feed_of(request, access, state, search_title(state), search_address(state))


def search_feed_name(state: SearchState) -> str:
    """Return the name of a search's feed, for which a key is made."""
    return f"search/feed/?{standing(state).to_query_string()}"


@login_not_required
@require_safe
def entity_feed(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return the newest articles that name an entity; one that was merged goes on as the other."""
    access = feed_access(request, entity_feed_name(key))
    if access.refusal is not None:
        return access.refusal
    shown = entity_with_page(key).canonical()
    state = SearchState().with_facet("entity", shown.key)
    language = feed_language(request)
    with override(language):
        return _feed_of(request, access, state, shown.name(language), shown.get_absolute_url())


def entity_feed_name(key: str) -> str:
    """Return the name of an entity's feed, for which a key is made."""
    return f"entity/{key}/feed/"


def _feed_of(
    request: HttpRequest, access: FeedAccess, state: SearchState, title: str, page: str
) -> HttpResponseBase:
    try:
        articles = newest_articles(state, limit=ENTRIES).articles()
    except QueryTooCostlyError:
        told = _("This search takes too long. Narrow it, and subscribe to that.")
        return told_in_text(told, HTTPStatus.SERVICE_UNAVAILABLE)
    archive, address = ArchiveIdentity.current(), lasting_address

    def feed() -> Feed:
        return Feed(
            id=lasting_id(archive, access.name),
            title=f"{title} – {_('Khizana')}",
            subtitle=_("The articles that the archive learned of last"),
            page_url=address(page),
            url=address(request.get_full_path()),
            entries=article_entries(articles, archive, address),
        )

    return conditional_feed(request, access, (title, *map(_mark, articles)), feed)


def _mark(article: Article) -> tuple[str, ...]:
    """Return what changes whenever the article's entry does."""
    outlet = article.outlet
    names = (outlet.name_ar, outlet.name_en) if outlet else ()
    return article.public_id, article.updated_at.isoformat(), *names
