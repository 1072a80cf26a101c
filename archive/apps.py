"""The application of the records."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """The records, how they come in, how they are corrected."""

    name = "archive"
    verbose_name = _("Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let whatever is saved through its model be announced to search."""
        from archive.accounts.login_sessions import connect_sessions
        from archive.accounts.roles import make_roles
        from archive.loads.load_jobs import register_load_jobs
        from archive.models.former_article import remember_deleted_articles
        from archive.models.outbox import connect_signals
        from archive.review.unknown_outlets import register_naming

        connect_signals()
        remember_deleted_articles()
        register_load_jobs()
        register_naming()
        connect_sessions()
        post_migrate.connect(make_roles, dispatch_uid="accounts.roles")
