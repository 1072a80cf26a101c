"""What stands at the address of an article that was deleted, withdrawn or hidden."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Article, Tombstone

_View = Callable[..., HttpResponse]


def telling_what_was_removed(view: _View) -> _View:
    """Answer 410 with the public reason where ``view`` finds no article, and somebody removed it."""

    @wraps(view)
    def told(request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, public_id=public_id, **kwargs)
            if response.status_code != HTTPStatus.GONE:
                return response
        except Http404:
            context = _removed(public_id)
            if context is None:
                raise
        else:
            context = _removed(public_id)
            if context is None:
                return response
        return render(request, "article_removed.html", context, status=HTTPStatus.GONE)

    return told


def _removed(public_id: str) -> dict[str, Any] | None:
    """Return what readers are told of a removed article; ``None`` where there never was one."""
    stone = Tombstone.objects.filter(public_id=public_id).first()
    if stone is not None:
        return {"kind": stone.kind, "reason": stone.public_reason, "day": stone.made_at}
    hidden = Article.objects.filter(public_id=public_id, hidden=True).first()
    return None if hidden is None else {"kind": "hidden", "reason": hidden.hidden_public_reason}
