"""What of a batch the archive has already, and what it must not have again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count

from archive.ingest.records import RawCapture, Rejection
from archive.models import Capture, CaptureStatus
from archive.store import digest

WITHDRAWN = "withdrawn from this archive"


class Waiting(NamedTuple):
    """A capture that is to be loaded; it came ``times`` times in its batch."""

    sha256: str
    capture: RawCapture
    times: int


@dataclass(slots=True)
class SortedBatch:
    """A batch by what is to be done with it; ``unchanged`` counts articles."""

    waiting: list[Waiting] = field(default_factory=list)
    documents: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)


def sort_batch(batch: Iterable[RawCapture | Rejection]) -> SortedBatch:
    """Return what of ``batch`` waits to be loaded, with its hashes, and what does not."""
    found = SortedBatch()
    captures: dict[tuple[str, str], list[RawCapture]] = {}
    for capture in batch:
        if isinstance(capture, Rejection):
            found.rejected.append(capture)
        else:
            captures.setdefault((capture.uri, digest(capture.content)), []).append(capture)
        found.documents += 1
    withdrawn, loaded = _known({sha256 for _uri, sha256 in captures})
    for (uri, sha256), same in captures.items():
        if sha256 in withdrawn:
            found.rejected.append(Rejection(same[0].document, WITHDRAWN))
        elif (uri, sha256) in loaded:
            found.unchanged += loaded[uri, sha256] * len(same)
        else:
            found.waiting.append(Waiting(sha256, same[0], len(same)))
    return found


def still_unknown(items: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of the (URI, hash) pairs that no other load has brought meanwhile."""
    withdrawn, loaded = _known({sha256 for _uri, sha256 in items})
    return {item for item in items if item not in loaded and item[1] not in withdrawn}


def _known(hashes: set[str]) -> tuple[set[str], dict[tuple[str, str], int]]:
    """Return the withdrawn hashes, and the number of articles of each loaded capture."""
    rows = (
        Capture.objects.filter(sha256__in=hashes)
        .annotate(current=Count("articles"))
        .values_list("uri", "sha256", "status", "current")
        .order_by()
    )
    withdrawn = {sha256 for _uri, sha256, status, _n in rows if status == CaptureStatus.WITHDRAWN}
    return withdrawn, {(uri, sha256): number for uri, sha256, _status, number in rows}
