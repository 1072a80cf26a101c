"""The mail server is read from one address, or refused in a sentence that says the way out."""

from __future__ import annotations

import pytest

from archive.errors import ArchiveError
from archive.mail_server import MailServer, mail_server

SENDER = "archive@news.example"


def read(monkeypatch: pytest.MonkeyPatch, value: str, sender: str = SENDER) -> MailServer | None:
    monkeypatch.setenv("ARCHIVE_MAIL", value)
    monkeypatch.setenv("ARCHIVE_MAIL_FROM", sender)
    return mail_server("ARCHIVE_MAIL", "ARCHIVE_MAIL_FROM", address_known=True)


def test_no_server_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, " ") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtps://u:p%40ss@mail.example", ("mail.example", 465, "u", "p@ss", False, True)),
        ("smtp+tls://u:p@mail.example:2525", ("mail.example", 2525, "u", "p", True, False)),
    ],
)
def test_a_server(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: tuple[str, int, str, str, bool, bool]
) -> None:
    assert read(monkeypatch, value) == MailServer(*expected, sender=SENDER)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("mail.example", "no mail server"),
        ("https://mail.example", "no mail server"),
        ("smtp://mail.example:port", "no mail server"),
        ("smtp://u:secret@mail.example", "in the clear"),
    ],
)
def test_a_slip_is_told_without_the_password(
    monkeypatch: pytest.MonkeyPatch, value: str, told: str
) -> None:
    with pytest.raises(ArchiveError, match=told) as refused:
        read(monkeypatch, value)
    assert "secret" not in str(refused.value)


def test_mails_need_a_sender_and_the_address_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ArchiveError, match="ARCHIVE_MAIL_FROM"):
        read(monkeypatch, "smtp://localhost", sender="nobody")
    monkeypatch.setenv("ARCHIVE_MAIL_FROM", SENDER)
    with pytest.raises(ArchiveError, match="ARCHIVE_PUBLIC_URL"):
        mail_server("ARCHIVE_MAIL", "ARCHIVE_MAIL_FROM", address_known=False)
