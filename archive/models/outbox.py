"""The outbox: what the index has yet to learn, in order."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.insertion import insert_rows, prepared


class OutboxEntry(models.Model):
    """An article whose index entry is to be made anew, or removed where it is gone.

    Written in the same transaction as the change itself, drained in order by one worker.
    ``columns_only`` says that no text changed: entities, outlet, date or cluster alone.
    """

    article_id = models.BigIntegerField(_("article"))
    columns_only = models.BooleanField(_("no text changed"), default=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.article_id}"

    @classmethod
    def announce(cls, article_ids: Iterable[int], *, columns_only: bool = False) -> None:
        """Tell search that these articles changed; call it inside the change's transaction."""
        now = prepared(OutboxEntry, "created_at", timezone.now())
        insert_rows(
            OutboxEntry,
            ["article_id", "columns_only", "created_at"],
            [(article_id, columns_only, now) for article_id in article_ids],
        )
