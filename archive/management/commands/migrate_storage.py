"""Move an archive's records to another database."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError, CommandParser

from archive.management.writing_command import WritingCommand
from archive.moving.move import cancel_move, move


class Command(WritingCommand):
    """Moves an archive's records from SQLite to PostgreSQL, or back; killed, it goes on when called again."""

    moves = True
    help = (
        "Move the archive's records to another database and mark this one as moved. Meanwhile the "
        "archive can be read and takes no changes. Call it again where it was interrupted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where to."""
        parser.add_argument(
            "--to",
            metavar="DATABASE",
            help="postgresql://user@host:port/name of an empty database (its password may stand in "
            "the file that ARCHIVE_DATABASE_PASSWORD_FILE names), or: sqlite",
        )
        parser.add_argument(
            "--cancel", action="store_true", help="let the archive be changed again instead"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Move, and say what to do then."""
        if options["cancel"] == bool(options["to"]):
            raise CommandError("Give --to DATABASE, or --cancel.")
        if options["cancel"]:
            cancel_move()
            self.stdout.write("The archive takes changes again.")
            return
        moved = move(options["to"], self._tell if options["verbosity"] else lambda _line: None)
        way = (
            "unset ARCHIVE_DATABASE" if options["to"] == "sqlite" else "set ARCHIVE_DATABASE to it"
        )
        self.stdout.write(
            f"moved {moved.rows:,} rows of {moved.tables} tables to {moved.place}; {way}, and start."
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
