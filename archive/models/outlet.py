"""Outlets: who publishes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from archive.models.choices import choices
from archive.records.documents import OutletKind


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Questions about outlets."""

    def described(self) -> OutletQuerySet:
        """Keep those of which somebody has said more than loading can find in a document.

        An unknown name that a page gave its source becomes an outlet too. It must not count
        as known: pages would be read otherwise depending on what was loaded before them.
        """
        by_people = Outlet.history.exclude(history_user=None)
        return self.filter(
            ~models.Q(domains=[])
            | ~models.Q(forms=[])
            | ~models.Q(name_en="")
            | ~models.Q(country="")
            | ~models.Q(kind=OutletKind.SITE)
            | models.Q(pk__in=by_people.values("id"))
        )


class Outlet(models.Model):
    """A newspaper, agency, broadcaster or site, known by its slug.

    ``forms`` are names that pages call it by beside its own; ``domains`` are hosts of its pages.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    name_ar = models.CharField(_("Arabic name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters (ISO 3166-1).")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=choices(OutletKind), default=OutletKind.SITE.value
    )
    forms = models.JSONField(_("other forms of its name"), default=list, blank=True)
    domains = models.JSONField(_("domains"), default=list, blank=True)

    history = HistoricalRecords()
    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("one of them", "outlet")
        verbose_name_plural = _("outlets")
        ordering = ["name_ar"]

    def __str__(self) -> str:
        return self.name_ar

    def name(self, language: str) -> str:
        """Return the name for a reader of ``language`` (``ar`` or ``en``)."""
        return self.name_en if language == "en" and self.name_en else self.name_ar
