"""The page that tells how each field of an article came to be, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.changes.told_history import told_history, with_withheld
from archive.models import Article
from search.exports.history_files import HISTORY_FORMATS
from search.pages.article_pages import citation_for
from search.pages.capture_pages import captures_open_to
from search.pages.former_addresses import answers_for_former_articles
from search.presentation.history_words import told_fields


@require_safe
@answers_for_former_articles
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the history; to the desk with who edited, and with what is closed to readers."""
    shown = _article(public_id)
    desk = request.user.is_staff and request.user.has_perm("archive.change_article")
    told = told_history(shown, desk=desk)
    context = {
        "article": shown,
        "history": told,
        "fields": list(told_fields(told, desk=desk)),
        "desk": desk,
        "captures_open": captures_open_to(request) and not (shown.is_withheld and not desk),
        "formats": HISTORY_FORMATS,
    }
    return render(request, "article_history.html", context)


@require_safe
@answers_for_former_articles
def history_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Return the history as readers see it, whoever asks, with the article's citation."""
    if form not in HISTORY_FORMATS:
        raise Http404
    shown, chosen = _article(public_id), HISTORY_FORMATS[form]
    fields = list(told_fields(told_history(shown, desk=False), desk=False))
    citation = citation_for(request, shown)
    response = HttpResponse(chosen.write(shown, citation, fields), content_type=chosen.media_type)
    name = f"{citation.key}-history.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _article(public_id: str) -> Any:
    return get_object_or_404(with_withheld(Article.objects.for_display()), public_id=public_id)
