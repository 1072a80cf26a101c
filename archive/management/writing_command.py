"""A command that writes says first which archive it works on.

Several archives lie on one machine, and a forgotten setting would let a command write to the
wrong one.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError, connection

from archive.models import Article


class WritingCommand(BaseCommand):
    """Names the archive on standard error at its start, unless ``--verbosity 0`` is asked."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Name the archive, then do the command's work."""
        if options["verbosity"]:
            stream = options.get("stderr") or self.stderr
            stream.write(f"archive {archive_in_words()}\n")
        return super().execute(*args, **options)


def archive_in_words() -> str:
    """Return where the archive lies and how many articles it holds, in one line."""
    database = connection.settings_dict
    place = str(settings.ARCHIVE_HOME)
    if connection.vendor != "sqlite":
        place += f" with the database {database['NAME']} on {database['HOST'] or 'localhost'}"
    try:
        return f"{place}: {Article.objects.count():,} articles"
    except DatabaseError:
        return f"{place}: not yet prepared"
