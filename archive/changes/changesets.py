"""Changesets of thousands: looked at, asked for, and done in steps, each of one transaction.

A step writes what it changes together with how far the changeset is. Killed between two, or in
one, it goes on where the last transaction ended: nothing is half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.changes.article_changes import ArticleChanges, articles_to_change
from archive.changes.bulk_change import (
    BulkChange,
    outlets_by_slug,
    values_from_json,
    wanted,
)
from archive.changes.undoing import undo_step
from archive.changes.work import pack, unpack
from archive.jobs import JobKind, register, request
from archive.models import Act, Article, ChangeSet, Job, Progress
from archive.models.editing import state_of

STEP: Final = 500
"""Articles of one transaction: a fraction of a second, so that nobody waits for it."""
AT_ONCE: Final = 500
"""Articles up to which a change is done while the editor waits."""
JOB: Final = "changeset"
"""The name of this kind of background work."""


def draft(act: Act, user: Any, asked: Mapping[str, Any], work: Sequence[Any]) -> ChangeSet:
    """Keep what an editor looks at before deciding; it is forgotten after a day.

    ``work`` holds primary keys for ``Act.BULK``; for ``Act.IMPORT`` pairs of one and the values
    of its fields, each with the state that the editor saw.
    """
    ChangeSet.sweep_drafts()
    return ChangeSet.of_act(
        act,
        user,
        asked=dict(asked),
        work=pack(work),
        total=len(work),
        progress=Progress.DRAFT,
    )


def start(changeset: ChangeSet) -> ChangeSet:
    """Let a changeset be done: at once where it is small, else in the background.

    Asked for twice, it is done once.
    """
    with transaction.atomic():
        drafts = ChangeSet.objects.filter(pk=changeset.pk, progress=Progress.DRAFT)
        begun = bool(drafts.update(progress=Progress.WAITING))
        if begun and changeset.total > AT_ONCE:
            parameters = {"changeset": changeset.pk}
            job = request(JOB, parameters, changeset.made_by, total=changeset.total)
            ChangeSet.objects.filter(pk=changeset.pk).update(job=job)
        elif begun:
            # In one transaction: a process that is killed here leaves a draft.
            while step(changeset.pk):
                pass
    changeset.refresh_from_db()
    return changeset


def register_job() -> None:
    """Let changesets be worked through in the background."""
    register(JobKind(JOB, _("Change of many articles"), _job_step, page=_page))


def _job_step(job: Job) -> bool:
    changeset = job.parameters["changeset"]
    more = step(changeset)
    job.done = ChangeSet.objects.values_list("done", flat=True).get(pk=changeset)
    return not more


def _page(job: Job) -> str:
    return reverse("admin:archive_changeset_change", args=[job.parameters["changeset"]])


@transaction.atomic
def step(key: int) -> bool:
    """Do a changeset's next step; return whether there is more of it to do."""
    changeset = ChangeSet.objects.select_for_update().get(pk=key)
    if changeset.progress != Progress.WAITING:
        return False
    if changeset.act == Act.UNDO:
        undo_step(changeset, STEP)
    else:
        items = unpack(changeset.work)[changeset.done : changeset.done + STEP]
        changes = ArticleChanges(changeset)
        kept = _import(changes, items) if changeset.act == Act.IMPORT else _bulk(changes, items)
        changeset.changed += changes.write()
        changeset.kept += kept
        changeset.done += len(items)
    if changeset.done >= changeset.total:
        changeset.progress, changeset.work = Progress.DONE, b""
    changeset.save(update_fields=["progress", "work", "done", "changed", "kept"])
    return changeset.progress == Progress.WAITING


def _bulk(changes: ArticleChanges, keys: Sequence[int]) -> int:
    """Change articles alike; return how many keep a field that an editor has set."""
    bulk = BulkChange.of(changes.changeset.asked)
    values_of, kept = bulk.for_articles(), 0
    for article in articles_to_change(keys):
        found = wanted(article, values_of(article), overwrite=bulk.overwrite)
        changes.set(article, found.values)
        kept += bool(found.kept)
    return kept


def _import(changes: ArticleChanges, items: Sequence[Any]) -> int:
    """Give each article its own values; return how many changed since the editor looked.

    A value that is not what the editor saw is somebody else's work, and stays.
    """
    asked = dict(items)
    values = {
        key: {name: value for name, (_seen, value) in fields.items()}
        for key, fields in asked.items()
    }
    outlets, kept = outlets_by_slug(*values.values()), 0
    for article in articles_to_change(asked):
        standing = {
            name: values[article.pk][name]
            for name, (seen, _value) in asked[article.pk].items()
            if _is_as_seen(article, name, seen)
        }
        changes.set(article, values_from_json(standing, outlets))
        kept += len(standing) < len(asked[article.pk])
    return kept


def _is_as_seen(article: Article, name: str, seen: Mapping[str, Any]) -> bool:
    return state_of(article, name).values == seen
