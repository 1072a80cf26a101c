"""Lists for others: by their link, and as files; and all that a person keeps, as one file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.lasting_addresses import lasting_address
from archive.models import ReadingList
from archive.readers.kept_records import kept_records
from archive.readers.reading_lists import ShownArticle, shared_list, shown_articles
from search.exports.capture_choices import captures_of_list
from search.exports.list_files import LIST_FORMATS, ListRow
from search.pages.capture_downloads import capture_file
from search.presentation.citation import citation_of
from search.presentation.links import row_page, web_address
from search.reading_room.list_pages import ROWS, own_list

_KEPT_FILE: Final = "khizana-kept.json"


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show a list to whoever has its link; articles that are shown no more are left out."""
    opened = _opened(token)
    rows = [row for row in shown_articles(opened.listed.order_by("-id")) if row.article]
    page = row_page(request, rows, ROWS)
    context = {
        "list": opened,
        "rows": page.rows,
        "total": page.total,
        "links": page.links,
        "formats": LIST_FORMATS,
        "token": token,
    }
    return render(request, "reading_room/shared_list.html", context)


@require_safe
def shared_file(_request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """Return a shared list as a file, its notes where they are shared."""
    opened = _opened(token)
    return _file(opened, ending, notes=opened.notes_shared)


@require_safe
@login_required
def list_file(request: HttpRequest, key: int, ending: str) -> HttpResponse:
    """Return a person's own list as a file."""
    return _file(own_list(request, key), ending, notes=True)


@require_safe
@login_required
def list_captures(request: HttpRequest, key: int, container: str) -> HttpResponseBase:
    """Return the captures of the articles of a person's own list."""
    listed = own_list(request, key)
    return capture_file(request, container, f"list-{key}", lambda: captures_of_list(listed))


@require_safe
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """Return all that a person keeps here as a file."""
    content = json.dumps(kept_records(request.user), ensure_ascii=False, indent=2) + "\n"
    return _attached(content.encode(), "application/json", _KEPT_FILE)


def _opened(token: str) -> ReadingList:
    opened = shared_list(token)
    if opened is None:
        raise Http404
    return opened


def _file(listed: ReadingList, ending: str, *, notes: bool) -> HttpResponse:
    if ending not in LIST_FORMATS:
        raise Http404
    form = LIST_FORMATS[ending]
    rows = _rows(shown_articles(listed.listed.all()), notes=notes)
    content = b"".join(form.write(listed.name, rows))
    return _attached(content, form.media_type, f"khizana-list-{listed.pk}.{ending}")


def _rows(shown: Iterable[ShownArticle], *, notes: bool) -> list[ListRow]:
    start, today = lasting_address(reverse("home")), timezone.localdate()
    return [
        ListRow(
            row.article,
            citation_of(
                row.article,
                f"{start}article/{row.article.public_id}/",
                web_address(row.article.url or row.article.capture.url),
                today,
            ),
            row.listed.added_at.date().isoformat(),
            row.listed.note if notes else "",
        )
        for row in shown
        if row.article is not None
    ]


def _attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
