"""What came with a page: its parts and the record it stood in, on the way to the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from archive.records.documents import RawCapture, Rejection


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record of a WARC file, as it stood: see ``archive.captures.kept_parts.KeptRecord``.

    ``body`` is what was transferred below the HTTP headers, packed and chunked; ``body_sha256`` its
    hash.
    """

    kind: str
    headers: tuple[tuple[str, str], ...]
    http_head: bytes
    body_sha256: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A file that a page names, as it was saved with it.

    ``content`` are its decoded bytes; None where the same part was handed over with an earlier
    page of the same file, which ``key`` then tells.
    """

    address: str
    media_type: str
    charset: str
    captured: datetime | None
    sha256: str
    size: int
    key: str
    content: bytes | None = field(default=None, repr=False)
    record: SourceRecord | None = None


@dataclass(frozen=True, slots=True)
class PageParts:
    """What came with one page, which came before. ``page`` is the page without its content.

    ``left_out`` are parts that were too many, too large or damaged, or for which a file that can be
    read only once left no room; ``left_out_bytes`` is how much of that is known. ``is_true`` is False
    where the record of the page states a digest that is not that of its bytes.
    """

    page: RawCapture
    sha256: str
    record: SourceRecord | None = None
    parts: tuple[FoundPart, ...] = ()
    left_out: int = 0
    left_out_bytes: int = 0
    is_true: bool = True

    @property
    def size(self) -> int:
        """Return the bytes that it holds in memory."""
        body = len(self.record.body) if self.record else 0
        return body + sum(
            len(each.content or b"") + (len(each.record.body) if each.record else 0)
            for each in self.parts
        )


Found = RawCapture | Rejection | PageParts
"""What a reader yields that is asked for parts too; a page's come somewhere after it."""


def found_part(
    address: str,
    content: bytes,
    media_type: str = "",
    charset: str = "",
    captured: datetime | None = None,
    record: SourceRecord | None = None,
    record_id: str = "",
    sha256: str = "",
) -> FoundPart:
    """Return a part with its hash, where that is not given, and the key that tells it from others."""
    sha256 = sha256 or hashlib.sha256(content).hexdigest()
    told = record_id or (captured.isoformat() if captured else "")
    key = hashlib.sha256("\n".join((address, sha256, told)).encode("utf-8", "replace"))
    return FoundPart(
        address=address,
        media_type=media_type,
        charset=charset,
        captured=captured,
        sha256=sha256,
        size=len(content),
        key=key.hexdigest(),
        content=content,
        record=record,
    )
