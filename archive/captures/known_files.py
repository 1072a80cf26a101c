"""Which kept file a checksum belongs to: a saved page, what came with one, or one that was withdrawn.

What readers may not see is told of as little as what was never there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from archive.captures.closed_captures import closed_among
from archive.models import Article, Capture, CaptureStatus, PartOfCapture

MOST_FILES: Final = 20
"""Captures, and parts of pages, that are told for one checksum."""
MOST_ARTICLES: Final = 100
"""Articles that are told for one checksum."""
LEAST_DIGITS: Final = 12
"""Hexadecimal digits by which a file is looked for: those of a citation."""
_DIGITS: Final = 64
_PREFIX: Final = re.compile(r"sha-?256[\s:=]*", re.IGNORECASE)
_AFTER_HEX: Final = "g"
"""Sorts behind every hexadecimal digit."""


@dataclass(frozen=True, slots=True)
class WithdrawnFile:
    """A file that the archive held and withdrew: its tombstone is all that is told."""

    sha256: str
    day: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A saved page, with the articles that readers see in it."""

    capture: Capture
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class KeptPartFile:
    """A picture, a style sheet or the like, and a page that it came with."""

    sha256: str
    address: str
    media_type: str
    page: Capture


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """What a checksum belongs to; ``cut`` says that there is more than is told."""

    kept: tuple[KeptFile, ...] = ()
    parts: tuple[KeptPartFile, ...] = ()
    withdrawn: tuple[WithdrawnFile, ...] = ()
    cut: bool = False
    sums: frozenset[str] = field(default=frozenset())
    """The whole checksums that begin so."""

    def __bool__(self) -> bool:
        return bool(self.kept or self.parts or self.withdrawn)


def written_checksum(text: str) -> str:
    """Return a SHA-256, or its first digits, as the archive writes it; empty where it is none.

    It may be in capitals, grouped by spaces, named («SHA-256: …»), and cut with an ellipsis.
    """
    digits = _PREFIX.sub("", text.strip()).rstrip("….").lower()
    digits = "".join(digits.split())
    whole = re.fullmatch(f"[0-9a-f]{{{LEAST_DIGITS},{_DIGITS}}}", digits)
    return digits if whole else ""


def known_files(checksum: str) -> KnownFiles:
    """Return what readers are told of the files whose SHA-256 begins with ``checksum``.

    ``checksum`` is one that ``written_checksum`` returned. Five queries, however much there is.
    """
    asked = {"sha256__gte": checksum, "sha256__lt": f"{checksum}{_AFTER_HEX}"}
    rows = list(Capture.objects.filter(**asked).order_by("sha256", "-pk")[: MOST_FILES + 1])
    of_parts = {f"part__{name}": value for name, value in asked.items()}
    links = list(
        PartOfCapture.objects.filter(**of_parts)
        .select_related("part", "capture")
        .order_by("part__sha256", "-capture")[: MOST_FILES + 1]
    )
    withdrawn = {row.sha256 for row in rows if row.status == CaptureStatus.WITHDRAWN}
    pages = {row.pk: row for row in (*rows, *(link.capture for link in links))}
    closed = closed_among(pages.values()) if pages else frozenset()
    closed_sums = {row.sha256 for row in rows if row.pk in closed} | withdrawn
    shown = [row for row in rows if row.pk not in closed and row.sha256 not in withdrawn]
    parts = tuple(
        KeptPartFile(link.part.sha256, link.part.address, link.part.media_type, link.capture)
        for link in links
        if link.capture_id not in closed
        and link.capture.status != CaptureStatus.WITHDRAWN
        and link.part.sha256 not in closed_sums
    )
    kept, gone = _with_articles(shown), _withdrawn(rows)
    sums = {each.capture.sha256 for each in kept} | {each.sha256 for each in gone}
    sums |= {each.sha256 for each in parts}
    cut = max(len(rows), len(links)) > MOST_FILES
    return KnownFiles(
        kept[:MOST_FILES], parts[:MOST_FILES], gone[:MOST_FILES], cut, frozenset(sums)
    )


def _withdrawn(rows: Iterable[Capture]) -> tuple[WithdrawnFile, ...]:
    """Return one tombstone for each file, however many addresses it had."""
    found: dict[str, WithdrawnFile] = {}
    for row in rows:
        if row.status == CaptureStatus.WITHDRAWN:
            stone = WithdrawnFile(row.sha256, row.withdrawn_at, row.withdrawal_reason)
            found.setdefault(row.sha256, stone)
    return tuple(found.values())


def _with_articles(captures: list[Capture]) -> tuple[KeptFile, ...]:
    by_capture: dict[int, list[Article]] = defaultdict(list)
    listed: Any = Article.objects.for_display().without_texts()
    if captures:
        for article in listed.filter(capture__in=captures).order_by("capture", "position")[
            :MOST_ARTICLES
        ]:
            by_capture[article.capture_id].append(article)
    return tuple(KeptFile(each, tuple(by_capture[each.pk])) for each in captures)
