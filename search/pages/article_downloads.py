"""One article as a file: its text, its JSON, its PDF, and the picture beside links to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
from search.exports.article_cards import MEDIA_TYPE, card_of
from search.exports.article_files import (
    ARTICLE_FORMATS,
    ArticleTooLongError,
    article_json,
    article_pdf,
    article_text,
)
from search.pages.article_pages import citation_for, shown_article
from search.pages.former_addresses import answers_for_former_articles
from search.pages.long_answers import long_answer

_CARD_SECONDS: Final = 86_400
"""For which others may keep a card."""


@require_safe
@answers_for_former_articles
def download(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Return an article in the format that ``form`` names."""
    if form not in ARTICLE_FORMATS:
        raise Http404
    shown = shown_article(public_id)
    citation = citation_for(request, shown)
    if form == "pdf":
        response = _pdf(request, shown)
        assert isinstance(response, HttpResponse)
        return response
    write = article_text if form == "txt" else article_json
    return _file(write(shown, citation).encode(), citation.key, form)


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Return the picture of an article."""
    return _card(request, shown_article(public_id))


@long_answer
def _card(_request: HttpRequest, shown: Article) -> HttpResponseBase:
    response = HttpResponse(card_of(shown), content_type=MEDIA_TYPE)
    response["Cache-Control"] = f"public, max-age={_CARD_SECONDS}"
    return response


@long_answer
def _pdf(request: HttpRequest, shown: Article) -> HttpResponseBase:
    citation = citation_for(request, shown)
    try:
        content = article_pdf(shown, citation)
    except ArticleTooLongError:
        context = {"article": shown}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "article_too_long.html", context, status=status)
    return _file(content, citation.key, "pdf")


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=ARTICLE_FORMATS[form].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
