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
        """Let whatever is saved through its model be announced to search."""
        from archive.loads.load_jobs import register_load_jobs
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals
        from archive.review.unknown_outlets import register_naming

        connect_signals()
        remember_deleted_articles()
        register_load_jobs()
        register_naming()
