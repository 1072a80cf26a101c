"""Back the archive up while it goes on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser

from archive.backups.making import make_backup
from archive.backups.streaming import stream_backup
from archive.backups.verifying import verify_backups
from archive.management.writing_command import ArchiveCommand
from archive.models import Capture
from archive.progress import progress
from archive.terminal_text import for_terminal

_STANDARD_OUTPUT = "-"


class Command(ArchiveCommand):
    """Backs the archive up while it goes on."""

    any_version = True
    help = (
        "Add a backup to a folder: the database as it is now, and the captures that the folder "
        "does not have yet. The archive goes on meanwhile. A backup holds password hashes and "
        "captures that not everybody may see: keep it as safe as the archive. What was withdrawn "
        "since goes from the folder, and older backups that still hold it are named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the place and the option."""
        parser.add_argument(
            "to",
            help="a folder outside the archive's own, or - for a tar stream to standard output",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="make none; read every backup of the folder again, with every capture",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make a backup, or verify those that are there."""
        if options["verify"]:
            self._verify(Path(options["to"]), quiet=options["verbosity"] == 0)
        elif options["to"] == _STANDARD_OUTPUT:
            self._stream(quiet=options["verbosity"] == 0)
        else:
            self._make(Path(options["to"]), quiet=options["verbosity"] == 0)

    def _make(self, root: Path, *, quiet: bool) -> None:
        with progress("captures", quiet=quiet) as advance:
            made = make_backup(root, advance, advance.expect)
        manifest = made.backup.manifest
        self.stdout.write(
            f"{made.backup.folder}: {manifest.articles:,} articles, {manifest.captures:,} "
            f"captures, {made.copied:,} of them new here"
        )
        if made.taken_out:
            self.stdout.write(f"taken out, since they were withdrawn: {made.taken_out} captures")
        if made.still_holding:
            self.stdout.write(
                "These older backups still hold text that was withdrawn since; delete their "
                f"folders when you can do without them: {', '.join(made.still_holding)}"
            )
        for each in made.unreadable:
            self.stderr.write(for_terminal(f"warning: {each.name}: {each.why}"))
        if made.unreadable:
            self.stderr.write(
                "warning: what these hold is not known; captures that they may need are kept, "
                "and text that was withdrawn since may be in them"
            )
        self._end(manifest.missing)

    def _stream(self, *, quiet: bool) -> None:
        with progress("captures", Capture.objects.count(), quiet=quiet) as advance:
            missing = stream_backup(sys.stdout.buffer, advance)
        self._end(missing)

    def _end(self, missing: list[str]) -> None:
        if missing:
            raise CommandError(
                f"{len(missing)} captures are missing or damaged in the archive itself, "
                f"{missing[0]} first; everything else is in the backup. See check_archive."
            )

    def _verify(self, root: Path, *, quiet: bool) -> None:
        with progress("captures", quiet=quiet) as advance:
            problems = list(verify_backups(root, advance, advance.expect))
        for problem in problems:
            self.stdout.write(for_terminal(f"error: {problem}"))
        if problems:
            raise CommandError(f"{len(problems)} faults in {root}.")
        self.stdout.write(f"{root}: every backup is whole")
