"""The application of the index and the site."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index, and the public site that stands on it."""

    name = "search"
    verbose_name = _("Search")
