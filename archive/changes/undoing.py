"""A changeset, one change or one field taken back.

Only what still is what the change made of it is given back what it was; what somebody changed
since stays, and is told: it is what ``not_undone`` finds afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.work import pack, unpack
from archive.entities.desk import undo as undo_correction
from archive.entities.storage.following_authors import follow_at_once
from archive.errors import ArchiveError
from archive.models import Act, Change, ChangeSet, Entity, Outlet, Progress, Subject
from archive.models.editing import state_of

_BACK: Final = frozenset(
    {Act.EDIT, Act.BULK, Act.IMPORT, Act.RESTORE, Act.HIDE, Act.SHOW, Act.UNDO, Act.CORRECT}
)
"""The acts that are taken back here. What is deleted has its tombstone lifted, and is read again."""
_RECORDS: Final[dict[str, type[Model]]] = {Subject.OUTLET: Outlet, Subject.ENTITY: Entity}
_OUTLET_KEYS: Final = ("outlet_id", "republisher_id")
_ONLY_TOLD: Final = frozenset(
    {"entities", "aliases", "relations", "tombstone", "record", "distinct", "closed_value"}
)
"""Fields of which the log tells, and that it cannot give back: their forms can."""


class UndoError(ArchiveError):
    """An act cannot be taken back; the message says why."""


def can_be_undone(changeset: ChangeSet) -> bool:
    """Whether there is anything to take back, and it is at rest."""
    if changeset.act not in _BACK or not changeset.rests:
        return False
    if changeset.correction is not None:
        return changeset.correction.undone_at is None
    return not_undone(changeset).exclude(field__in=_ONLY_TOLD).exists()


def not_undone(changeset: ChangeSet) -> QuerySet[Change]:
    """Return what of a changeset was not taken back: after an undo, what changed since."""
    return changeset.changes.filter(undone_by=None).order_by("pk")


def undo(changeset: ChangeSet, user: Any) -> ChangeSet:
    """Make the changeset that takes another back, ready to be worked on.

    Raises ``UndoError`` where it cannot be, ``DeskError`` for a correction that came before others.
    """
    if not can_be_undone(changeset):
        raise UndoError(_("This cannot be undone, or is undone already."))
    if changeset.correction is not None:
        return _undo_correction(changeset, user)
    keys = not_undone(changeset).exclude(field__in=_ONLY_TOLD).order_by("-pk")
    return undo_changes(list(keys.values_list("pk", flat=True)), user, changeset)


def undo_changes(keys: Sequence[int], user: Any, changeset: ChangeSet | None = None) -> ChangeSet:
    """Make the changeset that takes these changes back, ready to be worked on."""
    return ChangeSet.of_act(
        Act.UNDO,
        user,
        undoes=changeset,
        work=pack(keys),
        total=len(keys),
        progress=Progress.DRAFT,
    )


@transaction.atomic
def _undo_correction(changeset: ChangeSet, user: Any) -> ChangeSet:
    assert changeset.correction is not None
    undo_correction(changeset.correction, user)
    follow_at_once()
    return changeset.undone_by.latest("pk")


def undo_step(undoing: ChangeSet, most: int) -> None:
    """Take back the next of the changes; the caller writes how far it came."""
    keys = unpack(undoing.work)[undoing.done : undoing.done + most]
    rows = Change.objects.filter(pk__in=keys, undone_by=None).order_by("-pk")
    changes = [change for change in rows if change.field not in _ONLY_TOLD]
    back = _undo_articles(undoing, [each for each in changes if each.kind == Subject.ARTICLE])
    back += [each.pk for each in changes if each.kind in _RECORDS and _undo_record(undoing, each)]
    Change.objects.filter(pk__in=back).update(undone_by=undoing)
    undoing.done += len(keys)
    given = set(back)
    undoing.changed += len({(each.kind, each.row) for each in changes if each.pk in given})
    undoing.kept += len(keys) - len(given)


def _undo_articles(undoing: ChangeSet, changes: Collection[Change]) -> list[int]:
    """Give articles back what they had; return the keys of the changes that were taken back.

    An outlet that is gone meanwhile cannot be given back.
    """
    found = {each.pk: each for each in articles_to_change({each.row for each in changes})}
    outlets = {None, *Outlet.objects.values_list("pk", flat=True)}
    writing, back = ArticleChanges(undoing), []
    for change in changes:
        article = found.get(change.row)
        before, after = change.states
        if article is None or state_of(article, change.field).values != after.values:
            continue
        if not outlets.issuperset(before.values.get(name) for name in _OUTLET_KEYS):
            continue
        writing.give_back(article, change.field, before)
        back.append(change.pk)
    writing.write()
    return back


def _undo_record(undoing: ChangeSet, change: Change) -> bool:
    """Give an outlet or an entity back what it had, unless it changed since."""
    record: Any = _RECORDS[change.kind]._default_manager.filter(pk=change.row).first()
    if record is None:
        return False
    now = {name: getattr(record, name) for name in change.after}
    if now != change.after:
        return False
    for name, value in change.before.items():
        setattr(record, name, value)
    record.save()
    undoing.note([change.turned()])
    return True
