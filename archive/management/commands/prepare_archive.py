"""Make an archive ready to serve: database, first account, demonstration documents."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, CommandParser, call_command

from archive.accounts.first_password import PASSWORD_FILE, keep_first_password
from archive.database_start import keep_identity
from archive.database_version import bring_up_to_date
from archive.entities.storage.background_names import request_names
from archive.ingest.loading import load_outlets
from archive.ingest.run import load_paths
from archive.management.writing_command import WritingCommand
from archive.models import Article, Capture

_PASSWORD_BYTES = 16
_ADMIN = "admin"


class Command(WritingCommand):
    """Makes an archive ready to serve: the database, and static files under hashed names."""

    prepares = True
    help = "Migrate the database and create the first admin account; --demo loads fixtures/."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help="load the demonstration documents into an empty archive",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Migrate, make the first account, and load the demonstration where it is asked for."""
        bring_up_to_date()
        keep_identity()
        if settings.STATIC_ROOT:
            call_command("collectstatic", interactive=False, verbosity=0)
        self._create_admin()
        if options["demo"] and not Capture.objects.exists():
            fixtures = Path(settings.BASE_DIR) / "fixtures"
            load_outlets(fixtures / "outlets.toml")
            report = load_paths([str(fixtures / "documents")])
            self.stdout.write(f"Loaded {report.new} demonstration articles.")
        if Article.objects.exists():
            # Another version of the program may find other names.
            request_names()
        try:
            call_command("index_worker", once=True, verbosity=0)
        except CommandError as error:
            # The archive can be served: its worker mends what can be mended.
            self.stderr.write(f"not yet indexed: {error}")

    def _create_admin(self) -> None:
        users = get_user_model()
        if users.objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        keep_first_password(users.objects.create_superuser(_ADMIN, password=password))
        if self.stdout.isatty():
            shown = f"with the password {password} (shown this once)"
        else:
            # Standard output may be a log, which others read, and which is kept.
            path = Path(settings.ARCHIVE_HOME) / PASSWORD_FILE
            path.write_text(f"{password}\n", encoding="ascii")
            shown = f"with the password in {path}"
        self.stdout.write(
            f"Created the account “{_ADMIN}” {shown}; whoever logs in with it chooses another first."
        )
