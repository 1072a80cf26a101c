"""Write every article to standard output for other programs."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser

from archive.management.writing_command import ArchiveCommand
from archive.terminal_text import json_for_terminal
from search.exports.json_records import exported_articles


class Command(ArchiveCommand):
    help = "Export the articles of the archive, a line each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["jsonl"], default="jsonl")
        parser.add_argument(
            "--machine-found",
            action="store_true",
            help="with names that no editor has reviewed; each entity says whether it was",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for record in exported_articles(machine_found=options["machine_found"]):
            self.stdout.write(json_for_terminal(record))
