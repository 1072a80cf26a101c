"""Whether the site can answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.models import OutboxEntry

_UNAVAILABLE = 503


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say that the database answers, and how many changes the index has yet to learn."""
    try:
        waiting = OutboxEntry.objects.count()
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=_UNAVAILABLE)
    return JsonResponse({"status": "ok", "waiting": waiting})
