"""Corrections in the log of all changes: that they were made, and undone."""

from __future__ import annotations

from archive.models import Act, Change, ChangeSet, Correction, Subject


def log_done(correction: Correction) -> None:
    """Note a correction that was made just now, in its transaction."""
    counts = dict.fromkeys(("total", "done", "changed"), correction.articles)
    logged = ChangeSet.of_act(Act.CORRECT, correction.made_by, correction=correction, **counts)
    entity, target = correction.entity, correction.target
    if entity is not None:
        became = target.key if target is not None else None
        logged.note(
            [
                Change(
                    kind=Subject.ENTITY,
                    subject=entity.key,
                    row=entity.pk,
                    field=correction.kind,
                    before={"key": entity.key},
                    after={"key": became},
                )
            ]
        )


def log_undone(correction: Correction) -> None:
    """Note a correction that was undone just now, in its transaction."""
    counts = dict.fromkeys(("total", "done", "changed"), correction.articles)
    logged = ChangeSet.objects.filter(correction=correction).first()
    undoing = ChangeSet.of_act(Act.UNDO, correction.undone_by, undoes=logged, **counts)
    if logged is not None:
        undoing.note(change.turned() for change in logged.changes.all())
        logged.changes.update(undone_by=undoing)
