"""Links to feeds, and what a page asks to offer them."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import Entity, ReadingList, SavedSearch
from archive.models.page_paths import page_path
from search.presentation.html_pieces import joined
from search.query.state import SearchState
from search.service.newest_articles import standing

register = template.Library()


@register.simple_tag
def feed_url(state: SearchState) -> str:
    """Return the address of a search's feed, which says its language: feeds bear no cookie."""
    return _feed(page_path("search_feed"), standing(state).to_query_string())


@register.simple_tag
def entity_feed_url(entity: Entity) -> str:
    """Return the address of the feed of an entity."""
    return _feed(page_path("entity_feed", entity.key), "")


@register.simple_tag
def archive_is_closed() -> bool:
    """Return whether a feed needs a key."""
    return bool(settings.ARCHIVE_ACCESS == "private")


@register.simple_tag
def feed_and_news(page: Any, state: SearchState, title: str) -> SafeString:
    """Return what a reader without an account is offered of a search: its feed, and what is new."""
    feed = ""
    if not archive_is_closed() and not (page.near is not None and page.near.alone):
        feed = (
            f'<a class="button quiet" href="{escape(feed_url(state))}"'
            f' type="application/atom+xml">{escape(_("Feed"))}</a>'
        )
    return joined(
        (
            f'{feed}<span role="status" data-search="{escape(kept_query(state))}"',
            f' data-title="{escape(title)}" data-mark="{page.mark}"',
            f' data-newest="{page_path("new_articles")}"></span>',
        )
    )


@register.simple_tag
def own_lists(person: Any) -> list[ReadingList]:
    """Return a person's lists, the one last used first: that is where an article goes."""
    return list(ReadingList.objects.of_person(person).only("name"))


@register.simple_tag
def saved_as(person: Any, query: str) -> SavedSearch | None:
    """Return a person's saved search of this query string, if they have saved it."""
    if not person or not person.is_authenticated:
        return None
    return SavedSearch.objects.filter(person=person, query=query, entity=None).first()


@register.simple_tag
def followed_as(person: Any, entity: Entity) -> SavedSearch | None:
    """Return how a person follows an entity, if they do."""
    if not person or not person.is_authenticated:
        return None
    return SavedSearch.objects.filter(person=person, entity=entity).first()


@register.simple_tag
def kept_query(state: SearchState) -> str:
    """Return the query string of a search without its page and order, as a form sends it."""
    return standing(state).to_query_string()


def _feed(path: str, query: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    told = "" if language == settings.LANGUAGE_CODE else f"lang={language}"
    asked = "&".join(part for part in (query, told) if part)
    return f"{path}?{asked}" if asked else path
