"""Lists of articles that readers keep, with their notes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    """Lists."""

    def of_person(self, person: Any) -> ReadingListQuerySet:
        """Return a person's lists, the one that they used last first."""
        return self.filter(person=person).order_by("-used_at", "-id")

    def with_sizes(self) -> ReadingListQuerySet:
        """Count the articles of each, as ``size``."""
        return self.annotate(size=models.Count("listed"))


class ReadingList(models.Model):
    """A person's list of articles.

    ``share_token`` opens it to whoever has the link and may read the archive; empty, nobody has.
    ``notes_shared`` says that they read the notes, too.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="reading_lists",
    )
    name = models.CharField(_("name"), max_length=200)
    share_token = models.CharField(max_length=60, null=True, unique=True, editable=False)  # noqa: DJ001 - of many lists none is shared
    notes_shared = models.BooleanField(_("notes are shared"), default=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used at"), auto_now_add=True)

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ["-used_at", "-id"]

    def __str__(self) -> str:
        return self.name


class ListedArticle(models.Model):
    """An article on a list, by its public id: a note outlives an article that goes and comes back."""

    reading_list = models.ForeignKey(
        ReadingList, verbose_name=_("list"), on_delete=models.CASCADE, related_name="listed"
    )
    public_id = models.CharField(_("public id"), max_length=16)
    note = models.TextField(_("note"), blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("article on a list")
        verbose_name_plural = _("articles on lists")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "public_id"], name="listed_once")
        ]

    def __str__(self) -> str:
        return self.public_id
