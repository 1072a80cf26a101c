"""Captures as rows of a capture index (CDX): what other tools of web archives read of each.

Fields are those of the Wayback Machine's and pywb's servers; what is not known is ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from archive.captures.address_lookup import captured_moment, own_address
from archive.captures.surt_keys import surt_key
from archive.models import Capture, CaptureRecord, CaptureStatus
from search.presentation.memento_links import uri_of

USUAL_FIELDS: Final = (
    *("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"),
)
FIELDS: Final = (*USUAL_FIELDS, "access", "address")
UNKNOWN: Final = "-"
_STATUS: Final = re.compile(rb"HTTP/[0-9.]{1,4} +([1-5][0-9]{2})\b")
_OPEN, _WITHDRAWN = "allow", "block"
"""What pywb calls a capture that is shown, and one that is listed and not shown."""


@dataclass(frozen=True, slots=True)
class CdxRow:
    """One capture.

    ``timestamp`` is in UTC, 14 digits; a day of unknown hour begins at midnight. ``digest`` is the
    SHA-256 of the page, ``length`` its bytes, unpacked. ``access`` is ``block`` where a capture was
    withdrawn; then nothing is told of its content but the hash. ``address`` is its page here.
    """

    key: int
    urlkey: str
    timestamp: str
    original: str
    mimetype: str
    statuscode: str
    digest: str
    length: str
    access: str
    address: str

    def values(self, fields: Sequence[str]) -> list[str]:
        """Return these fields in order."""
        return [str(getattr(self, name)) for name in fields]


def timestamp_of(capture: Capture) -> str:
    """Return when a capture was made as 14 digits in UTC, ``-`` where no day is known."""
    moment = captured_moment(capture)
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S}" if moment else UNKNOWN


def cdx_rows(captures: Sequence[Capture], address_of: Callable[[Capture], str]) -> Iterator[CdxRow]:
    """Yield a row for each capture, in order. One query."""
    heads = CaptureRecord.objects.filter(capture__in=[each.pk for each in captures])
    status = {
        capture: _status(bytes(head))
        for capture, head in heads.values_list("capture", "http_head")
        if capture is not None
    }
    for capture in captures:
        original = own_address(capture)
        shown = capture.status != CaptureStatus.WITHDRAWN
        yield CdxRow(
            key=capture.pk,
            urlkey=surt_key(original),
            timestamp=timestamp_of(capture),
            original=uri_of(original),
            mimetype=(capture.media_type or UNKNOWN) if shown else UNKNOWN,
            statuscode=status.get(capture.pk, UNKNOWN) if shown else UNKNOWN,
            digest=f"sha256:{capture.sha256}",
            length=str(capture.size) if shown else UNKNOWN,
            access=_OPEN if shown else _WITHDRAWN,
            address=address_of(capture),
        )


def _status(http_head: bytes) -> str:
    found = _STATUS.match(http_head)
    return found[1].decode() if found else UNKNOWN
