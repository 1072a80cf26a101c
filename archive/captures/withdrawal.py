"""Withdrawing a capture: a court's order, somebody's privacy. What is left is a tombstone.

The bytes, every article made from them, and every trace of their text in the history go.
The hash stays, with the reason and who gave it, so that loading it again is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from archive.captures.store import capture_store
from archive.errors import ArchiveError
from archive.models import Article, Capture, CaptureStatus
from archive.republications.clustering import dissolve_single


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How much went, and which captures of the same documents stay (other versions)."""

    captures: int
    articles: int
    remaining: tuple[Capture, ...]


def withdraw(capture: Capture, reason: str, user: Any = None) -> Withdrawal:
    """Withdraw a capture and every other capture of the same bytes.

    ``user`` is who decided it, as far as known. Doing it again completes what was
    interrupted and changes nothing else.

    Raises:
        ArchiveError: no reason is given.
    """
    if not reason.strip():
        raise ArchiveError("A withdrawal needs a reason: it is what stays.")
    _overwrite_deleted_rows()
    with transaction.atomic():
        captures = list(Capture.objects.select_for_update().filter(sha256=capture.sha256))
        articles = Article.objects.filter(capture__in=captures)
        ids = list(articles.values_list("pk", flat=True))
        articles.delete()
        _purge_history(ids, captures)
        dissolve_single()
        for each in captures:
            _make_tombstone(each, reason.strip(), user)
    capture_store().remove(capture.sha256)
    _truncate_journal()
    remaining = Capture.objects.filter(uri__in={each.uri for each in captures}).exclude(
        status=CaptureStatus.WITHDRAWN
    )
    return Withdrawal(len(captures), len(ids), tuple(remaining))


def _purge_history(articles: list[int], captures: list[Capture]) -> None:
    """Remove the history of the articles, and what other articles once took from the capture."""
    history = Article.history.model.objects
    history.filter(id__in=articles).delete()
    history.filter(capture_id__in=[capture.pk for capture in captures]).delete()


def _make_tombstone(capture: Capture, reason: str, user: Any) -> None:
    """Keep of a capture its address and hash, why it went, and who decided it."""
    if capture.status != CaptureStatus.WITHDRAWN:
        capture.status = CaptureStatus.WITHDRAWN
        capture.withdrawn_at = timezone.now()
        capture.withdrawn_by = user
        capture.withdrawal_reason = reason
    capture.warnings = []
    capture.save()


def _overwrite_deleted_rows() -> None:
    """Let SQLite fill what it deletes with zeros; it only forgets otherwise."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _truncate_journal() -> None:
    """Empty the write-ahead log, which may still hold pages as they were."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
