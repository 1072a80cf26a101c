"""Records of WARC 1.1 (ISO 28500:2017) as bytes, each packed as a gzip member of its own."""

from __future__ import annotations

import hashlib
import re
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

Fields = tuple[tuple[str, str], ...]

HTTP_RESPONSE: Final = "application/http; msgtype=response"
_VERSION: Final = b"WARC/1.1\r\n"
_GZIP: Final = 16
"""Added to the bits of the window, it makes zlib write the head and the end of a gzip file."""
_COMPRESSION: Final = 6
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_LENGTH: Final = "content-length"


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its named fields in order, but for the length, and its block.

    ``head`` counts the bytes of the block that are headers of HTTP; the others are the payload.
    """

    fields: Fields
    block: bytes = field(repr=False)
    head: int = 0

    def value(self, name: str) -> str:
        """Return the value of the first field of this name, in any case, or ""."""
        wanted = name.lower()
        return next((value for known, value in self.fields if known.lower() == wanted), "")

    @property
    def kind(self) -> str:
        """Return ``response``, ``resource``, ``conversion``, ``metadata`` …"""
        return self.value("WARC-Type").lower()

    @property
    def record_id(self) -> str:
        """Return the name of the record, with its angle brackets."""
        return self.value("WARC-Record-ID")

    @property
    def payload(self) -> bytes:
        """Return the block without headers of HTTP."""
        return self.block[self.head :]


def made_record(
    kind: str,
    record_id: str,
    moment: datetime,
    block: bytes,
    media_type: str,
    *others: tuple[str, str],
    address: str = "",
) -> WarcRecord:
    """Return a record that the archive itself makes, with the SHA-256 of its block.

    ``moment`` is aware. ``others`` are fields besides the usual ones.
    """
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", warc_date(moment)),
        *([("WARC-Target-URI", address)] if address else []),
        *others,
        ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}"),
        ("Content-Type", media_type),
    ]
    return WarcRecord(tuple((name, _in_a_line(value)) for name, value in fields), block)


def packed(record: WarcRecord) -> bytes:
    """Return a record as one gzip member; its length is that of its block."""
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, _GZIP + zlib.MAX_WBITS)
    lines = [f"{name}: {value}\r\n" for name, value in record.fields if name.lower() != _LENGTH]
    lines.append(f"Content-Length: {len(record.block)}\r\n\r\n")
    head = _VERSION + "".join(lines).encode("utf-8", "replace")
    pieces = (packer.compress(head), packer.compress(record.block), packer.compress(b"\r\n\r\n"))
    return b"".join((*pieces, packer.flush()))


def record_name(*parts: object) -> str:
    """Return the name of a record, always the same for the same ``parts`` (UUID 5, RFC 9562)."""
    name = "\n".join(map(str, parts))
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


def warc_date(moment: datetime) -> str:
    """Return a moment in UTC as WARC 1.1 writes it: to the second, or as fine as it is known."""
    exact = "microseconds" if moment.microsecond else "seconds"
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=exact)
    return f"{text}Z"


def _in_a_line(value: str) -> str:
    """Return a value that ends no line: nobody's address writes a field of its own."""
    return _CONTROLS.sub(" ", value).strip()
