"""Checks that the archive still is what was put into it: every byte of every capture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F

from archive.captures.store import DamagedCaptureError, capture_store
from archive.models import Article, Capture, CaptureStatus

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
    """Yield what is wrong with the captures: every byte is read and hashed (SHA-256)."""
    store = capture_store()
    known: set[str] = set()
    for capture in Capture.objects.order_by("pk").iterator(_CHUNK):
        name = f"capture {capture.pk} ({capture.document})"
        stands = store.path(capture.sha256).exists()
        if capture.status == CaptureStatus.WITHDRAWN:
            if stands:
                yield Finding(name, "withdrawn, but its bytes are still there; withdraw it again")
        elif capture.sha256 not in known:
            try:
                store.get(capture.sha256)
            except DamagedCaptureError as error:
                yield Finding(name, str(error))
        known.add(capture.sha256)
        advance(1)
    for sha256 in store.hashes():
        if sha256 not in known:
            yield Finding(sha256, "bytes of no capture, left by a load that was killed", False)
    yield from _verify_articles()


def _verify_articles() -> Iterator[Finding]:
    of_withdrawn = Article.objects.filter(capture__status=CaptureStatus.WITHDRAWN)
    for article in of_withdrawn.only("public_id"):
        yield Finding(f"article {article.public_id}", "its capture is withdrawn")
    reversed_dates = Article.objects.filter(published_earliest__gt=F("published_latest"))
    for article in reversed_dates.only("public_id"):
        yield Finding(f"article {article.public_id}", "its publication ends before it begins")
