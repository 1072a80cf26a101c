"""The password that the program made for the first account: good for choosing another, no more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

PASSWORD_FILE: Final = "first_password"  # noqa: S105 - the name of a file
"""Where the password stands for who has no terminal to read it on."""
_MARK_FILE: Final = "first_account"
"""Holds a hash of the hash that the database has of the password."""

_CHANGING: Final = "admin:password_change"
_ALLOWED: Final = (_CHANGING, "logout", "set_language")


def keep_first_password(user: AbstractBaseUser) -> None:
    """Remember that the password of ``user`` is one that the program made."""
    _file(_MARK_FILE).write_text(_mark(user), encoding="ascii")


class FirstPasswordMiddleware:
    """Leads who has logged in with the first password to the page on which to choose another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``, unless another password is to be chosen first."""
        # Asked in this order, a request without a session costs nothing.
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and _file(_MARK_FILE).exists()
            and isinstance(request.user, AbstractBaseUser)
            and request.path not in map(resolve_url, _ALLOWED)
            and self._first(request.user)
        ):
            return HttpResponseRedirect(resolve_url(_CHANGING))
        return self.get_response(request)

    @staticmethod
    def _first(user: AbstractBaseUser) -> bool:
        """Return whether the password is still the first; the files go with a changed one."""
        if _file(_MARK_FILE).read_text(encoding="ascii") == _mark(user):
            return True
        if user.get_username() == "admin":
            for name in (_MARK_FILE, PASSWORD_FILE):
                _file(name).unlink(missing_ok=True)
        return False


def _file(name: str) -> Path:
    return Path(settings.ARCHIVE_HOME) / name


def _mark(user: AbstractBaseUser) -> str:
    return hashlib.sha256(user.password.encode()).hexdigest()
