"""Addresses as people and programs write them: one page's, or all of a site by a star."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Final
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from archive.captures.document_keys import site_of
from archive.errors import ArchiveError

MAX_LETTERS: Final = 2000
"""Letters of an address: as many as the archive keeps of one."""

_AROUND: Final = " <>\"'«»“”‘’،؛"
"""Signs that stand around an address where it is copied out of a text."""
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

_ESCAPED_WHOLE: Final = re.compile(r"https?%3A(?:%2F){2}", re.IGNORECASE)
_SLASHES: Final = re.compile(r"(https?):/*+", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?:[^\s/?#:@.*%]{1,63}\.)+[^\W\d_][^\s/?#:@.*]{1,62}\.?(?::\d{1,5})?(?=[/?#]|$)"
)
"""A host with a name of two letters or more at its end, as it is written without a scheme."""

_ESCAPE: Final = re.compile("%[0-9A-F]{2}")
_SCHEMES: Final = ("https", "http")
_FORMS_OF_SITES: Final = ("", "www.", "amp.")
_PATH_SIGNS: Final = "!$&'()*+,;=:@/-._~%"


class AddressFault(Enum):
    """Why something is no address, in a sentence that says what one looks like."""

    NONE = "This is no address of the web: write one such as https://example.org/news/1."
    LONG = f"An address has at most {MAX_LETTERS} letters."
    STAR = "A star before a domain takes no path: write *.example.org, or example.org/news/*."


class BadAddressError(ArchiveError):
    """What was given is no address of the web; ``fault`` says why."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class AddressMatch(Enum):
    """Which addresses are asked for: this one, those that begin so, of a host, of a domain."""

    EXACT = "exact"
    PREFIX = "prefix"
    HOST = "host"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """A complete web address, and what of it is asked for. Its star is taken off."""

    address: str
    match: AddressMatch = AddressMatch.EXACT

    @property
    def host(self) -> str:
        """The host, without what only names a form of the site."""
        return site_of(self.address)


def read_address(text: str) -> AddressQuery:
    """Return what a reader asks for with an address in any form, or with a star in it.

    ``example.org/news/*`` is all that begins so, ``example.org/*`` a host, ``*.example.org`` a
    domain with the hosts below it. A scheme may be left out, and all of it may be escaped.

    Raises:
        BadAddressError: it is none.
    """
    text = plain_address(text)
    match = AddressMatch.EXACT
    scheme = _SLASHES.match(text)
    bare = text[scheme.end() :] if scheme else text
    if bare.startswith("*."):
        match = AddressMatch.DOMAIN
        text = bare = bare.removeprefix("*.").removesuffix("*")
        scheme = None
    elif bare.endswith("*"):
        match = AddressMatch.PREFIX
        text = text.removesuffix("*")
    address = _with_scheme(text)
    parts = urlsplit(address)
    if match is AddressMatch.PREFIX and parts.path in ("", "/") and not parts.query:
        match = AddressMatch.HOST
    if match is AddressMatch.DOMAIN and (parts.path not in ("", "/") or parts.query):
        raise BadAddressError(AddressFault.STAR)
    return AddressQuery(address, match)


def plain_address(text: str) -> str:
    """Return an address without what a text had around it; one that is escaped whole, in letters.

    Raises:
        BadAddressError: it is too long.
    """
    text = _UNSEEN.sub("", text).strip(_AROUND)
    if len(text) > MAX_LETTERS:
        raise BadAddressError(AddressFault.LONG)
    return unquote(text) if _ESCAPED_WHOLE.match(text) else text


def looks_like_address(text: str) -> bool:
    """Whether a query is one address and nothing else."""
    text = text.strip()
    if not text or len(text) > MAX_LETTERS or any(each.isspace() for each in text):
        return False
    try:
        query = read_address(text)
    except BadAddressError:
        return False
    stated = _SLASHES.match(text) or _ESCAPED_WHOLE.match(text) or text.startswith("*.")
    # Words with a full stop between them are no host: without a scheme one is in Latin letters.
    return bool(stated) or (urlsplit(query.address).hostname or "").isascii()


def _with_scheme(text: str) -> str:
    found = _SLASHES.match(text)
    if found:
        text = f"{found[1].lower()}://{text[found.end() :]}"
    elif _HOST.match(text.removeprefix("//")):
        text = f"http://{text.removeprefix('//')}"
    try:
        parts = urlsplit(text)
        readable = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        readable = False
    if not readable:
        raise BadAddressError(AddressFault.NONE)
    return text


def host_spellings(host: str) -> tuple[str, ...]:
    """Return a host as it is written, in letters and in ASCII (``xn--…``), each once."""
    found = [host]
    for respelt in (_in_ascii, _in_letters):
        spelled = respelt(host)
        if spelled and spelled not in found:
            found.append(spelled)
    return tuple(found)


def spellings(address: str) -> tuple[str, ...]:
    """Return an address with each spelling of its host."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port is not None else ""
    return tuple(
        urlunsplit(parts._replace(netloc=spelled + port)) for spelled in host_spellings(host)
    )


def likely_spellings(address: str) -> Iterator[str]:
    """Yield spellings of an address under which a load may have kept it, the same page or not."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    hosts = [
        form + host + port for form in _FORMS_OF_SITES for host in host_spellings(site_of(address))
    ]
    paths = [
        spelled + end for spelled in path_spellings(parts.path.rstrip("/")) for end in ("", "/")
    ]
    for query, path, host, scheme in product(path_spellings(parts.query), paths, hosts, _SCHEMES):
        yield urlunsplit((scheme, host, path, query, ""))


def path_spellings(text: str) -> tuple[str, ...]:
    """Return a part of an address as it is, in letters, escaped, and escaped in small letters."""
    try:
        plain = normalize("NFC", unquote(text, errors="strict"))
    except UnicodeDecodeError:
        return (text,)
    escaped = quote(plain, safe=_PATH_SIGNS)
    small = _ESCAPE.sub(lambda found: found[0].lower(), escaped)
    return tuple(dict.fromkeys((text, plain, escaped, small)))


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _in_letters(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return ""
