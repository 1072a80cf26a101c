"""Addresses that say whether the site lives and is ready, and the status page of the desk."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.service.site_status import readiness, search_answers, site_status


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django gives every view one
    """Say that the program answers, with 200; and whether it answers searches, in its words."""
    return JsonResponse({"status": "ok" if search_answers() else "search is being rebuilt"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether all that the site needs is there; what is not, only to people of the desk."""
    checks = readiness()
    ok = all(check.ok for check in checks)
    told: dict[str, object] = {"status": "ok" if ok else "not ok"}
    # Without a database nobody can be known.
    if checks[0].ok and request.user.is_authenticated and request.user.is_staff:
        told["checks"] = {check.name: {"ok": check.ok, **check.details} for check in checks}
    return JsonResponse(told, status=HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE)


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show people of the desk how the archive is, what it holds and how it grew."""
    if not (request.user.is_authenticated and request.user.is_staff):
        return redirect_to_login(request.get_full_path())
    told = site_status()
    context = {
        **admin.site.each_context(request),
        **told,
        "rows": told["checks"].items(),
        "last_load": parse_datetime(told.get("last_load") or ""),
    }
    return render(request, "admin/status.html", context)
