"""Links to feeds, and what a page asks to offer them."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from archive.models import Entity
from search.query.state import SearchState
from search.service.newest_articles import standing

register = template.Library()


@register.simple_tag
def feed_url(state: SearchState) -> str:
    """Return the address of a search's feed, which says its language: feeds bear no cookie."""
    return _feed(reverse("search_feed"), standing(state).to_query_string())


@register.simple_tag
def entity_feed_url(entity: Entity) -> str:
    """Return the address of the feed of an entity."""
    return _feed(reverse("entity_feed", args=[entity.key]), "")


@register.simple_tag
def archive_is_closed() -> bool:
    """Return whether a feed needs a key."""
    return bool(settings.ARCHIVE_ACCESS == "private")


@register.simple_tag
def kept_query(state: SearchState) -> str:
    """Return the query string of a search without its page and order, as a form sends it."""
    return standing(state).to_query_string()


def _feed(path: str, query: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    told = "" if language == settings.LANGUAGE_CODE else f"lang={language}"
    asked = "&".join(part for part in (query, told) if part)
    return f"{path}?{asked}" if asked else path
