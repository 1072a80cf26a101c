"""Who has to wait before the next try to log in.

Failures of the last quarter of an hour count: by name and address, by address whatever the name,
and by name whatever the address. A browser that has logged in under a name before bears a signed
cookie and is counted by itself (device cookies: OWASP, "Slow Down Online Guessing Attacks with
Device Cookies"), so that nobody who guesses shuts out who belongs here.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from archive.models import LoginFailure
from archive.models.database_locks import LockClass, number_of, wait_for

WINDOW: Final = timedelta(minutes=15)
"""How long a failure counts."""
KEPT: Final = timedelta(days=30)
"""How long a failure can be looked at."""
OF_NAME_AND_ADDRESS: Final = 5
OF_ADDRESS: Final = 20
"""Several editors may sit behind one address."""
OF_NAME: Final = 100
"""Guesses at one name from many addresses."""
OF_DEVICE: Final = 10
_COOKIE_SECONDS: Final = 365 * 24 * 3600
_SALT: Final = "archive.accounts.device"
_NAME_LETTERS: Final = 150
_DEVICE_BYTES: Final = 16

_log = logging.getLogger("khizana.accounts")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to log in. ``wait`` are the seconds before it may be made; 0 means now."""

    name: str
    address: str
    device: str = ""
    wait: int = 0

    def failed(self) -> None:
        """Tell the operator; the failure itself has been counted before the try."""
        _log.warning("login failed: name %s, address %s", self.name, self.address)

    def succeeded(self, response: HttpResponse) -> None:
        """Forget the failures of this name here, and let the browser be known again."""
        _log.info("logged in: name %s, address %s", self.name, self.address)
        _against(self).delete()
        device = self.device or secrets.token_hex(_DEVICE_BYTES)
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            signing.dumps([self.name, device], salt=_SALT),
            max_age=_COOKIE_SECONDS,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def begin(request: HttpRequest, typed: str) -> Attempt:
    """Count a try to log in under the name ``typed``, and say whether it has to wait.

    It is counted as failed until it succeeds: tries made at once are not all let through.
    """
    name = typed.strip()[:_NAME_LETTERS].casefold()
    address = str(request.META.get("REMOTE_ADDR", ""))[:45]
    attempt = Attempt(name, address, _device(request, name))
    now = timezone.now()
    with transaction.atomic():
        # Else tries at the same moment would all be counted before any is written.
        wait_for(LockClass.LOGIN, [number_of(f"name {name}"), number_of(f"address {address}")])
        LoginFailure.objects.filter(at__lt=now - KEPT).delete()
        wait = max(_waits(attempt, now), default=0)
        if wait == 0:
            LoginFailure.objects.create(name=name, address=address, device=attempt.device)
    return Attempt(name, address, attempt.device, wait)


def _waits(attempt: Attempt, now: datetime) -> Iterator[int]:
    """Yield the seconds for which each limit that is reached holds."""
    for failures, most in _counted(attempt):
        recent = failures.filter(at__gt=now - WINDOW).order_by("-id")
        latest = list(recent.values_list("at", flat=True)[:most])
        if len(latest) == most:
            yield max(ceil((latest[-1] + WINDOW - now).total_seconds()), 1)


def _counted(attempt: Attempt) -> Iterator[tuple[QuerySet[LoginFailure], int]]:
    if attempt.device:
        yield _against(attempt), OF_DEVICE
        return
    unknown = LoginFailure.objects.filter(device="")
    yield _against(attempt), OF_NAME_AND_ADDRESS
    yield unknown.filter(address=attempt.address), OF_ADDRESS
    yield unknown.filter(name=attempt.name), OF_NAME


def _against(attempt: Attempt) -> QuerySet[LoginFailure]:
    """Return the failures that a success of this attempt makes up for."""
    own = LoginFailure.objects.filter(name=attempt.name, device=attempt.device)
    return own if attempt.device else own.filter(address=attempt.address)


def _device(request: HttpRequest, name: str) -> str:
    """Return the device of a browser that has logged in under ``name``, else nothing."""
    try:
        known: Any = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""),
            salt=_SALT,
            max_age=_COOKIE_SECONDS,
        )
    except signing.BadSignature:
        return ""
    return str(known[1]) if known[0] == name else ""
