"""The log of what the desk changed: a changeset for each act, a row for each field of a record.

A row holds what a field was and became as JSON's types, so that it can be taken back. Changesets
of thousands are worked through in steps: ``work`` is what is asked, ``done`` how far it has come.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.models.desk import Correction
from archive.models.editing import FieldState
from archive.models.job import Job
from archive.models.load import Load

_ROWS: Final = 500
_GIVEN: Final = 5
"""Names of what was given to a load that the log tells."""
_DRAFTS_KEPT: Final = timedelta(days=1)


class Act(models.TextChoices):
    """The acts of which a changeset tells."""

    EDIT = "edit", _("Edited")
    BULK = "bulk", _("Changed in bulk")
    IMPORT = "import", _("Metadata read in")
    RESTORE = "restore", _("Gone back to an older version")
    HIDE = "hide", _("Hidden")
    SHOW = "show", _("Shown again")
    DELETE = "delete", _("Deleted")
    WITHDRAW = "withdraw", _("Withdrawn")
    LIFT = "lift", _("Tombstone lifted")
    CORRECT = "correct", _("Put right at the desk")
    UNDO = "undo", _("Undone")
    LOAD = "load", _("Documents loaded")
    UNDO_LOAD = "undo_load", _("Load undone")
    CLOSE_VALUE = "close_value", _("Earlier value closed")
    OPEN_VALUE = "open_value", _("Earlier value opened again")


class Subject(models.TextChoices):
    """The kinds of records that are changed."""

    ARTICLE = "article", _("Article")
    OUTLET = "outlet", _("Outlet")
    ENTITY = "entity", _("Entity")
    LOAD = "load", _("Load")


class Progress(models.TextChoices):
    """How far a changeset is."""

    DRAFT = "draft", _("Looked at, not done")
    WAITING = "waiting", _("Being done")
    DONE = "done", _("Done")


class ChangeSet(models.Model):
    """One act: who, when, and how far it is.

    ``asked`` is what was asked, as JSON's types; ``work`` what it is asked of, packed (see
    ``archive.changes.work``), empty once it is done. Of ``total`` records ``done`` were looked at,
    ``changed`` changed; ``kept`` were left to an editor who had set them, or had changed since.
    """

    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    progress = models.CharField(
        _("progress"), max_length=10, choices=Progress.choices, default=Progress.DONE
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked = models.JSONField(_("what was asked"), default=dict)
    work = models.BinaryField(_("of what"), default=b"")
    total = models.PositiveIntegerField(_("of"), default=0)
    done = models.PositiveIntegerField(_("looked at"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    kept = models.PositiveIntegerField(_("left as they were"), default=0)
    job = models.ForeignKey(
        Job,
        verbose_name=_("background job"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undoes = models.ForeignKey(
        "self",
        verbose_name=_("undoes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="undone_by",
    )
    correction = models.ForeignKey(
        Correction,
        verbose_name=_("correction"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("changeset")
        verbose_name_plural = _("changesets")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["made_at"], condition=models.Q(progress="draft"), name="changeset_drafts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_act_display()}"

    @property
    def rests(self) -> bool:
        """Whether nobody is at it: it is done, or its work in the background has ended."""
        if self.progress == Progress.DONE:
            return True
        return self.progress == Progress.WAITING and (self.job is None or not self.job.is_open)

    @classmethod
    def of_act(cls, act: Act, user: Any = None, **fields: Any) -> ChangeSet:
        """Make the changeset of an act that is done at once; ``user`` may be nobody's."""
        made_by = user if getattr(user, "pk", None) else None
        return cls.objects.create(act=act, made_by=made_by, **fields)

    def note(self, changes: Iterable[Change]) -> int:
        """Write the rows of what changed, and return their number."""
        rows = list(changes)
        for row in rows:
            row.changeset = self
        Change.objects.bulk_create(rows, batch_size=_ROWS)
        return len(rows)

    @classmethod
    def sweep_drafts(cls) -> int:
        """Forget what was looked at a day ago and never done; return the number."""
        old = timezone.now() - _DRAFTS_KEPT
        return cls.objects.filter(progress=Progress.DRAFT, made_at__lt=old).delete()[0]


def log_load(load: Load, act: Act, person: Any, changed: int) -> None:
    """Note in the log that a load ended or was undone, with the number of articles that changed.

    Its articles have no rows: the load's own page lists them, and takes them back.
    """
    told = {Act.LOAD: ("", _given(load)), Act.UNDO_LOAD: (_given(load), "")}[act]
    logged = ChangeSet.of_act(
        act, person, asked={"load": load.pk}, total=changed, done=changed, changed=changed
    )
    logged.note(
        [
            Change(
                kind=Subject.LOAD,
                subject=str(load.pk),
                row=load.pk,
                field="record",
                before={"record": told[0]},
                after={"record": told[1]},
            )
        ]
    )


def _given(load: Load) -> str:
    return "، ".join(map(str, load.given[:_GIVEN]))


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about what changed."""

    def of_articles(self, keys: Iterable[int]) -> ChangeQuerySet:
        """Keep the changes of these articles, by their primary keys."""
        return self.filter(kind=Subject.ARTICLE, row__in=list(keys))


class Change(models.Model):
    """What one field of a record was, and what it became.

    ``subject`` is the public id of an article, the slug of an outlet, the key of an entity or the
    number of a load, ``row`` its primary key. ``before`` and ``after`` hold the columns of the field by their names.
    """

    changeset = models.ForeignKey(
        ChangeSet,
        verbose_name=_("changeset"),
        on_delete=models.CASCADE,
        related_name="changes",
    )
    kind = models.CharField(_("record"), max_length=10, choices=Subject.choices)
    subject = models.CharField(_("public id"), max_length=200, db_index=True)
    row = models.BigIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=40)
    before = models.JSONField(_("from"), default=dict)
    after = models.JSONField(_("to"), default=dict)
    edited_before = models.BooleanField(_("an editor's before"), default=False)
    edited_after = models.BooleanField(_("an editor's after"), default=False)
    undone_by = models.ForeignKey(
        ChangeSet,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="undone_changes",
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("log of changes")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "row"], name="changes_of_record")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject}"

    @classmethod
    def of_article(
        cls, article: Article, field: str, before: FieldState, after: FieldState
    ) -> Change:
        """Return the unsaved row of a field of an article that changed."""
        return cls(
            kind=Subject.ARTICLE,
            subject=article.public_id,
            row=article.pk,
            field=field,
            before=before.values,
            after=after.values,
            edited_before=before.edited,
            edited_after=after.edited,
        )

    @property
    def states(self) -> tuple[FieldState, FieldState]:
        """The field as it was, and as it became."""
        return (
            FieldState(self.before, self.edited_before),
            FieldState(self.after, self.edited_after),
        )

    def turned(self) -> Change:
        """Return the unsaved row of this change taken back."""
        return Change(
            kind=self.kind,
            subject=self.subject,
            row=self.row,
            field=self.field,
            before=self.after,
            after=self.before,
            edited_before=self.edited_after,
            edited_after=self.edited_before,
        )
