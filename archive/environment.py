"""What an operator may choose, read from the environment; wrong values fail in one sentence."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from archive.errors import ArchiveError

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})

KNOWN: Final = frozenset(
    {
        "ARCHIVE_ACCESS",
        "ARCHIVE_ALLOWED_HOSTS",
        "ARCHIVE_CAPTURES",
        "ARCHIVE_CAPTURES_SECRET_FILE",
        "ARCHIVE_DATABASE",
        "ARCHIVE_DATABASE_PASSWORD_FILE",
        "ARCHIVE_EMBEDDINGS",
        "ARCHIVE_EMBEDDINGS_REMOTE",
        "ARCHIVE_HOME",
        "ARCHIVE_HSTS_DAYS",
        "ARCHIVE_HTTPS",
        "ARCHIVE_INDEX",
        "ARCHIVE_MAIL",
        "ARCHIVE_MAIL_FROM",
        "ARCHIVE_METRICS_TOKEN",
        "ARCHIVE_PROXY",
        "ARCHIVE_PUBLIC_URL",
        "ARCHIVE_REPLAY_URL",
        "ARCHIVE_REQUEST_LOG",
        "ARCHIVE_TRUSTED_ORIGINS",
        "ARCHIVE_UPLOAD_MB",
        "ARCHIVE_UPLOAD_QUOTA_MB",
    }
)
"""Every variable that is read (docs/deployment.md says what each means)."""
_RENAMED: Final = {"ARCHIVE_ADDRESS": "ARCHIVE_PUBLIC_URL"}

_HOST: Final = re.compile(r"\*|\.?[\w.-]+|\[[0-9A-Fa-f:.]+\]")
_PATH: Final = re.compile(r"/?|(/[\w.~-]+)+/?")
_ORIGIN: Final = re.compile(r"https?://[\w.*\[\]-]+(:\d+)?")


def check_names(names: Iterable[str] | None = None) -> None:
    """Refuse variables that nobody reads: a slip in a name would leave a default standing.

    ``names`` are those of the environment. Raises ``ArchiveError``.
    """
    for name in sorted(os.environ if names is None else names):
        if name in _RENAMED:
            raise ArchiveError(f"{name} is called {_RENAMED[name]} now: rename it.")
        if name.startswith("ARCHIVE_") and name not in KNOWN:
            near = get_close_matches(name.upper(), KNOWN, n=1, cutoff=0)[0]
            raise ArchiveError(f"{name}: there is no such setting; did you mean {near}?")


def hosts(name: str, default: Sequence[str]) -> list[str]:
    """Return host names, each without a scheme, a port or a path. Raises ``ArchiveError``."""
    found = comma_separated(name, default)
    for host in found:
        if not _HOST.fullmatch(host):
            raise ArchiveError(f"{name}: {host} is no name of a host; write archive.example.org.")
    return found


def origins(name: str) -> list[str]:
    """Return origins, each with its scheme. Raises ``ArchiveError``."""
    found = comma_separated(name, [])
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise ArchiveError(f"{name}: {origin} is no origin; write https://archive.example.org.")
    return found


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where readers find the site: ``origin`` is scheme, host and port; ``path`` ends without /."""

    origin: str
    host: str
    path: str

    @property
    def https(self) -> bool:
        """Whether readers come by https."""
        return self.origin.startswith("https:")

    @property
    def is_loopback(self) -> bool:
        """Whether the address leads every reader to their own machine."""
        return is_this_machine(self.host)


def is_this_machine(host: str) -> bool:
    """Whether a host is always the machine that asks for it (RFC 6761, 6.3; RFC 6890)."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def public_address(name: str) -> PublicAddress | None:
    """Return the address of the site, ``None`` where none is set. Raises ``ArchiveError``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    parts = urlsplit(value)
    origin = f"{parts.scheme}://{parts.netloc}"
    plain = not (parts.query or parts.fragment) and "*" not in origin
    if not plain or not _ORIGIN.fullmatch(origin) or not _PATH.fullmatch(parts.path):
        raise ArchiveError(
            f"{name}: {value} is no address of a site; write https://archive.example.org/ or "
            "https://example.org/archive/."
        )
    return PublicAddress(origin, parts.hostname or "", parts.path.rstrip("/"))


def replay_address(name: str, site: PublicAddress | None) -> PublicAddress | None:
    """Return the origin on which captured pages are shown, ``None`` where none is set.

    It is of another host than the ``site``: cookies know hosts, and no ports. Raises
    ``ArchiveError``.
    """
    found = public_address(name)
    if found is None:
        return None
    if site is None:
        raise ArchiveError(
            f"{name} needs ARCHIVE_PUBLIC_URL: the links of a captured page lead there, such as "
            "https://archive.example.org/."
        )
    if found.path:
        raise ArchiveError(f"{name}: {found.origin}{found.path} has a path; write {found.origin}/.")
    if found.host == site.host:
        raise ArchiveError(
            f"{name}: {found.host} is the site's own host; write another name that leads to the "
            "same server, such as https://replay.example.org/."
        )
    if found.https != site.https:
        raise ArchiveError(
            f"{name} and ARCHIVE_PUBLIC_URL: write both with http or both with https."
        )
    return found


def proxy(name: str) -> str | None:
    """Return the address of the proxy before the site, ``None`` where there is none.

    Raises ``ArchiveError``.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        return str(ip_address(value))
    except ValueError:
        raise ArchiveError(
            f"{name}: {value} is no address of a machine; write the one from which the proxy's "
            "requests come, such as 127.0.0.1."
        ) from None


def whole_number(name: str, most: int, default: int = 0) -> int:
    """Return a whole number from 0 to ``most``; ``default`` where unset. Raises ``ArchiveError``."""
    value = os.environ.get(name, "").strip() or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) > most:
        raise ArchiveError(f"{name}={value}: write a whole number from 0 to {most}.")
    return int(value)


def https(name: str, proxy: str | None) -> bool:
    """Return whether readers come by https, which a declared ``proxy`` ends.

    Raises ``ArchiveError`` where none is declared: anybody could say that they came by https, and
    from which address.
    """
    wanted = flag(name)
    if wanted and proxy is None:
        raise ArchiveError(
            f"{name}=1 needs ARCHIVE_PROXY: the address from which the proxy's requests come, "
            "such as 127.0.0.1. Nobody else is believed about https and about visitors' addresses."
        )
    return wanted


def token(name: str) -> str:
    """Return a secret that programs bear, empty where it is unset. Raises ``ArchiveError``."""
    value = os.environ.get(name, "").strip()
    if value and not re.fullmatch(r"[\x21-\x7e]{20,200}", value):
        raise ArchiveError(f"{name}: write 20 to 200 letters and digits that nobody guesses.")
    return value


def flag(name: str) -> bool:
    """Return the truth of an on/off variable; unset is off."""
    value = os.environ.get(name, "").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ArchiveError(f"{name}={value}: write 1 for yes or 0 for no.")


def comma_separated(name: str, default: Sequence[str]) -> list[str]:
    """Return the values between a variable's commas, none blank; ``default`` where it is unset."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [item for item in map(str.strip, value.split(",")) if item]


def choice(name: str, choices: Sequence[str]) -> str:
    """Return one of ``choices``; the first where the variable is unset."""
    value = os.environ.get(name, choices[0]).strip().lower()
    if value not in choices:
        raise ArchiveError(f"{name}={value}: choose one of {', '.join(choices)}.")
    return value
