"""Recognise people, organisations and places in the whole archive."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser, call_command

from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.storage.corrections import corrections
from archive.entities.storage.recognition_pass import outdated, recognise_outdated
from archive.management.writing_command import WritingCommand
from archive.progress import progress


class Command(WritingCommand):
    """Reads every article for names that was not read in this way before."""

    help = (
        "Look for people, organisations and places in every article that was not read in this "
        "way before. Can be stopped at any time; the same command goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--no-index", action="store_true", help="leave indexing to the running worker"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read what is left, then index it and report."""
        total = outdated(combined_recogniser(corrections()))
        with progress("articles", total) as advance:
            report = recognise_outdated(advance=advance)
        if not options["no_index"]:
            call_command("index_worker", once=True, verbosity=0)
        self.stdout.write(f"articles: {report.read} read, {report.changed} changed")
