"""Corrections in the log of all changes: that they were made, and undone."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from archive.models import Act, Article, Change, ChangeSet, Correction, Entity, Subject
from archive.models.editing import ENTITIES


def log_done(correction: Correction, *named: Change) -> None:
    """Note a correction that was made just now, in its transaction.

    ``named`` are rows of articles that name others now (see ``entities_change``).
    """
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
                ),
                *named,
            ]
        )


def log_named(
    correction: Correction, article: Article, before: Sequence[str], after: Sequence[str]
) -> None:
    """Note that an editor added a name to an article, in the transaction of it.

    ``before`` and ``after`` are the keys of the entities that it named and names.
    """
    logged = ChangeSet.of_act(
        Act.CORRECT, correction.made_by, correction=correction, total=1, done=1, changed=1
    )
    logged.note([entities_change(article, before, after)])


def entities_change(article: Article, before: Sequence[str], after: Sequence[str]) -> Change:
    """Return the unsaved row of the log for the entities that an article named and names."""
    return Change(
        kind=Subject.ARTICLE,
        subject=article.public_id,
        row=article.pk,
        field=ENTITIES,
        before={"entities": list(before)},
        after={"entities": list(after)},
    )


def log_undone(correction: Correction) -> None:
    """Note a correction that was undone just now, in its transaction."""
    counts = dict.fromkeys(("total", "done", "changed"), correction.articles)
    logged = ChangeSet.objects.filter(correction=correction).first()
    undoing = ChangeSet.of_act(Act.UNDO, correction.undone_by, undoes=logged, **counts)
    if logged is not None:
        undoing.note(change.turned() for change in logged.changes.all())
        logged.changes.update(undone_by=undoing)


def log_distinct(one: Entity, other: Entity, user: User | None) -> None:
    """Note that an editor said of two entities that they are not one."""
    logged = ChangeSet.of_act(Act.CORRECT, user, total=1, done=1, changed=1)
    logged.note(
        [
            Change(
                kind=Subject.ENTITY,
                subject=one.key,
                row=one.pk,
                field="distinct",
                before={"key": None},
                after={"key": other.key},
            )
        ]
    )
