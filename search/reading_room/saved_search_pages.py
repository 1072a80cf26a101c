"""Saved searches and followed names: kept by one press, looked at for what is new, removed."""

from __future__ import annotations

from typing import Any, Final, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.errors import ArchiveError
from archive.models import Alert, AlertMail, SavedSearch
from archive.readers.saved_searches import clean_name, look_at, newest_mark, save_search
from search.contract import QueryTooCostlyError
from search.pages.entity_pages import entity_with_page
from search.presentation.links import page_links, page_number, search_address
from search.query.state import SearchState
from search.reading_room.saved_states import page_of, state_of
from search.service.newest_articles import newest_articles, standing
from search.service.search import PAGE_SIZE
from search.service.search_titles import search_title

_ALERTS_SHOWN: Final = 30


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Save a search, or follow an entity, and lead back to it."""
    entity = None
    if key := request.POST.get("entity", ""):
        entity = entity_with_page(key).canonical()
        name, query, back = entity.name(get_language() or "ar"), "", entity.get_absolute_url()
    else:
        state = standing(SearchState.from_querydict(QueryDict(request.POST.get("query", ""))))
        name, query, back = search_title(state), state.to_query_string(), search_address(state)
    try:
        saved = save_search(request.user, name, query, entity)
    except ArchiveError as error:
        messages.error(request, str(error))
    else:
        told = _("Saved: “%(name)s”.") % {"name": saved.name}
        link = reverse("saved_searches")
        messages.success(
            request,
            format_html('{} <a href="{}">{}</a>', told, link, _("Your saved searches")),
        )
    return redirect(back)


@require_safe
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """List a person's saved searches with what is new, and what loads brought to them."""
    person = cast(Any, request.user)
    context = {
        "searches": SavedSearch.objects.filter(person=person).order_by("-new", "-id"),
        "alerts": Alert.objects.of_person(person)[:_ALERTS_SHOWN],
        "mail_is_sent": settings.MAIL_IS_SENT,
        "mail": AlertMail.objects.filter(person=person).first(),
    }
    return render(request, "reading_room/saved_searches.html", context)


@require_safe
@login_required
def saved_search(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a saved search finds, the latest to come into the archive first."""
    saved = _own(request, key)
    state, number = state_of(saved), page_number(request)
    context: dict[str, Any] = {"saved": saved, "state": state, "page_url": page_of(saved)}
    try:
        found = newest_articles(state, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    except QueryTooCostlyError:
        return render(request, "reading_room/saved_search.html", {**context, "given_up": True})
    look_at(saved, found.mark)
    pages = max(-(-found.total // PAGE_SIZE), 1)
    context |= {
        "total": found.total,
        "hits": found.hits(),
        "links": page_links(number, pages, lambda other: f"?page={other}"),
    }
    return render(request, "reading_room/saved_search.html", context)


@require_POST
@login_required
def change_saved_search(request: HttpRequest, key: int) -> HttpResponse:
    """Give a saved search another name, and say whether loads are watched for it."""
    saved = _own(request, key)
    saved.name = clean_name(request.POST.get("name", "")) or saved.name
    watched = request.POST.get("watched") == "1"
    if watched and not saved.watched:
        saved.checked_mark = newest_mark()
    saved.watched = watched
    saved.save(update_fields=["name", "watched", "checked_mark"])
    messages.success(request, _("Changed."))
    return redirect("saved_search", key)


@require_POST
@login_required
def remove_saved_search(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a search no longer."""
    _own(request, key).delete()
    messages.success(request, _("The search is removed."))
    return redirect("saved_searches")


def _own(request: HttpRequest, key: int) -> SavedSearch:
    own = SavedSearch.objects.select_related("entity")
    return get_object_or_404(own, pk=key, person=cast(Any, request.user))
