"""Addresses that a captured page names, and the parts of it that were captured under them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin

from archive.captures.kept_parts import KeptPart, address_of_part

_KEY_LETTERS: Final = 24
"""Hexadecimal letters of a hash by which a part is named: 96 bits, and a page has few parts."""
_DATA: Final = re.compile(
    r"data:(?:image/[\w.+-]+|font/[\w.+-]+|application/(?:x-)?font[\w.+-]*"
    r"|application/vnd\.ms-fontobject)[;,]",
    re.IGNORECASE,
)
"""Pictures and fonts that stand in the page itself (RFC 2397)."""
_IGNORED: Final = re.compile("[\t\r\n]")
"""What browsers leave out of addresses (WHATWG URL, “basic URL parser”)."""
_WEB: Final = re.compile("https?://[^/]", re.IGNORECASE)
_SCHEME: Final = re.compile(r"\Ahttps?://(?:www\.)?", re.IGNORECASE)
_PLAIN: Final = re.compile(
    r"https?://[\w.:-]+(?:/(?!\.)[\w~%!$&'()*+,;=:@.-]*)*(?:\?[^#\s]*)?\Z", re.ASCII
)
"""An address in full, without a fragment and without steps (``..``): it is as it is written."""
_MOST_LETTERS: Final = 4_000
"""Letters of an address that is looked up; none that servers answer is longer."""


class PartUse(StrEnum):
    """What a part is asked for as; its answer is of that kind or none."""

    STYLE = "c"
    FRAME = "d"
    PICTURE = "i"
    """A picture or a font."""


def part_key(address: str) -> str:
    """Return the name of the part that was captured under ``address``."""
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:_KEY_LETTERS]


@dataclass(frozen=True, slots=True)
class KeptAddresses:
    """The parts of a page by their addresses; relative ones are of ``base``."""

    base: str
    _exact: Mapping[str, KeptPart]
    _alike: Mapping[str, KeptPart]

    @classmethod
    def of(cls, base: str, parts: Iterable[KeptPart]) -> KeptAddresses:
        """Return the addresses of ``parts``, of which the first of equal ones counts."""
        exact: dict[str, KeptPart] = {}
        alike: dict[str, KeptPart] = {}
        for part in parts:
            exact.setdefault(part.address, part)
            alike.setdefault(_alike(part.address), part)
        return cls(base, exact, alike)

    def at(self, base: str) -> KeptAddresses:
        """Return the same parts, named from another base."""
        return replace(self, base=self.absolute(base) or self.base)

    def from_part(self, part: KeptPart) -> KeptAddresses:
        """Return the same parts, named from one of them. One query."""
        return replace(self, base=address_of_part(part))

    def absolute(self, written: str) -> str:
        """Return a written address in full, without its fragment; "" where it is none."""
        written = _IGNORED.sub("", written).strip()
        if not written or len(written) > _MOST_LETTERS:
            return ""
        if _PLAIN.match(written):
            return written
        try:
            return urldefrag(urljoin(self.base, written)).url
        except ValueError:
            return ""

    def part(self, written: str) -> KeptPart | None:
        """Return the part that was captured under a written address."""
        address = self.absolute(written)
        if not address:
            return None
        return self._exact.get(address) or self._alike.get(_alike(address))

    def address(self, written: str, use: PartUse) -> str:
        """Return the replay's own address for a written one; "" where nothing was captured.

        It is relative to the replayed page. Pictures and fonts that are written out in the page
        (``data:``) stay as they are.
        """
        if use is PartUse.PICTURE and _DATA.match(written.lstrip()):
            return _IGNORED.sub("", written).strip()
        part = self.part(written)
        return "" if part is None else f"{use.value}-{part_key(part.address)}"

    def web_address(self, written: str) -> str:
        """Return a written address in full where it is one of the web, else ""."""
        address = self.absolute(written)
        return address if _WEB.match(address) else ""


def _alike(address: str) -> str:
    """Return what the spellings of a part's address have in common: no scheme, no escapes.

    ``document_key`` takes fifty times as long, and knows forms of pages that parts do not have.
    """
    path = _SCHEME.sub("", address)
    return unquote(path) if "%" in path else path
