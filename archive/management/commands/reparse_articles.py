"""Parse kept captures anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from archive.captures.stored_captures import capture_store
from archive.ingest.enrichment.worker_processes import UnderstandingPool
from archive.ingest.loading.shared_headers import judge_shared_dates
from archive.ingest.reparsing import current_captures, reparse
from archive.progress import progress
from archive.republications.clustering import cluster_republications


class Command(BaseCommand):
    help = (
        "Parse kept captures anew, after a layout or a rule has changed. "
        "What an editor set stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--layout", default="", help="only captures of this layout")
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument(
            "--no-index", action="store_true", help="leave indexing to the running worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        total = sum(1 for _capture in current_captures(options["layout"]))
        with progress("captures", total) as advance, UnderstandingPool() as pool:
            report = reparse(
                layout=options["layout"], dry_run=options["dry_run"], pool=pool, advance=advance
            )
        if not options["dry_run"]:
            judge_shared_dates(capture_store())
            cluster_republications()
            if not options["no_index"]:
                call_command("index_worker", once=True, verbosity=0)
        for item in report.rejected:
            self.stderr.write(f"rejected: {item.document}: {item.reason}")
        self.stdout.write(
            f"captures: {report.captures}; articles: {report.new} new, {report.updated} updated, "
            f"{report.removed} removed; rejected: {len(report.rejected)}"
        )
        if report.rejected:
            sys.exit(1)
