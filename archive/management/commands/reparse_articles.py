"""Parse kept captures anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.errors import ArchiveError
from archive.ingest.loading import LostArticle
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
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="count, list the articles that are no longer found, and change nothing",
        )
        parser.add_argument(
            "--remove",
            action="store_true",
            help="remove the articles that are no longer found; without it they stay",
        )
        parser.add_argument(
            "--no-index", action="store_true", help="leave indexing to the running worker"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Parse anew, then index what changed and report."""
        try:
            report = reparse(
                layout=options["layout"],
                remove=options["remove"],
                dry_run=options["dry_run"],
                quiet=False,
            )
        except ArchiveError as error:
            raise CommandError(for_terminal(error)) from error
        if not options["dry_run"] and not options["no_index"]:
            call_command("index_worker", once=True, verbosity=0)
        for item in report.rejected:
            self.stderr.write(for_terminal(f"rejected: {item.document}: {item.reason}"))
        for lost in report.lost:
            self.stdout.write(for_terminal(f"no longer found: {_told(lost)}"))
        went = "removed" if report.remove else "no longer found, and kept"
        self.stdout.write(
            f"captures: {report.captures}; articles: {report.new} new, {report.updated} updated, "
            f"{len(report.lost)} {went}; rejected: {len(report.rejected)}"
        )
        if report.lost and not report.remove:
            self.stdout.write("Run it with --remove to remove those that are no longer found.")
        if report.rejected:
            sys.exit(1)


def _told(lost: LostArticle) -> str:
    where = f"its text is in {lost.successor}" if lost.successor else "no article holds its text"
    return f"{lost.public_id} «{lost.title}» ({lost.document}); {where}"
