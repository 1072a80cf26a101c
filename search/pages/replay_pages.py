"""A captured page as it looked, in a frame: what it is, and what was read from it, beside it."""

from __future__ import annotations

import logging
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from archive.captures.kept_parts import parts_of
from archive.captures.store import capture_store
from archive.errors import ArchiveError
from archive.models import Capture
from archive.records.documents import HTML, PDF_DOCUMENT
from search.pages.capture_pages import (
    capture_readers_only,
    captured_source,
    refused_capture,
)
from search.presentation.excerpts import capture_text
from search.presentation.links import web_address
from search.presentation.marked_fields import marked_source
from search.replay.captured_tree import captured_tree
from search.replay.lacking_parts import lacking_parts
from search.replay.page_writing import FRAME_SANDBOX
from search.replay.replay_answers import kept_addresses
from search.replay.replay_tokens import ReplayToken, replay_address

_LISTED: Final = 10
"""Articles of a capture whose text stands beside the page."""

_MOST_SOURCE_BYTES: Final = 300_000
"""Of a page whose text is read again to stand beside it: half a second's work. Beside a larger one
stand the fields as the archive keeps them."""

_log = logging.getLogger("khizana.pages")


@require_safe
@capture_readers_only
def captured_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a capture as it looked, or its text where it is no page."""
    shown = get_object_or_404(Capture, pk=pk)
    if (refusal := refused_capture(request, shown)) is not None:
        return refusal
    context: dict[str, Any] = {"capture": shown, "original_url": web_address(shown.url)}
    context |= _frame_context(request, shown)
    articles = list(
        shown.articles.shown().select_related("outlet").order_by("position")[: _LISTED + 1]
    )
    source = _source(shown)
    if "address" in context:
        context["sources"] = [marked_source(each, source) for each in articles[:_LISTED]]
        context["more_articles"] = len(articles) > _LISTED
    elif source:
        context["text"] = capture_text(source, ())
    context["articles"] = articles[:_LISTED]
    context["outlet"] = next((each.outlet for each in articles if each.outlet), None)
    return render(request, "captured_page.html", context)


def _frame_context(request: HttpRequest, shown: Capture) -> dict[str, Any]:
    """Return the signed address of a capture's page, and what it lacks; nothing of no page."""
    if not shown.has_page:
        return {}
    context: dict[str, Any] = {"sandbox": FRAME_SANDBOX, "is_pdf": shown.media_type == PDF_DOCUMENT}
    if shown.media_type == HTML:
        try:
            tree = captured_tree(capture_store().get(shown.sha256), shown.charset)
        except ArchiveError as error:
            _log.error("capture %d cannot be replayed: %s", shown.pk, error)
            return {"unreplayable": True}
        context["lacking"] = lacking_parts(tree, kept_addresses(shown, tree, parts_of(shown)))
        context["cut"] = tree.cut
    may_edit = request.user.has_perm("archive.change_article")
    token = ReplayToken(shown.pk, may_edit, translation.get_language() or "ar")
    return context | {"address": replay_address(token)}


def _source(shown: Capture) -> str:
    """Return the text of a capture, "" where it is too large to be read here, or damaged."""
    if shown.has_page and shown.size > _MOST_SOURCE_BYTES:
        return ""
    try:
        return captured_source(shown)
    except ArchiveError as error:
        _log.error("capture %d cannot be read: %s", shown.pk, error)
        return ""
