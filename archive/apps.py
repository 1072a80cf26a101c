"""The application of the records."""

from __future__ import annotations

from typing import Final

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

_JOB_KINDS: Final = (
    "archive.entities.storage.background_names.register_names",
    "archive.changes.changesets.register_job",
)
"""What makes the kinds of background work known: the rooms stand above this module."""


class ArchiveConfig(AppConfig):
    """The records, how they come in, how they are corrected."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let whatever is saved through its model be announced to search; make jobs known."""
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals

        connect_signals()
        remember_deleted_articles()
        for register in _JOB_KINDS:
            import_string(register)()
