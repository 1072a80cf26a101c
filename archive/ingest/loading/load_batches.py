"""What of a batch the archive has already, and what it must not have again.

What a run of the loader did, counted.

What a dry run would store of one document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count

from archive.captures.store import digest
from archive.ingest.enrichment.enrich import Understanding
from archive.models import Capture, CaptureStatus
from archive.records.documents import RawCapture, Rejection

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


@dataclass(slots=True)
class LoadReport:
    """Counts of a run; ``documents`` counts every one that was looked at."""

    documents: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    preview: list[dict[str, Any]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every document was loaded."""
        return not self.rejected

    def take(self, batch: SortedBatch) -> None:
        """Count a batch's documents, and what of it is not to be loaded."""
        self.documents += batch.documents
        self.unchanged += batch.unchanged
        self.rejected.extend(batch.rejected)

    def warn(self, document: str, warnings: Iterable[str]) -> None:
        """Note what was guessed of a document."""
        self.warnings.extend((document, warning) for warning in warnings)

    def reasons(self) -> Counter[str]:
        """Return how many documents were rejected for each reason."""
        return Counter(rejection.reason for rejection in self.rejected)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON's types."""
        return {
            "documents": self.documents,
            "articles": {
                "new": self.new,
                "updated": self.updated,
                "unchanged": self.unchanged,
            },
            "rejected": [
                {"document": item.document, "reason": item.reason} for item in self.rejected
            ],
            "warnings": [
                {"document": document, "warning": warning} for document, warning in self.warnings
            ],
            **({"preview": self.preview} if self.preview else {}),
        }


def preview(capture: RawCapture, understanding: Understanding) -> dict[str, Any]:
    """Return the document and its articles in short, as JSON's types."""
    return {
        "document": capture.document,
        "uri": capture.uri,
        "media_type": capture.media_type,
        "charset": understanding.charset,
        "articles": [
            {
                "title": article.title,
                "outlet": article.outlet.name or article.outlet.slug or None,
                "published": article.published.edtf or None,
                "paragraphs": len(article.paragraphs),
                "entities": len({mention.key for mention in found}),
            }
            for article, found in zip(understanding.articles, understanding.mentions, strict=True)
        ],
    }
