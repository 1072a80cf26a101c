"""A load taken back as a whole: afterwards the archive is as if it had not been run.

What only this load brought goes, without a tombstone: loading it again gives the same public ids.
A document that had captures before, or got some since, shows the newest of those again. What was
withdrawn stays withdrawn. Documents with articles that editors have worked on stay as they are,
unless it is asked that they go too.

The work is done a batch of documents at a time, each batch in one transaction. One that was killed
goes on where it was: what is undone is no longer the load's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.captures.part_erasure import release_parts
from archive.captures.stray_bytes import remove_bytes, remove_stray_bytes
from archive.errors import ArchiveError
from archive.loads.leftovers import remove_leftovers
from archive.models import (
    Act,
    Article,
    Capture,
    CaptureRecord,
    CaptureStatus,
    DocumentAddress,
    FormerArticle,
    Load,
    LoadState,
    Mention,
    MentionSuppression,
    PartOfCapture,
    log_load,
)
from archive.records.mentions import MentionMethod

_BATCH: Final = 100
"""Captures of one transaction: editors wait for it."""
_SHOWN: Final = 50
"""Articles that editors have worked on, of those that a plan names."""


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing a load would do, in numbers; ``touched`` are the first of ``touched_count``."""

    documents: int
    going: int
    returning: int
    touched_count: int
    touched: tuple[Article, ...]


def plan_undo(load: Load) -> UndoPlan:
    """Return what undoing ``load`` would do.

    ``documents`` are captures that go, ``going`` articles that go with them, ``returning``
    articles that show another capture again. Those that editors have worked on count in these.
    """
    captures = _captures_of(load)
    articles = Article.objects.filter(capture__in=captures.values("pk"))
    returning = articles.filter(Exists(_others(load, OuterRef("capture__uri")))).count()
    touched = touched_articles(load)
    return UndoPlan(
        captures.count(),
        articles.count() - returning,
        returning,
        touched.count(),
        tuple(touched.select_related("outlet")[:_SHOWN]),
    )


def touched_articles(load: Load) -> QuerySet[Article]:
    """Return the articles of a load that editors have worked on: their fields, names, showing."""
    of_editors = Article.history.filter(id=OuterRef("pk")).exclude(history_user=None)
    named = Mention.objects.filter(article=OuterRef("pk"), method=MentionMethod.EDITOR)
    suppressed = MentionSuppression.objects.filter(article=OuterRef("pk"))
    return Article.objects.filter(
        Q(hidden=True) | ~Q(edited=[]) | Exists(of_editors) | Exists(named) | Exists(suppressed),
        capture__load=load,
    ).order_by("pk")


def begin_undo(load: Load, person: Any = None) -> None:
    """Mark a load as being undone.

    Raises:
        ArchiveError: it is still running, or undone already.
    """
    if not load.may_be_undone:
        raise ArchiveError(f"Load {load.pk} is {load.state}: it cannot be undone now.")
    load.state, load.undone_by = LoadState.UNDOING, person
    load.save(update_fields=["state", "undone_by"])


def undo(load: Load, person: Any = None, *, with_touched: bool = False) -> int:
    """Undo a load to its end; return the number of captures that were kept.

    Raises:
        ArchiveError: it cannot be undone now.
    """
    begin_undo(load, person)
    position = 0
    while (reached := undo_step(load, position, with_touched=with_touched)) is not None:
        position = reached
    finish_undo(load)
    return load.kept


def undo_step(load: Load, position: int, *, with_touched: bool) -> int | None:
    """Undo the next documents after the capture ``position``; return the last one, or None.

    None means that nothing is left to do but ``finish_undo``.
    """
    ahead = _captures_of(load).filter(pk__gt=position).order_by("pk")
    batch = list(ahead[:_BATCH].values_list("pk", "uri"))
    if not batch:
        return None
    uris = {uri for _key, uri in batch}
    if not with_touched:
        touched = touched_articles(load).filter(capture__uri__in=uris)
        uris -= set(touched.order_by().values_list("capture__uri", flat=True))
    _undo_documents(load, uris)
    return batch[-1][0]


def finish_undo(load: Load) -> None:
    """Bring in order what stands between articles, and mark the load as undone."""
    # Imported here: the web server plans an undoing, and needs none of the readers of pages.
    from archive.ingest.run import settle

    with transaction.atomic():
        remove_leftovers(load)
        # What the load brought for pages that stay, which were there before it.
        release_parts(
            PartOfCapture.objects.filter(load=load).exclude(capture__load=load),
            CaptureRecord.objects.filter(load=load, part=None).exclude(capture__load=load),
        )
    remove_stray_bytes()
    settle()
    load.kept = _captures_of(load).count()
    load.state, load.undone_at = LoadState.UNDONE, timezone.now()
    with transaction.atomic():
        load.save(update_fields=["kept", "state", "undone_at"])
        log_load(load, Act.UNDO_LOAD, load.undone_by, load.new + load.updated)


def _undo_documents(load: Load, uris: Collection[str]) -> None:
    from archive.loads.documents_back import back_to_other_captures, read_again

    rest = Capture.objects.filter(uri__in=uris).exclude(load=load)
    rest = rest.exclude(status=CaptureStatus.WITHDRAWN).order_by("pk")
    for again in read_again(list(rest)):
        with transaction.atomic():
            if not again.is_current():
                continue  # An editor taught something meanwhile: they are read once more.
            captures = list(
                _captures_of(load).select_for_update().filter(uri__in=set(uris) - again.damaged)
            )
            back_to_other_captures(captures, again)
            _remove(captures)
            return


def _remove(captures: Sequence[Capture]) -> None:
    """Remove captures with the articles that still show them, and every trace of both."""
    keys = [capture.pk for capture in captures]
    going = Article.objects.filter(capture__in=keys)
    rows = list(going.values_list("pk", "public_id"))
    ids, public_ids = [pk for pk, _id in rows], [public_id for _pk, public_id in rows]
    former = FormerArticle.objects.filter(public_id__in=public_ids)
    known_before = set(former.values_list("pk", flat=True))
    going.delete()
    former.exclude(pk__in=known_before).delete()
    Article.history.filter(id__in=ids, history_user=None).delete()
    hashes = {capture.sha256 for capture in captures} | release_parts(
        PartOfCapture.objects.filter(capture__in=keys),
        CaptureRecord.objects.filter(capture__in=keys),
    )
    Capture.objects.filter(pk__in=keys).delete()
    uris = {capture.uri for capture in captures}
    standing = Capture.objects.filter(uri__in=uris).values_list("uri", flat=True)
    DocumentAddress.objects.filter(uri__in=uris - set(standing)).delete()
    transaction.on_commit(lambda: remove_bytes(hashes))


def _captures_of(load: Load) -> QuerySet[Capture]:
    return Capture.objects.filter(load=load).exclude(status=CaptureStatus.WITHDRAWN)


def _others(load: Load, uri: Any) -> QuerySet[Capture]:
    others = Capture.objects.filter(uri=uri).exclude(status=CaptureStatus.WITHDRAWN)
    return others.filter(Q(load=None) | ~Q(load=load))
