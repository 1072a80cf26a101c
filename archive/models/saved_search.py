"""Searches and names that readers come back to, and what loads brought to them.

A mark is the primary key of an article: what came later has a greater one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.entity import Entity


class SavedSearch(models.Model):
    """A search that a person saved, or the name of an entity that they follow.

    ``query`` is the query string of the search's address. ``since_mark`` says what was new when
    they last came, ``looked_mark`` what they have seen since; ``new`` counts what checks found
    after that. ``checked_mark`` is how far the last check came; one that was ``too_costly`` is
    tried again with the next.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("name"), max_length=200)
    query = models.TextField(_("query"), blank=True)
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("followed name"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    watched = models.BooleanField(_("watched"), default=True)
    since_mark = models.BigIntegerField(default=0)
    looked_mark = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(_("last looked at"), null=True)
    checked_mark = models.BigIntegerField(default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    too_costly = models.BooleanField(_("too costly"), default=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts."""

    def of_person(self, person: Any) -> AlertQuerySet:
        """Return those of a person's searches, with these, the latest first."""
        return self.filter(search__person=person).select_related("search")


class Alert(models.Model):
    """What one check found new in a saved search: ``total`` articles up to ``upto_mark``.

    ``newest`` are the primary keys of the first of them. ``mailed_at`` is when it went out by mail.
    """

    search = models.ForeignKey(
        SavedSearch, verbose_name=_("search"), on_delete=models.CASCADE, related_name="alerts"
    )
    after_mark = models.BigIntegerField()
    upto_mark = models.BigIntegerField()
    total = models.PositiveIntegerField(_("articles"))
    newest = models.JSONField(_("the newest"), default=list)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["search"], condition=models.Q(mailed_at=None), name="alerts_to_mail"
            )
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.total}"


class AlertMail(models.Model):
    """That a person wants alerts by mail, in which language, and when the last one went out."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="alert_mail",
    )
    language = models.CharField(_("language"), max_length=8, default="ar")
    wanted_at = models.DateTimeField(_("wanted since"), auto_now_add=True)
    sent_at = models.DateTimeField(_("last sent at"), null=True)

    class Meta:
        verbose_name = _("alerts by mail")
        verbose_name_plural = _("alerts by mail")

    def __str__(self) -> str:
        return f"{self.person_id}"
