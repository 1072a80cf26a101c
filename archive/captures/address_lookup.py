"""The captures of one address, whatever its spelling: what the archive has of it, and when.

A document may go by several addresses: a capture made at another one of them is told apart, for it
does not show what stood at the address that is asked for. Captures that are closed to readers are
left out; a withdrawn one stands as its tombstone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from archive.captures.address_forms import likely_spellings, spellings
from archive.captures.closed_captures import closed_among
from archive.captures.document_keys import address_key
from archive.models import Capture, CaptureStatus, DocumentAddress

MOST_VERSIONS: Final = 5_000
"""Captures of one address that one answer looks at, the latest loaded first: some 0.2 s."""
_MOST_SPELLINGS: Final = 100

LISTED_COLUMNS: Final = (
    *("uri", "document", "sha256", "size", "media_type", "url", "captured", "captured_at"),
    *("loaded_at", "status"),
)
"""What a list of captures shows of each."""


@dataclass(frozen=True, slots=True)
class AddressCaptures:
    """The captures of an address in the order of time, those of no known day at the end.

    ``elsewhere`` are of the same document and made at another of its addresses. ``cut`` says that
    there are more than were looked at.
    """

    here: tuple[Capture, ...] = ()
    elsewhere: tuple[Capture, ...] = ()
    cut: bool = False

    @property
    def mementos(self) -> tuple[Capture, ...]:
        """Those made at the address of which content and moment are there."""
        return tuple(each for each in self.here if is_memento(each))


def find_captures(address: str) -> AddressCaptures:
    """Return the captures of a complete web address, in whatever spelling. Four queries."""
    keys = {address_key(each) for each in spellings(address)} - {""}
    known = DocumentAddress.objects.filter(key__in=keys).values_list("uri", flat=True)
    respelt = (each for each in likely_spellings(address) if address_key(each) in keys)
    uris = {*known, *islice(respelt, _MOST_SPELLINGS)}
    rows = Capture.objects.filter(uri__in=uris).order_by("-pk").only(*LISTED_COLUMNS)
    found = list(rows[: MOST_VERSIONS + 1])
    open_ones = without_closed(found[:MOST_VERSIONS])
    here = [each for each in open_ones if address_key(own_address(each)) in keys]
    known_here = {each.pk for each in here}
    return AddressCaptures(
        here=in_order_of_time(here),
        elsewhere=in_order_of_time([each for each in open_ones if each.pk not in known_here]),
        cut=len(found) > MOST_VERSIONS,
    )


def captures_by_key(keys: Collection[int]) -> QuerySet[Capture]:
    """Return the captures of these keys with what a list shows of them."""
    return Capture.objects.filter(pk__in=keys).only(*LISTED_COLUMNS)


def without_closed(captures: Sequence[Capture]) -> list[Capture]:
    """Return those of ``captures`` that readers may know of. Two queries.

    A withdrawn one stays as its tombstone, whatever else closes its document.
    """
    closed = closed_among(captures) if captures else frozenset()
    return [
        each for each in captures if each.status == CaptureStatus.WITHDRAWN or each.pk not in closed
    ]


def own_address(capture: Capture) -> str:
    """Return the address at which a capture was made; the document's where none was told."""
    return capture.url or capture.uri


def captured_moment(capture: Capture) -> datetime | None:
    """Return when a capture was made, as far as known: of a day its beginning in UTC."""
    if capture.captured_at is not None:
        return capture.captured_at
    if capture.captured is None:
        return None
    return datetime.combine(capture.captured, time.min, UTC)


def is_memento(capture: Capture) -> bool:
    """Whether a capture can be shown as a past state of its address: its day must be known."""
    return capture.status != CaptureStatus.WITHDRAWN and captured_moment(capture) is not None


def nearest(captures: Sequence[Capture], moment: datetime) -> Capture:
    """Return the capture nearest to a moment, the earlier of two; each must have its moment."""

    def distance(capture: Capture) -> float:
        made = captured_moment(capture)
        assert made is not None
        return abs((made - moment).total_seconds())

    return min(captures, key=distance)


def in_order_of_time(captures: Sequence[Capture]) -> tuple[Capture, ...]:
    """Return captures in the order of time, those of no known day at the end as they were loaded."""
    last = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(captures, key=lambda each: (captured_moment(each) or last, each.pk)))
