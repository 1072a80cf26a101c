"""Pages of the desk beside Django's own: who may open them, and what all of them show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

LOAD: Final = "archive.add_load"
"""To bring documents in."""
SEE_LOADS: Final = "archive.view_load"
UNDO_LOADS: Final = "archive.delete_load"
"""To take whole loads back."""
REVIEW: Final = "archive.change_article"
"""To correct articles."""
NAME_OUTLETS: Final = "archive.change_outlet"

View = Callable[..., HttpResponse]


def may_enter(request: HttpRequest, permission: str) -> bool:
    """Return whether the person is of the desk and has a permission."""
    user = request.user
    return bool(user.is_active and user.is_staff and user.has_perm(permission))


def desk_page(permission: str) -> Callable[[View], View]:
    """Open a page to members of the desk with a permission; others log in, or are refused."""

    def guarded(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may_enter(request, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return guarded


def desk_answer(permission: str) -> Callable[[View], View]:
    """Guard an address that a script asks: what is refused is said in JSON."""

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return refusal(_("Log in again, then go on."), HTTPStatus.UNAUTHORIZED)
            if not may_enter(request, permission):
                return refusal(_("Your account may not do this."), HTTPStatus.FORBIDDEN)
            return view(request, *args, **kwargs)

        return answer

    return guarded


def refusal(reason: str, status: int, **more: Any) -> JsonResponse:
    """Return why something is refused, for a script."""
    return JsonResponse({"error": reason, **more}, status=status)


def show_desk_page(
    request: HttpRequest, template: str, title: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return a page in the frame of the admin."""
    whole = {**admin.site.each_context(request), "title": title, **context}
    return render(request, template, whole, status=status)
