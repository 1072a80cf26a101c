"""The job that sends alerts by mail: to a few people in each step, one mail to each."""

from __future__ import annotations

import logging
from email.charset import BASE64, Charset
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from archive.jobs import JobKind, register
from archive.lasting_addresses import lasting_address
from archive.models import Alert, AlertMail, Article, Job
from archive.readers.alert_mails import (
    SEND,
    due_mails,
    note_sent,
    stop_token,
    unsent_alerts,
)

PEOPLE_A_STEP: Final = 5
"""A server that does not answer keeps one for ``EMAIL_TIMEOUT``."""
SEARCHES_A_MAIL: Final = 20
TITLES: Final = 5
"""Of each search; the page has the others."""

_log = logging.getLogger("khizana.mail")


def register_mailing() -> None:
    """Make the job known."""
    register(
        JobKind(SEND, gettext_lazy("sending alerts by mail"), _step, atomic=False, upkeep=True)
    )


def _step(job: Job) -> bool:
    """Send a few mails; return whether nobody is left.

    That a mail was sent is written before it is: one that failed is tried again the next day, and
    nobody gets two.
    """
    if not settings.MAIL_IS_SENT:
        return True
    due = list(due_mails()[:PEOPLE_A_STEP])
    for mail in due:
        AlertMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
        _send(mail)
        job.done += 1
    return not due


def _send(mail: AlertMail) -> None:
    alerts = unsent_alerts(mail.person_id)
    with override(mail.language):
        message = alert_message(mail, alerts)
    try:
        message.send()
    except (SMTPException, OSError) as error:
        _log.error("no mail to account %s: %s", mail.person_id, error)
    else:
        note_sent(alerts)


def alert_message(mail: AlertMail, alerts: list[Alert]) -> EmailMessage:
    """Return the mail that tells of ``alerts``, in the language that is active.

    It has the headers by which programs stop it (RFC 2369, RFC 8058).
    """
    total = sum(each.total for each in alerts)
    stop = lasting_address(reverse("alerts_stop", args=[stop_token(mail.person_id)]))
    context = {
        "parts": _parts(alerts),
        "more": max(len({each.search_id for each in alerts}) - SEARCHES_A_MAIL, 0),
        "saved": lasting_address(reverse("saved_searches")),
        "stop": stop,
    }
    subject = ngettext("Khizana: %(n)d new article", "Khizana: %(n)d new articles", total)
    message = EmailMessage(
        subject % {"n": total},
        render_to_string("reading_room/alert_mail.txt", context),
        to=[mail.person.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.encoding = _seven_bit()
    return message


def _seven_bit() -> Charset:
    """Return UTF-8 in letters that every server takes: Django's own would need 8BITMIME (RFC 6152)."""
    charset = Charset("utf-8")
    charset.body_encoding = BASE64
    return charset


def _parts(alerts: list[Alert]) -> list[dict[str, Any]]:
    """Return name, count, address and first titles of each search, those that readers see."""
    by_search: dict[int, list[Alert]] = {}
    for alert in alerts:
        by_search.setdefault(alert.search_id, []).append(alert)
    chosen = list(by_search.values())[:SEARCHES_A_MAIL]
    articles = Article.objects.for_display().in_bulk(
        [key for of_search in chosen for key in _newest(of_search)]
    )
    return [
        {
            "name": of_search[0].search.name,
            "total": sum(each.total for each in of_search),
            "address": lasting_address(reverse("saved_search", args=[of_search[0].search_id])),
            "titles": [
                (
                    articles[key].title or _("Untitled"),
                    lasting_address(articles[key].get_absolute_url()),
                )
                for key in _newest(of_search)
                if key in articles
            ],
        }
        for of_search in chosen
    ]


def _newest(alerts: list[Alert]) -> list[int]:
    return [key for alert in alerts for key in alert.newest][:TITLES]
