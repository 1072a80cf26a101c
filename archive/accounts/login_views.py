"""The page on which people log in, the admin's too."""

from __future__ import annotations

import logging
from http import HTTPStatus
from math import ceil
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode

from archive.accounts.login_throttle import Attempt, begin

_log = logging.getLogger("khizana.accounts")


class ThrottledLoginView(LoginView):
    """Logs people in; who guesses waits, and is told for how long."""

    attempt: Attempt

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try to log in, or answer 429 at once: no thread waits."""
        self.attempt = begin(request, request.POST.get("username", ""))
        if self.attempt.wait:
            context = {"minutes": ceil(self.attempt.wait / 60)}
            response = render(
                request,
                "registration/locked.html",
                context,
                status=HTTPStatus.TOO_MANY_REQUESTS,
            )
            response.headers["Retry-After"] = str(self.attempt.wait)
            return response
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in."""
        response = super().form_valid(form)
        self.attempt.succeeded(response)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again."""
        self.attempt.failed()
        return super().form_invalid(form)


class CleanLogoutView(LogoutView):
    """Logs people out, and lets their browser forget what it kept of the pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out. The cookies stay: the language, and the mark of the browser."""
        if request.user.is_authenticated:
            name, address = request.user.get_username(), request.META.get("REMOTE_ADDR", "-")
            _log.info("logged out: name %s, address %s", name, address)
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """Lead from the admin's own page to the one on which guessing is slowed down."""
    following = {"next": request.GET.get("next", resolve_url("admin:index"))}
    return HttpResponseRedirect(f"{resolve_url('login')}?{urlencode(following)}")
