"""The application of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from archive.error_counts import ErrorKind, note_error

if TYPE_CHECKING:
    from archive.readers.request_limits import RequestLimits
    from archive.request_counts import RequestCounts

_JOB_KINDS: Final = (
    "archive.entities.storage.background_names.register_names",
    "archive.entities.storage.following_authors.register_authors",
    "archive.changes.changesets.register_job",
    "archive.loads.load_jobs.register_load_jobs",
    "archive.review.unknown_outlets.register_naming",
)
"""What registers the kinds of background work: the rooms stand above this module."""


class ArchiveConfig(AppConfig):
    """The records, how they come in, how they are corrected."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        # The room stands above this module.
        limits = import_string("archive.readers.request_limits.RequestLimits")
        self.request_limits: RequestLimits = limits()
        """How often somebody may ask; ask ``archive.readers.request_limits`` for it."""
        self.request_counts: RequestCounts = import_string("archive.request_counts.RequestCounts")()
        """What this process answered; ask ``archive.request_counts`` for it."""

    def ready(self) -> None:
        """Let what is saved be announced to search; make jobs and roles known; note what is to be.

        These are logins, and answers that failed.
        """
        from archive.accounts.login_sessions import connect_sessions
        from archive.accounts.roles import make_roles_last
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals

        connect_signals()
        remember_deleted_articles()
        got_request_exception.connect(_count_failed_answer)
        connect_sessions()
        post_migrate.connect(make_roles_last, dispatch_uid="accounts.roles")
        register_by = import_string("archive.jobs.register_by")
        for function in _JOB_KINDS:
            register_by(function)


def _count_failed_answer(**_sent: object) -> None:
    note_error(ErrorKind.ANSWER)
