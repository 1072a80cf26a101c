"""Whatever is saved reaches search: models tell the outbox, in their own transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete

from archive.models import Article, Entity, Mention, OutboxEntry, Outlet


def connect() -> None:
    """Connect the receivers; bulk writers announce their changes themselves."""
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
        OutboxEntry.announce(
            Mention.objects.filter(entity=instance)
            .order_by("article_id")
            .values_list("article_id", flat=True)
            .distinct(),
            columns_only=True,
        )


def _outlet_changed(instance: Outlet, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        articles = instance.articles.order_by("pk").values_list("pk", flat=True)
        OutboxEntry.announce(articles, columns_only=True)
