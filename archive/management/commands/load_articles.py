"""Load documents into the archive."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.error_counts import ErrorKind, note_error
from archive.errors import ArchiveError
from archive.ingest.decoding import parse_mapping
from archive.ingest.loading import LoadReport
from archive.ingest.run import load_paths
from archive.management.writing_command import WritingCommand
from archive.terminal_text import for_terminal, json_for_terminal

_SHOWN = 50


class Command(WritingCommand):
    """Loads documents, and brings them into the index."""

    help = (
        "Load documents into the archive: text, HTML, MHTML, e-mail, feeds, WARC, WACZ, JSON, CSV, "
        "DOCX, ODT, and folders and zip files of these. Ends with 1 where a document was rejected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the paths and options."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or -")
        parser.add_argument("--dry-run", action="store_true", help="show what would be stored")
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument(
            "--no-index", action="store_true", help="leave indexing to the running worker"
        )
        parser.add_argument(
            "--keep-ids",
            action="store_true",
            help="of captures that another archive exported (export_captures): keep the ids of "
            "articles that are new here and whose ids are free, and the documents' addresses",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=NAME",
            help="what a column of JSONL or CSV is called, such as title=headline",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load what stands under the paths and report it."""
        try:
            report = load_paths(
                options["paths"],
                mapping=parse_mapping(options["map"]),
                dry_run=options["dry_run"],
                quiet=options["json"],
                keep_ids=options["keep_ids"],
            )
        except ArchiveError:
            note_error(ErrorKind.LOAD)
            raise
        waits = ""
        if not options["dry_run"] and not options["no_index"]:
            try:
                call_command("index_worker", once=True, verbosity=0)
            except CommandError as error:
                waits = f"loaded, and not yet indexed: {error}"
        if options["json"]:
            self.stdout.write(json_for_terminal(report.as_dict(), indent=2))
        else:
            self._print(report)
        if waits:
            raise CommandError(waits)
        if not report.complete:
            sys.exit(1)

    def _print(self, report: LoadReport) -> None:
        for document in report.preview:
            self.stdout.write(json_for_terminal(document))
        for name, warning in report.warnings[:_SHOWN]:
            self.stderr.write(for_terminal(f"warning: {name}: {warning}"))
        if len(report.warnings) > _SHOWN:
            self.stderr.write(f"… and {len(report.warnings) - _SHOWN} more warnings (--json: all)")
        for item in report.rejected:
            self.stderr.write(for_terminal(f"rejected: {item.document}: {item.reason}"))
        for kind, number in report.passed_over.items():
            self.stdout.write(for_terminal(f"not read: {number} {kind}"))
        self.stdout.write(report.in_words())
