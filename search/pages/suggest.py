"""Suggestions while a reader types."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from search import guidance

KINDS: Final = {
    "outlet": pgettext_lazy("suggestion", "outlet"),
    "entity": pgettext_lazy("suggestion", "name"),
    "phrase": pgettext_lazy("suggestion", "phrase"),
    "title": pgettext_lazy("suggestion", "article"),
}
"""What readers are told a suggestion is, by its kind."""
_LIMIT: Final = 8
_MAX_LETTERS: Final = 200


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with titles, entities, outlets and phrases that begin so."""
    text = request.GET.get("q", "").strip()[:_MAX_LETTERS]
    found = guidance.suggestions(text, _LIMIT) if text else []
    rows = [
        {"label": each.label, "kind": str(KINDS.get(each.kind, "")), "url": each.url}
        for each in found
    ]
    return JsonResponse({"query": text, "suggestions": rows})
