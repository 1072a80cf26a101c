"""Random tokens that headers and addresses bear: made, hashed, and masked wherever text is logged.

A token is 32 bytes of the system's randomness behind a word that says what it is for. Nobody
guesses 256 bits, so that SHA-256 is enough to keep it by: slow hashes protect what people choose
(OWASP Password Storage Cheat Sheet), and would let whoever sends wrong ones keep the site busy.

>>> masked("GET /search/feed/?q=x&key=khzfeed_AbC-dEf_9")
'GET /search/feed/?q=x&key=khzfeed_…'
"""

from __future__ import annotations

import hashlib
import re
import secrets
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

_BYTES: Final = 32


class TokenKind(StrEnum):
    """What a token is for: the word that it begins with."""

    FEED = "khzfeed"
    API = "khzapi"
    LIST = "khzlist"


_TOKEN: Final = re.compile(rf"\b({'|'.join(TokenKind)})_[A-Za-z0-9_-]+")
_SIGNED: Final = re.compile(r"\breplay/[\w.-]+")
"""The signed address of a captured page, which opens it for some minutes."""
_WHOLE: Final = re.compile(rf"({'|'.join(TokenKind)})_[A-Za-z0-9_-]{{43}}")
"""A token of 32 bytes in base 64 for addresses (RFC 4648, section 5)."""


def new_token(kind: TokenKind) -> str:
    """Return a token that nobody guesses."""
    return f"{kind}_{secrets.token_urlsafe(_BYTES)}"


def is_token(text: str, kind: TokenKind) -> bool:
    """Return whether ``text`` has the form of a token of this kind."""
    found = _WHOLE.fullmatch(text)
    return found is not None and found[1] == kind


def token_digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def masked(text: str) -> str:
    """Return ``text`` without what is secret of the tokens in it, escaped ones among them."""
    plain = _hidden(text)
    decoded = unquote(plain) if "%" in plain else plain
    hidden = _hidden(decoded)
    return plain if hidden == decoded else hidden


def _hidden(text: str) -> str:
    return _SIGNED.sub("replay/…", _TOKEN.sub(r"\1_…", text))
