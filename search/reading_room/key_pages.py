"""A person's keys: made and shown once, listed with their last use, revoked."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.errors import ArchiveError
from archive.lasting_addresses import lasting_address
from archive.models import AccessKey, KeyPurpose
from archive.readers.access_keys import make_key
from search.pages.entity_pages import entity_with_page
from search.presentation.links import search_address
from search.query.state import SearchState
from search.reading_room.feed_access import KEY, LANGUAGE
from search.reading_room.feed_pages import entity_feed_name, search_feed_name
from search.service.newest_articles import standing
from search.service.search_titles import search_title


@require_safe
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """List a person's keys; none of them is shown again."""
    kept = AccessKey.objects.filter(person=cast(Any, request.user))
    return render(request, "reading_room/keys.html", {"keys": kept})


@require_POST
@login_required
def make_program_key(request: HttpRequest) -> HttpResponse:
    """Make a key for programs, and show it this once."""
    return show_new_key(request, KeyPurpose.API, request.POST.get("name", ""))


@require_POST
@login_required
def make_feed_key(request: HttpRequest) -> HttpResponse:
    """Make a key for the feed of a search or of an entity, and show its address this once."""
    if entity := request.POST.get("entity", ""):
        shown = entity_with_page(entity)
        title = shown.name(get_language() or "ar")
        feed, back = entity_feed_name(shown.key), shown.get_absolute_url()
    else:
        state = standing(SearchState.from_querydict(QueryDict(request.POST.get("query", ""))))
        title, feed, back = search_title(state), search_feed_name(state), search_address(state)
    return show_new_key(request, KeyPurpose.FEED, title, feed, back)


@require_POST
@login_required
def revoke_key(request: HttpRequest, key: int) -> HttpResponse:
    """Revoke one of a person's own keys: it opens nothing from now on."""
    kept = get_object_or_404(AccessKey, pk=key, person=cast(Any, request.user))
    kept.delete()
    messages.success(request, _("The key is revoked."))
    return redirect("keys")


def keyed_address(feed: str, token: str) -> str:
    """Return the whole address of a feed with its key, in the reader's language."""
    language = get_language()
    told = "" if language == settings.LANGUAGE_CODE else f"{LANGUAGE}={language}&"
    joined = feed if feed.endswith("?") else f"{feed}{'&' if '?' in feed else '?'}"
    return lasting_address(f"{reverse('home')}{joined}{told}{KEY}={token}")


def show_new_key(
    request: HttpRequest, purpose: KeyPurpose, name: str, feed: str = "", back: str = ""
) -> HttpResponse:
    """Make a key for the person who asks, and answer with the page that shows it this once.

    ``feed`` is the name of the feed that it opens, ``back`` the page that offered it.
    """
    try:
        key, token = make_key(request.user, purpose, name, feed)
    except ArchiveError as error:
        messages.error(request, str(error))
        return redirect(back or "keys")
    address = keyed_address(feed, token) if feed else ""
    context = {"key": key, "token": token, "address": address, "back": back}
    return render(request, "reading_room/new_key.html", context)
