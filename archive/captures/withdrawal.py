"""Withdrawing a capture: a court's order, somebody's privacy. What is left is a tombstone.

The bytes, every article made from them, what came with the page and no other page needs, and every
trace of their text go: history, the admin's log, corrections, names that stood nowhere else, the
index's files. The hash stays, with the
reasons and who gave them, so that loading it again is refused; so do tombstones of the articles,
so that no other capture of the document makes them again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.captures.erasure import (
    entities_named_only_in,
    erase_entities,
    erase_from_changes,
    erase_from_corrections,
    erase_from_log,
)
from archive.captures.part_erasure import erase_withdrawn_parts
from archive.captures.refused_originals import forget_withdrawn
from archive.captures.removal import Consequences, consequences, removal_changes
from archive.captures.store import capture_store
from archive.captures.tombstones import Reasons, make_tombstones
from archive.errors import ArchiveError
from archive.models import (
    Act,
    Article,
    Capture,
    CaptureStatus,
    ChangeSet,
    OutboxEntry,
    TombstoneKind,
)
from archive.republications.clustering import dissolve_single


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How much went; captures of the same documents that stay, and copies of the articles.

    What stays of the documents are other versions, which readers no longer see.
    """

    captures: int
    articles: int
    names: int
    remaining: tuple[Capture, ...]
    copies: tuple[Article, ...]


def articles_of_bytes(capture: Capture) -> QuerySet[Article]:
    """Return the articles of every capture of the same bytes, which go with a withdrawal."""
    articles = Article.objects.filter(capture__sha256=capture.sha256)
    return articles.select_related("outlet", "capture").order_by("capture_id", "position")


def withdraw(
    capture: Capture, reason: str, user: Any = None, *, internal_reason: str = ""
) -> Withdrawal:
    """Withdraw a capture and every other capture of the same bytes.

    Readers see ``reason``, editors ``internal_reason`` too. ``user`` is who decided it, as far
    as known. Doing it again completes what was interrupted and changes nothing else.

    Raises:
        ArchiveError: no reason is given.
    """
    if not reason.strip():
        raise ArchiveError("A withdrawal needs a reason: it is what stays.")
    reasons = Reasons(reason, internal_reason)
    _overwrite_deleted_rows()
    with transaction.atomic():
        captures = list(Capture.objects.select_for_update().filter(sha256=capture.sha256))
        articles = list(articles_of_bytes(capture))
        concerned = consequences(articles)
        names = _remove(articles, captures, reasons, user)
        for each in captures:
            _mark_withdrawn(each, reasons, user)
    capture_store().remove(capture.sha256)
    erase_withdrawn_parts()
    forget_withdrawn(capture.sha256)
    _truncate_journal()
    remaining = Capture.objects.filter(uri__in={each.uri for each in captures}).exclude(
        status=CaptureStatus.WITHDRAWN
    )
    return Withdrawal(
        len(captures), len(articles), names, tuple(remaining), _elsewhere(concerned, captures)
    )


def finish_withdrawals() -> int:
    """Remove bytes that withdrawals left whose process was ended; return the number of files.

    The rows of a withdrawal are written first, with an entry of the outbox: whoever works on that
    entry calls this.
    """
    store, withdrawn = capture_store(), Capture.objects.filter(status=CaptureStatus.WITHDRAWN)
    hashes = set(withdrawn.values_list("sha256", flat=True))
    others = Capture.objects.exclude(status=CaptureStatus.WITHDRAWN)
    hashes -= set(
        others.filter(sha256__in=withdrawn.values("sha256")).values_list("sha256", flat=True)
    )
    parts = erase_withdrawn_parts()
    left = [sha256 for sha256 in hashes if store.has(sha256)]
    for sha256 in left:
        store.remove(sha256)
    return len(left) + parts


def _remove(
    articles: Collection[Article], captures: Collection[Capture], reasons: Reasons, user: Any
) -> int:
    """Remove the articles with every trace of their text; return the number of names that went."""
    ids = [article.pk for article in articles]
    names = entities_named_only_in(ids)
    make_tombstones(articles, TombstoneKind.WITHDRAWN, reasons, user)
    erase_from_log(articles)
    erase_from_corrections(ids)
    erase_from_changes(ids)
    told = {"tombstone": TombstoneKind.WITHDRAWN.value}
    withdrawn = ChangeSet.of_act(Act.WITHDRAW, user, total=len(ids), changed=len(ids))
    withdrawn.note(removal_changes(articles, told))
    Article.objects.filter(pk__in=ids).delete()
    erase_entities(names)
    _purge_history(ids, captures)
    dissolve_single()
    OutboxEntry.announce(ids, erase=True)
    return len(names)


def _elsewhere(concerned: Consequences, captures: Collection[Capture]) -> tuple[Article, ...]:
    gone = {capture.pk for capture in captures}
    return tuple(copy for copy in concerned.copies if copy.capture_id not in gone)


def _purge_history(articles: list[int], captures: Collection[Capture]) -> None:
    """Remove the history of the articles, and what other articles once took from the capture."""
    history = Article.history.model.objects
    history.filter(id__in=articles).delete()
    history.filter(capture_id__in=[capture.pk for capture in captures]).delete()


def _mark_withdrawn(capture: Capture, reasons: Reasons, user: Any) -> None:
    """Keep of a capture its address and hash, why it went, and who decided it."""
    if capture.status != CaptureStatus.WITHDRAWN:
        capture.status = CaptureStatus.WITHDRAWN
        capture.withdrawn_at = timezone.now()
        capture.withdrawn_by = user
        capture.withdrawal_reason = reasons.public.strip()
        capture.withdrawal_internal_reason = reasons.internal.strip()
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
