"""A person's own page: their role, second factor, password, and where they are logged in."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.accounts.login_sessions import end_sessions, sessions_of
from archive.accounts.roles import role_of
from archive.accounts.second_factor import (
    begin_setup,
    confirm_setup,
    has_second_factor,
    qr_code,
    remove_second_factor,
    secret_in_words,
)


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show a person's own account."""
    person = cast(Any, request.user)
    context = {
        "role": role_of(person),
        "second_factor": has_second_factor(person),
        "sessions": sessions_of(person),
        "this_session": request.session.session_key,
    }
    return render(request, "registration/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def second_factor_setup(request: HttpRequest) -> HttpResponse:
    """Show the secret of an app that is to be set up, and confirm it by a code."""
    person = cast(Any, request.user)
    codes: list[str] | None = None
    wrong = False
    if request.method == "POST":
        codes = confirm_setup(person, request.POST.get("code", ""))
        wrong = codes is None
    context: dict[str, Any] = {"codes": codes, "wrong": wrong}
    if codes is None:
        device = begin_setup(person)
        context |= {"secret": secret_in_words(device), "qr": qr_code(device)}
    return render(request, "registration/second_factor_setup.html", context)


@require_POST
@login_required
def second_factor_end(request: HttpRequest) -> HttpResponse:
    """Do without the second factor again, where the password is given once more."""
    person = cast(Any, request.user)
    if person.check_password(request.POST.get("password", "")):
        remove_second_factor(person)
        messages.success(request, _("You log in by your password alone again."))
    else:
        messages.error(request, _("That is not your password."))
    return redirect("account")


@require_POST
@login_required
def session_end(request: HttpRequest, key: int) -> HttpResponse:
    """End one of a person's own logins."""
    session = get_object_or_404(sessions_of(request.user), pk=key)
    end_sessions([session])
    messages.success(request, _("That login has ended."))
    return redirect("account")


@require_POST
@login_required
def other_sessions_end(request: HttpRequest) -> HttpResponse:
    """End all logins of a person but this one."""
    others = sessions_of(request.user).exclude(session_key=request.session.session_key)
    end_sessions(list(others))
    messages.success(request, _("All other logins have ended."))
    return redirect("account")


class OwnPasswordView(PasswordChangeView):
    """Lets a person choose another password."""

    form_class = PasswordChangeForm
    template_name = "registration/own_password.html"
    success_url = reverse_lazy("account")
