"""Parse kept captures anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.errors import ArchiveError
from archive.ingest.run import reparse
from archive.management.writing_command import WritingCommand
from archive.terminal_text import for_terminal


class Command(WritingCommand):
    """Parses the captures that the archive keeps anew."""

    help = (
        "Parse kept captures anew, after a layout or a rule has changed. "
        "What an editor set stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--layout", default="", help="only captures of this layout")
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument(
            "--no-index", action="store_true", help="leave indexing to the running worker"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Parse anew, then index what changed and report."""
        try:
            report = reparse(layout=options["layout"], dry_run=options["dry_run"], quiet=False)
        except ArchiveError as error:
            raise CommandError(for_terminal(error)) from error
        if not options["dry_run"] and not options["no_index"]:
            call_command("index_worker", once=True, verbosity=0)
        for item in report.rejected:
            self.stderr.write(for_terminal(f"rejected: {item.document}: {item.reason}"))
        self.stdout.write(
            f"captures: {report.captures}; articles: {report.new} new, {report.updated} updated, "
            f"{report.removed} removed; rejected: {len(report.rejected)}"
        )
        if report.rejected:
            sys.exit(1)
