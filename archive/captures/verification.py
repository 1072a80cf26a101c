"""Checks that the archive still is what was put into it: every byte of every capture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F

from archive.captures.store import DamagedCaptureError, capture_store
from archive.models import Article, Capture, CapturePart, CaptureRecord, CaptureStatus

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; ``serious`` where something is lost or wrong."""

    subject: str
    problem: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.subject}: {self.problem}"


def verify_captures(advance: Callable[[int], None] = lambda _done: None) -> Iterator[Finding]:
    """Yield what is wrong with captures and parts: every byte is read and hashed (SHA-256).

    ``advance`` hears of each of them; ``things_to_verify`` says how many there are.
    """
    store = capture_store()
    known: set[str] = set()
    for name, sha256, withdrawn in _kept_bytes():
        if withdrawn:
            if store.has(sha256):
                yield Finding(name, "withdrawn, but its bytes are still there; withdraw it again")
        elif sha256 not in known:
            try:
                store.get(sha256)
            except DamagedCaptureError as error:
                yield Finding(name, str(error))
        known.add(sha256)
        advance(1)
    for part in CapturePart.objects.filter(links=None).only("address"):
        yield Finding(f"part {part.pk} ({part.address})", "part of no capture", False)
    for sha256 in store.hashes():
        if sha256 not in known:
            told = "bytes of no capture or part, left by a load that was killed"
            yield Finding(sha256, told, False)
    yield from _verify_articles()


def things_to_verify() -> int:
    """Return the number of captures, parts and bodies of records."""
    return sum(table.objects.count() for table in (Capture, CapturePart, CaptureRecord))


def _kept_bytes() -> Iterator[tuple[str, str, bool]]:
    """Yield captures, parts and bodies: what each is called, its hash, whether it is withdrawn."""
    for capture in Capture.objects.order_by("pk").iterator(_CHUNK):
        withdrawn = capture.status == CaptureStatus.WITHDRAWN
        yield f"capture {capture.pk} ({capture.document})", capture.sha256, withdrawn
    for part in CapturePart.objects.order_by("pk").iterator(_CHUNK):
        yield f"part {part.pk} ({part.address})", part.sha256, False
    for record in CaptureRecord.objects.defer("headers", "http_head").iterator(_CHUNK):
        of = f"capture {record.capture_id}" if record.capture_id else f"part {record.part_id}"
        yield f"record {record.pk} of {of}", record.body_sha256, False


def _verify_articles() -> Iterator[Finding]:
    of_withdrawn = Article.objects.filter(capture__status=CaptureStatus.WITHDRAWN)
    for article in of_withdrawn.only("public_id"):
        yield Finding(f"article {article.public_id}", "its capture is withdrawn")
    reversed_dates = Article.objects.filter(published_earliest__gt=F("published_latest"))
    for article in reversed_dates.only("public_id"):
        yield Finding(f"article {article.public_id}", "its publication ends before it begins")
