"""Addresses of articles that went: what a citation of them leads to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class FormerArticle(models.Model):
    """An article that is no longer in the archive; nothing of it is kept but its public id.

    ``leads_to`` is the article that holds its text now, where one does. A row stands aside where
    an article bears its public id again.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True)
    leads_to = models.ForeignKey(
        Article,
        verbose_name=_("leads to"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="former_addresses",
    )
    went_at = models.DateTimeField(_("went at"), auto_now=True)

    class Meta:
        verbose_name = _("former article")
        verbose_name_plural = _("former articles")

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def retire(cls, article: Article, successor: Article | None) -> None:
        """Delete an article; its address, and those that led to it, lead to ``successor``.

        Call it in a transaction.
        """
        cls.objects.filter(leads_to=article).update(leads_to=successor)
        article.delete()
        cls.objects.filter(public_id=article.public_id).update(leads_to=successor)


def remember_deleted_articles() -> None:
    """Keep from now on the public id of every article that is deleted through its model."""
    post_delete.connect(_article_deleted, sender=Article, dispatch_uid="former_article.delete")


def _article_deleted(instance: Article, **_kwargs: Any) -> None:
    FormerArticle.objects.update_or_create(
        public_id=instance.public_id, defaults={"leads_to": None}
    )
