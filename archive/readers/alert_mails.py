"""Who wants alerts by mail, and whose mail is due: one a day at most, and only where there is news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.jobs import request
from archive.models import Alert, AlertMail, Job, JobState

SEND: Final = "send_alerts"
"""The kind of job that sends mails; the pages register it."""
BETWEEN: Final = timedelta(days=1)
"""Between two mails to one person."""
_SALT: Final = "archive.readers.alert_mails"


def want_mail(person: Any, language: str) -> None:
    """Let a person have alerts by mail, in this language; what was found before is not sent."""
    AlertMail.objects.update_or_create(person=person, defaults={"language": language})
    _settle(Alert.objects.filter(search__person=person))


def stop_mail(person_key: int) -> None:
    """Let a person have no more of them."""
    AlertMail.objects.filter(person=person_key).delete()


def stop_token(person_key: int) -> str:
    """Return what lets whoever has a mail stop them, without logging in."""
    return signing.dumps(person_key, salt=_SALT)


def person_of_token(token: str) -> int | None:
    """Return whose mails a token stops, None where it is none."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None


def due_mails() -> QuerySet[AlertMail]:
    """Return those to whom a mail is due, the one who has waited longest first."""
    news = Alert.objects.filter(search__person=OuterRef("person"), mailed_at=None)
    return (
        AlertMail.objects.filter(
            Q(sent_at=None) | Q(sent_at__lt=timezone.now() - BETWEEN),
            Exists(news),
            person__is_active=True,
        )
        .exclude(person__email="")
        .select_related("person")
        .order_by(F("sent_at").asc(nulls_first=True), "pk")
    )


def request_mails() -> None:
    """Ask that mails be sent, where there is a server and one is due."""
    if not settings.MAIL_IS_SENT:
        return
    open_ = Job.objects.filter(kind=SEND, state__in=[JobState.WAITING, JobState.RUNNING])
    if due_mails().exists() and not open_.exists():
        request(SEND, {})


def unsent_alerts(person_key: int) -> list[Alert]:
    """Return the alerts that a person has had no mail of, the latest first."""
    unsent = Alert.objects.filter(search__person=person_key, mailed_at=None)
    return list(unsent.select_related("search__entity"))


def note_sent(alerts: Sequence[Alert]) -> None:
    """Remember that these alerts went out."""
    _settle(Alert.objects.filter(pk__in=[each.pk for each in alerts]))


def _settle(alerts: QuerySet[Alert]) -> None:
    alerts.filter(mailed_at=None).update(mailed_at=timezone.now())
