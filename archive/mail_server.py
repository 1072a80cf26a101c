"""The server that takes the archive's mail, read from one address in the environment.

``smtp://host`` sends in the clear and takes no password, ``smtp+tls://user:password@host:587``
begins TLS (RFC 3207), ``smtps://user:password@host:465`` speaks it from the start (RFC 8314).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from archive.errors import ArchiveError

_PORTS: Final = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Scheme → its usual port."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes, and from whom it comes. ``starttls`` and ``tls`` exclude each other."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool
    sender: str


def mail_server(server_name: str, sender_name: str, *, address_known: bool) -> MailServer | None:
    """Return the server that the variable ``server_name`` tells of, ``None`` where it is not set.

    Mails hold links, so that the site's own address must be known, and their sender.

    Raises:
        ArchiveError: one of these is missing or wrong.
    """
    value = os.environ.get(server_name, "").strip()
    if not value:
        return None
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError:
        port = 0
    example = "smtp://localhost or smtps://user:password@mail.example.org"
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or parts.path.strip("/"):
        raise ArchiveError(f"{server_name}: that is no mail server; write {example}.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme == "smtp":
        raise ArchiveError(
            f"{server_name}: smtp:// would send the password in the clear; write smtp+tls:// or "
            "smtps://."
        )
    if not address_known:
        raise ArchiveError(f"{server_name} needs ARCHIVE_PUBLIC_URL: mails hold links to the site.")
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=user,
        password=password,
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
        sender=_sender(sender_name),
    )


def _sender(name: str) -> str:
    sender = os.environ.get(name, "").strip()
    try:
        validate_email(sender)
    except ValidationError:
        raise ArchiveError(
            f"{name}: write the address that mails come from, such as archive@example.org."
        ) from None
    return sender
