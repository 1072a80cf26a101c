"""The outbox: what the index has yet to learn, in order.

Whatever is saved through its model is announced here by signals, in the transaction of the
change. Whoever writes in bulk announces the articles itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.models.entity import Entity
from archive.models.insertion import insert_rows, prepared
from archive.models.mention import Authorship, Mention
from archive.models.outbox_bell import ring
from archive.models.outlet import Outlet


class OutboxEntry(models.Model):
    """An article whose index entry is to be made anew, or removed where it is gone.

    Written in the same transaction as the change itself, drained in order by one worker.
    ``columns_only`` says that no text changed: entities, outlet, date or cluster alone. ``erase``
    says that the words of the article must leave the index's files, too.
    """

    article_id = models.BigIntegerField(_("article"))
    columns_only = models.BooleanField(_("no text changed"), default=False)
    erase = models.BooleanField(_("erase its words"), default=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.article_id}"

    @classmethod
    def announce(
        cls, article_ids: Iterable[int], *, columns_only: bool = False, erase: bool = False
    ) -> None:
        """Tell search that these articles changed; call it inside the change's transaction.

        The worker is woken when that is committed.
        """
        now = prepared(OutboxEntry, "created_at", timezone.now())
        insert_rows(
            OutboxEntry,
            ["article_id", "columns_only", "erase", "created_at"],
            [(article_id, columns_only, erase, now) for article_id in article_ids],
        )
        transaction.on_commit(ring)


def connect_signals() -> None:
    """Announce from now on whatever is saved or deleted through its model."""
    post_save.connect(_article_changed, sender=Article, dispatch_uid="outbox.article.save")
    post_delete.connect(_article_changed, sender=Article, dispatch_uid="outbox.article.delete")
    post_save.connect(_mention_changed, sender=Mention, dispatch_uid="outbox.mention.save")
    post_delete.connect(_mention_changed, sender=Mention, dispatch_uid="outbox.mention.delete")
    post_save.connect(_entity_changed, sender=Entity, dispatch_uid="outbox.entity.save")
    pre_delete.connect(_entity_changed, sender=Entity, dispatch_uid="outbox.entity.delete")
    post_save.connect(_outlet_changed, sender=Outlet, dispatch_uid="outbox.outlet.save")


def _article_changed(instance: Article, **_kwargs: Any) -> None:
    OutboxEntry.announce([instance.pk])


def _mention_changed(instance: Mention, **_kwargs: Any) -> None:
    OutboxEntry.announce([instance.article_id], columns_only=True)


def _entity_changed(instance: Entity, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        named = Mention.objects.filter(entity=instance).order_by().values_list("article_id")
        written = Authorship.objects.filter(entity=instance).order_by().values_list("article_id")
        articles = {article for (article,) in named.union(written)}
        OutboxEntry.announce(sorted(articles), columns_only=True)


def _outlet_changed(instance: Outlet, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        articles = instance.articles.order_by("pk").values_list("pk", flat=True)
        OutboxEntry.announce(articles, columns_only=True)
