"""The page on which people log in, the admin's too."""

from __future__ import annotations

import logging
from http import HTTPStatus
from math import ceil
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from archive.accounts.login_throttle import Attempt, begin
from archive.accounts.roles import carries_the_archive
from archive.accounts.second_factor import (
    code_is_right,
    has_second_factor,
    wait_for_code,
    who_waits,
)

_log = logging.getLogger("khizana.accounts")


class ThrottledLoginView(LoginView):
    """Logs people in; who guesses waits, and is told for how long."""

    attempt: Attempt

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try to log in, or answer 429 at once: no thread waits."""
        self.attempt = begin(request, request.POST.get("username", ""))
        if self.attempt.wait:
            return _locked(request, self.attempt)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, or ask for the code of who has a second factor."""
        if has_second_factor(form.get_user()):
            wait_for_code(self.request, form.get_user())
            following = urlencode({"next": self.get_redirect_url()})
            return HttpResponseRedirect(f"{resolve_url('login_code')}?{following}")
        response = super().form_valid(form)
        self.attempt.succeeded(response)
        if carries_the_archive(form.get_user()):
            _advise_second_factor(self.request)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again."""
        self.attempt.failed()
        return super().form_invalid(form)


class CodeForm(forms.Form):
    """The code of an app, or a spare one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "dir": "ltr", "autofocus": True}
        ),
    )


class CodeView(RedirectURLMixin, FormView):
    """Asks for the code after a right password; who guesses waits, as with passwords."""

    form_class = CodeForm
    template_name = "registration/code.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back to the password where none was right a moment ago."""
        self.person = who_waits(request)
        if self.person is None:
            return HttpResponseRedirect(resolve_url("login"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the code, or answer 429 at once."""
        self.attempt = begin(request, self.person.get_username())
        if self.attempt.wait:
            return _locked(request, self.attempt)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Log in where the code is right."""
        if not code_is_right(self.person, form.cleaned_data["code"]):
            self.attempt.failed()
            form.add_error("code", _("This code is not right, or was used already."))
            return self.form_invalid(form)
        login(self.request, self.person)
        response = HttpResponseRedirect(self.get_success_url())
        self.attempt.succeeded(response)
        return response


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


def _advise_second_factor(request: HttpRequest) -> None:
    """Tell somebody who may do lasting harm that a password alone protects the account."""
    told = gettext("Your account is protected by its password alone.")
    set_up = gettext("Set up a second factor")
    address = resolve_url("second_factor")
    messages.warning(request, format_html('{} <a href="{}">{}</a>', told, address, set_up))


def _locked(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    context = {"minutes": ceil(attempt.wait / 60)}
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, "registration/locked.html", context, status=status)
    response.headers["Retry-After"] = str(attempt.wait)
    return response


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """Lead from the admin's own page to the one on which guessing is slowed down."""
    following = {"next": request.GET.get("next", resolve_url("admin:index"))}
    return HttpResponseRedirect(f"{resolve_url('login')}?{urlencode(following)}")
