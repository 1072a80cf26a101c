"""Commands that work on an archive: they ask for a prepared one, and say which it is.

Several archives lie on one machine, and a forgotten setting would let a command write to the
wrong one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection

from archive.archive_home import open_to_others, unfinished_restore
from archive.captures.store import check_captures
from archive.database_damage import tells_damage
from archive.database_settings import place_of
from archive.database_start import check_database, reach_database
from archive.management.plain_endings import plain_endings
from archive.models import Article


class ArchiveCommand(BaseCommand):
    """Ends with a sentence where the archive has no database of this version yet."""

    # They look at the program, not at the archive, and import every page: half a second.
    # ``manage.py check`` runs them.
    requires_system_checks = ()
    prepares: ClassVar[bool] = False
    """Whether the command is one that makes the database."""
    any_version: ClassVar[bool] = False
    """Whether it also works on the database of an earlier version."""
    restores: ClassVar[bool] = False
    """Whether it goes on where a restore was interrupted."""
    moves: ClassVar[bool] = False
    """Whether it moves the archive, and goes on where that was interrupted."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Look for the archive, warn where it stands open, then do the command's work."""
        if options["verbosity"] and open_to_others(settings.ARCHIVE_HOME):
            stream = options.get("stderr") or self.stderr
            stream.write(
                f"warning: other accounts can look into {settings.ARCHIVE_HOME}; "
                f"close it with: chmod go= {settings.ARCHIVE_HOME}\n"
            )
        if not self.restores and (interrupted := unfinished_restore(Path(settings.ARCHIVE_HOME))):
            raise CommandError(interrupted)
        with plain_endings():
            if self.moves:
                reach_database()
            else:
                check_database()
                check_captures()
            self.name_archive(options)
            if not (self.prepares or self.any_version or is_prepared()):
                raise CommandError(
                    f"{archive_place()} is no archive of this version yet; run prepare_archive."
                )
            return super().execute(*args, **options)

    def name_archive(self, options: dict[str, Any]) -> None:
        """Say nothing: a command that only reads is asked for its result alone."""


class WritingCommand(ArchiveCommand):
    """Names the archive on standard error at its start, unless ``--verbosity 0`` is asked."""

    def name_archive(self, options: dict[str, Any]) -> None:
        """Say which archive it is, and how many articles it holds."""
        if options["verbosity"]:
            stream = options.get("stderr") or self.stderr
            stream.write(f"archive {archive_in_words()}\n")


def is_prepared() -> bool:
    """Return whether the database has the articles with every column of this version.

    Raises ``OperationalError`` where it cannot be read, the disk is full, or fails, and
    ``DatabaseError`` where it is damaged.
    """
    try:
        Article.objects.order_by("pk").first()
    except OperationalError as error:
        if "no such" in str(error):  # table, or column: SQLite's own words
            return False
        raise
    except DatabaseError as error:
        if tells_damage(error):
            raise
        return False
    return True


def archive_place() -> str:
    """Return where the archive lies."""
    database = connection.settings_dict
    place = str(settings.ARCHIVE_HOME)
    if connection.vendor != "sqlite":
        place += f" with the database {place_of(database)}"
    return place


def archive_in_words() -> str:
    """Return where the archive lies and how many articles it holds, in one line."""
    if not is_prepared():
        return f"{archive_place()}: not yet prepared"
    return f"{archive_place()}: {Article.objects.count():,} articles"
