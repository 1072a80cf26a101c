"""Signed addresses of some minutes, under which a replayed page and its parts stand.

Whoever bears one may read the page: no cookie is asked for. It is made for somebody who may read
the capture, tells whether that was the desk, and in which language they read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

LASTS: Final = timedelta(minutes=10)
"""How long an address holds from when it was made: a page is read at once, or opened again."""
_DESK, _READER = "d", "r"


@dataclass(frozen=True, slots=True)
class ReplayToken:
    """What an address says: the capture, whether the desk asks, the reader's language."""

    capture: int
    desk: bool
    language: str


class InvalidTokenError(ValueError):
    """An address that nobody made here, or whose minutes are over (``expired``)."""

    def __init__(self, language: str, *, expired: bool) -> None:
        super().__init__("expired" if expired else "not signed here")
        self.language = language
        self.expired = expired


def replay_address(token: ReplayToken) -> str:
    """Return the address of a replayed page, on the origin of its own where one is set."""
    who = _DESK if token.desk else _READER
    signed = _signer().sign(f"{token.capture}-{who}-{token.language}")
    path = reverse("replay", args=[signed])
    own = settings.ARCHIVE_REPLAY_URL
    return path if own is None else f"{own.origin}{path}"


def read_token(signed: str) -> ReplayToken:
    """Return what a signed address says. Raises ``InvalidTokenError``."""
    signer = _signer()
    try:
        return _read(signer.unsign(signed, max_age=LASTS))
    except SignatureExpired:
        said = _read(signer.unsign(signed))
        raise InvalidTokenError(said.language, expired=True) from None
    except BadSignature:
        raise InvalidTokenError(settings.LANGUAGE_CODE, expired=False) from None


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="search.replay", sep=".")


def _read(value: str) -> ReplayToken:
    capture, who, language = value.split("-", 2)
    return ReplayToken(int(capture), who == _DESK, language)
