"""Republications: near-identical articles, clustered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from archive.models.article import ArticleQuerySet


class Republication(models.Model):
    """A cluster of near-identical articles: agency copy, or an aggregator's copy."""

    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("republication")
        verbose_name_plural = _("republications")

    def __str__(self) -> str:
        return f"{self.pk}"

    def earliest_first(self) -> ArticleQuerySet:
        """Return the cluster's articles by publication; undated ones stand at the end."""
        articles: ArticleQuerySet = self.articles.for_display()
        return articles.earliest_first()


class ArticleSignature(models.Model):
    """The MinHash of an article's text; empty where the text is too short to compare.

    ``clustered`` says that the article has been compared with all others.
    """

    article = models.OneToOneField(
        "archive.Article",
        verbose_name=_("article"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="signature",
    )
    minhash = models.BinaryField(_("signature"))
    clustered = models.BooleanField(_("compared"), default=False, db_index=True)

    class Meta:
        verbose_name = _("signature of an article")
        verbose_name_plural = _("signatures of articles")

    def __str__(self) -> str:
        return f"{self.article_id}"
