"""The application of the records."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.utils.translation import gettext_lazy as _

from archive.error_counts import ErrorKind, note_error


class ArchiveConfig(AppConfig):
    """The records, how they come in, how they are corrected."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let what is saved be announced to search, and answers that failed be counted."""
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals

        connect_signals()
        remember_deleted_articles()
        got_request_exception.connect(_count_failed_answer)


def _count_failed_answer(**_sent: object) -> None:
    note_error(ErrorKind.ANSWER)
