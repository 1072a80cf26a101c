"""Captures in batches, and what of a batch the archive has not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from django.db.models import Count

from archive.captures.store import digest
from archive.ingest.loading.known_addresses import with_known_uris
from archive.models import Capture, CaptureStatus
from archive.models.stored_texts import LONGEST_URI, LONGEST_URI_BYTES
from archive.records.documents import RawCapture, Rejection
from archive.records.page_parts import Found, PageParts

BATCH: Final = 200
"""Captures of one transaction: enough to make its cost small, few enough to redo."""

BATCH_BYTES: Final = 32_000_000
WITHDRAWN: Final = "withdrawn from this archive"

CaptureVersion = tuple[str, str]
"""The URI and the SHA-256 of a capture: the archive keeps each pair once."""


class NewCapture(NamedTuple):
    """A capture that is to be loaded; it came ``times`` times in its batch."""

    sha256: str
    raw: RawCapture
    times: int

    @property
    def version(self) -> CaptureVersion:
        """What the archive keeps once."""
        return self.raw.uri, self.sha256


@dataclass(slots=True)
class LoadBatch:
    """A batch by what is to be done with it; ``unchanged`` counts articles.

    ``parts`` came with pages of this batch or of earlier ones.
    """

    new: list[NewCapture] = field(default_factory=list)
    documents: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    known: list[RawCapture] = field(default_factory=list)
    """What was loaded before and brings ids that are to be kept."""
    parts: list[PageParts] = field(default_factory=list)


def batched(
    captures: Iterable[Found],
) -> Iterator[list[Found]]:
    """Yield batches of at most ``BATCH`` captures and about ``BATCH_BYTES`` bytes."""
    batch: list[Found] = []
    size = 0
    for capture in captures:
        batch.append(capture)
        size += capture.size if isinstance(capture, PageParts) else len(capture.content)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def select_new(batch: Sequence[Found]) -> LoadBatch:
    """Return what of ``batch`` is to be loaded, with its hashes, and counts of the rest."""
    selected = LoadBatch()
    raws = [_bounded(capture) for capture in batch if isinstance(capture, RawCapture)]
    selected.rejected += [capture for capture in batch if isinstance(capture, Rejection)]
    selected.parts += [each for each in batch if isinstance(each, PageParts)]
    selected.documents = len(batch) - len(selected.parts)
    captures: dict[CaptureVersion, list[RawCapture]] = {}
    as_given: dict[CaptureVersion, list[CaptureVersion]] = {}
    for given, placed in zip(raws, with_known_uris(raws), strict=True):
        sha256 = digest(given.content)
        captures.setdefault((placed.uri, sha256), []).append(placed)
        # Before addresses were compared, each spelling was a document; such a one stays it.
        other = [(given.uri, sha256), (given.fallback_uri, sha256)]
        as_given.setdefault((placed.uri, sha256), []).extend(other)
    withdrawn, loaded = _in_archive({sha256 for _uri, sha256 in captures})
    for (uri, sha256), same in captures.items():
        known = next(
            (each for each in ((uri, sha256), *as_given[uri, sha256]) if each in loaded), None
        )
        if sha256 in withdrawn:
            selected.rejected.append(Rejection(same[0].document, WITHDRAWN))
        elif known is not None:
            selected.unchanged += loaded[known] * len(same)
            selected.known += [each for each in same[:1] if each.article_ids]
        else:
            selected.new.append(NewCapture(sha256, same[0], len(same)))
    return selected


def _bounded(raw: RawCapture) -> RawCapture:
    """Return a capture whose address every database takes into an index.

    Of a longer one, such as a path through many folders, the beginning and the hash of all stand.
    """
    letters, uri = len(raw.uri), raw.uri
    if letters <= LONGEST_URI_BYTES // 4:
        return raw
    packed = uri.encode()
    if letters <= LONGEST_URI and len(packed) <= LONGEST_URI_BYTES:
        return raw
    told = f"~{digest(packed)}"
    kept = packed[: LONGEST_URI_BYTES - len(told)].decode(errors="ignore")
    return replace(raw, uri=kept[: LONGEST_URI - len(told)] + told)


def not_yet_loaded(versions: Sequence[CaptureVersion]) -> set[CaptureVersion]:
    """Return those captures that no other load has brought, and nobody withdrawn, meanwhile."""
    withdrawn, loaded = _in_archive({sha256 for _uri, sha256 in versions})
    return {each for each in versions if each not in loaded and each[1] not in withdrawn}


def _in_archive(hashes: set[str]) -> tuple[set[str], dict[CaptureVersion, int]]:
    """Return the withdrawn hashes, and the number of articles of each loaded capture."""
    rows = (
        Capture.objects.filter(sha256__in=hashes)
        .annotate(current=Count("articles"))
        .values_list("uri", "sha256", "status", "current")
        .order_by()
    )
    withdrawn = {sha256 for _uri, sha256, status, _n in rows if status == CaptureStatus.WITHDRAWN}
    return withdrawn, {(uri, sha256): number for uri, sha256, _status, number in rows}
