"""Where people are logged in: noted at each login, shown to them, and ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from archive.models import PersonSession


def connect_sessions() -> None:
    """Note logins and logouts from now on; call it once, when the program starts."""
    user_logged_in.connect(_logged_in, dispatch_uid="accounts.logged_in")
    user_logged_out.connect(_logged_out, dispatch_uid="accounts.logged_out")


def sessions_of(person: Any) -> QuerySet[PersonSession]:
    """Return the logins of a person that still last."""
    return lasting(PersonSession.objects.filter(person=person))


def lasting(sessions: QuerySet[PersonSession]) -> QuerySet[PersonSession]:
    """Return those of ``sessions`` that have not ended by themselves."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    return sessions.filter(session_key__in=live.values("session_key"))


def end_sessions(sessions: Collection[PersonSession]) -> None:
    """End logins at once: the next request with one of them is a stranger's."""
    Session.objects.filter(session_key__in=[each.session_key for each in sessions]).delete()
    PersonSession.objects.filter(pk__in=[each.pk for each in sessions]).delete()


def _logged_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    session = getattr(request, "session", None)
    if session is None or not session.session_key:
        return
    PersonSession.objects.filter(person=user).exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()
    PersonSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "person": user,
            "address": str(request.META.get("REMOTE_ADDR", ""))[:45],
            "browser": str(request.META.get("HTTP_USER_AGENT", ""))[:200],
        },
    )


def _logged_out(request: HttpRequest, **_kwargs: Any) -> None:
    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        PersonSession.objects.filter(session_key=session.session_key).delete()
