"""The application of the records."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """The records, how they come in, how they are corrected."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let whatever is saved through its model be announced to search; make jobs known."""
        from archive.entities.storage.background_names import register_names
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals

        connect_signals()
        remember_deleted_articles()
        register_names()
