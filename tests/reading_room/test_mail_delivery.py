"""Alerts go out by a mail server, and wait where it does not take them."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.environment import PublicAddress
from archive.jobs import run_waiting
from archive.models import Alert, AlertMail
from archive.readers.alert_mails import request_mails
from archive.readers.saved_searches import request_check
from tests.factories import make_article
from tests.reading_room.mail_server import Mailbox, mail_server

Index = Callable[[], None]


@pytest.fixture
def mailbox(settings: LazySettings) -> Iterator[Mailbox]:
    """A server that takes mail, and an archive that is told of it."""
    with mail_server() as served:
        settings.MAIL_IS_SENT = True
        settings.ARCHIVE_PUBLIC_URL = PublicAddress("https://a.example", "a.example", "")
        settings.ALLOWED_HOSTS = ["*"]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", served.port
        settings.DEFAULT_FROM_EMAIL = "archive@a.example"
        yield served


@pytest.fixture
def watching(at_home: Client, index: Index, mailbox: Mailbox) -> Client:
    """Salma's browser: she is mailed what comes to a saved search, in Arabic."""
    assert mailbox.messages == []
    index()
    at_home.cookies["django_language"] = "ar"
    at_home.post("/saved/save/", {"query": "q=نهر"})
    at_home.post("/saved/mail/", {"wanted": "1"})
    return at_home


def load(index: Index, title: str) -> None:
    """Let a load bring an article, and do what it asks for."""
    make_article(title, "نهر")
    index()
    request_check()
    run_waiting()


@pytest.mark.usefixtures("watching")
def test_an_alert_is_delivered_with_its_headers(mailbox: Mailbox, index: Index) -> None:
    load(index, "فيضان «النهر» الكبير")
    ((sender, recipients, sent),) = mailbox.messages
    assert (sender, recipients) == ("archive@a.example", ["salma@news.example"])
    assert sent.isascii()  # Every server takes it: nothing of it needs 8BITMIME or SMTPUTF8.
    message = email.message_from_bytes(sent, policy=email.policy.default)
    assert message["Subject"] == "خزانة: مقال جديد واحد"
    assert (message["From"], message["To"]) == ("archive@a.example", "salma@news.example")
    assert message["Date"]
    assert message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].strip().startswith("<https://a.example/saved/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "text/plain"
    assert "فيضان «النهر» الكبير" in message.get_content()


@pytest.mark.usefixtures("watching")
def test_a_refused_recipient_keeps_nobody_else_from_theirs(mailbox: Mailbox, index: Index) -> None:
    karim = User.objects.create_user("karim", "karim@news.example")
    other = Client()
    other.force_login(karim)
    other.post("/saved/save/", {"query": "q=نهر"})
    other.post("/saved/mail/", {"wanted": "1"})
    mailbox.refused.add("salma@news.example")
    load(index, "خبر")
    assert [recipients for _sender, recipients, _sent in mailbox.messages] == [[karim.email]]
    waiting = Alert.objects.filter(mailed_at=None)
    assert {alert.search.person.email for alert in waiting} == {"salma@news.example"}


@pytest.mark.usefixtures("watching")
def test_what_a_server_that_is_away_did_not_take_is_kept_and_sent_later(
    mailbox: Mailbox, index: Index, settings: LazySettings
) -> None:
    with mail_server() as away:
        settings.EMAIL_PORT = away.port
    load(index, "خبر")
    assert Alert.objects.get().mailed_at is None
    settings.EMAIL_PORT = mailbox.port
    AlertMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    request_mails()
    run_waiting()
    assert len(mailbox.messages) == 1
    assert Alert.objects.get().mailed_at is not None
