"""Addresses of articles that went: they lead to the article that holds the text, or are gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from archive.models import FormerArticle

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def answers_for_former_articles(view: _View[_Rest]) -> _View[_Rest]:
    """Answer for an article that went: 301 to the one that holds its text, else 410."""

    @wraps(view)
    def answered(
        request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            rows = FormerArticle.objects.select_related("leads_to")
            former = rows.filter(public_id=kwargs.get("public_id")).first()
            if former is None:
                raise
            if former.leads_to is None:
                return render(request, "article_gone.html", status=HTTPStatus.GONE)
            return _moved(request, former.leads_to.public_id)

    return answered


def _moved(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the same page of another article, with the query of the request."""
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, kwargs={**match.kwargs, "public_id": public_id})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
