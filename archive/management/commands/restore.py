"""Make an archive of a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.backups.restoring import restore
from archive.errors import ArchiveError
from archive.management.writing_command import WritingCommand
from archive.progress import progress
from archive.terminal_text import for_terminal


class Command(WritingCommand):
    """Makes an archive of a backup."""

    prepares = True
    restores = True
    help = (
        "Make an archive of a backup in an empty ARCHIVE_HOME: whole, or not at all. All sessions "
        "end; what the register of removals names goes; the index is built; then the archive is "
        "checked. A restore that was interrupted goes on when it is called again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder and the choice."""
        parser.add_argument("source", help="a folder of backups, as `backup` made it")
        parser.add_argument(
            "--at", default="", metavar="BACKUP", help="which, as 20261128T233012Z; else the latest"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, build the index, check the archive."""
        quiet = options["verbosity"] == 0
        try:
            with progress("captures", quiet=quiet) as advance:
                restored = restore(Path(options["source"]), options["at"], advance, advance.expect)
        except ArchiveError as error:
            raise CommandError(for_terminal(str(error))) from error
        for each in restored.unreadable:
            self.stderr.write(for_terminal(f"warning: {each.name}: {each.why}"))
        manifest = restored.backup.manifest
        self.stdout.write(
            f"restored the backup {restored.backup.name}: {manifest.articles:,} articles, "
            f"{manifest.captures:,} captures"
        )
        if restored.applied.captures or restored.applied.articles:
            self.stdout.write(
                "removed since that backup, and taken out again: "
                f"{restored.applied.captures} captures, {restored.applied.articles} articles"
            )
        if manifest.missing:
            self.stdout.write(f"never in the backup, since they were lost: {manifest.missing}")
        call_command("rebuild_index", verbosity=options["verbosity"])
        call_command("prepare_archive", verbosity=options["verbosity"])
        call_command("check_archive", verbosity=options["verbosity"])
