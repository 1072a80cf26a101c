"""A person's lists: looked at, made, renamed, removed; articles put on them by one press."""

from __future__ import annotations

from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.errors import ArchiveError
from archive.lasting_addresses import lasting_address
from archive.models import Article, ListedArticle, ReadingList
from archive.readers import reading_lists
from archive.readers.saved_searches import clean_name
from search.exports.list_files import LIST_FORMATS
from search.pages.capture_downloads import formats_open_to
from search.presentation.links import row_page

ROWS: Final = 50
"""Articles of a list on one page."""


@require_safe
@login_required
def lists(request: HttpRequest) -> HttpResponse:
    """Show a person's lists."""
    own = ReadingList.objects.of_person(request.user).with_sizes()
    return render(request, "reading_room/lists.html", {"lists": own})


@require_POST
@login_required
def make_list(request: HttpRequest) -> HttpResponse:
    """Begin a list."""
    try:
        made = reading_lists.make_list(request.user, request.POST.get("name", ""))
    except ArchiveError as error:
        messages.error(request, str(error))
        return redirect("lists")
    return redirect("reading_list", made.pk)


@require_POST
@login_required
def add_to_list(request: HttpRequest) -> HttpResponse:
    """Put an article on a list, and lead back; tell it in JSON to a script that asks so."""
    public_id = request.POST.get("article", "")[:16]
    article = get_object_or_404(Article.objects.shown().only("public_id"), public_id=public_id)
    chosen = request.POST.get("list", "")
    own = own_list(request, int(chosen)) if chosen.isdecimal() and len(chosen) < 16 else None
    in_json = request.headers.get("Accept") == "application/json"
    try:
        target = reading_lists.add_article(request.user, article, own)
    except ArchiveError as error:
        if in_json:
            return JsonResponse({"told": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect(_back(request))
    told, link = _("On the list “%(name)s”") % {"name": target.name}, target_address(target)
    if in_json:
        return JsonResponse({"told": told, "open": _("Open the list"), "url": link})
    messages.success(request, format_html('{} <a href="{}">{}</a>', told, link, _("Open the list")))
    return redirect(_back(request))


@require_safe
@login_required
def reading_list(request: HttpRequest, key: int) -> HttpResponse:
    """Show a list with its notes, and how it is shared."""
    own = own_list(request, key)
    page = row_page(request, own.listed.order_by("-id"), ROWS)
    token = own.share_token
    link = lasting_address(reverse("shared_list", args=[token])) if token else ""
    context = {
        "list": own,
        "rows": reading_lists.shown_articles(page.rows),
        "total": page.total,
        "links": page.links,
        "share_link": link,
        "formats": LIST_FORMATS,
        "capture_formats": formats_open_to(request),
    }
    return render(request, "reading_room/list.html", context)


@require_POST
@login_required
def change_list(request: HttpRequest, key: int) -> HttpResponse:
    """Do with a list what the pressed button says: ``rename``, ``share``, ``unshare``, ``remove``."""
    own, act = own_list(request, key), request.POST.get("act", "")
    if act == "remove":
        own.delete()
        messages.success(request, _("The list is removed."))
        return redirect("lists")
    if act == "share":
        reading_lists.share(own, notes=request.POST.get("notes") == "1")
        messages.success(request, _("The list is shared: pass its link on."))
    elif act == "unshare":
        reading_lists.unshare(own)
        messages.success(request, _("The link opens nothing any more."))
    elif act == "rename":
        own.name = clean_name(request.POST.get("name", "")) or own.name
        own.save(update_fields=["name"])
        messages.success(request, _("Changed."))
    return redirect("reading_list", key)


@require_POST
@login_required
def change_listed(request: HttpRequest, key: int) -> HttpResponse:
    """Write the note of an article on a list, or take the article off it (``act`` is ``drop``)."""
    own = own_list(request, key)
    public_id = request.POST.get("article", "")[:16]
    listed = get_object_or_404(ListedArticle, reading_list=own, public_id=public_id)
    if request.POST.get("act") == "drop":
        listed.delete()
        messages.success(request, _("The article is off the list."))
    else:
        try:
            reading_lists.note_on(listed, request.POST.get("note", ""))
        except ArchiveError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The note is saved."))
    return redirect("reading_list", key)


def own_list(request: HttpRequest, key: int) -> ReadingList:
    """Return a list of the person who asks; 404 for another's."""
    return get_object_or_404(ReadingList, pk=key, person=cast(Any, request.user))


def target_address(target: ReadingList) -> str:
    """Return the address of a list for its person."""
    return reverse("reading_list", args=[target.pk])


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("back", "")
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("lists")
