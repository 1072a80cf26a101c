"""Tell how the archive is."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from django.core.management import CommandParser

from archive.management.writing_command import ArchiveCommand
from archive.terminal_text import for_terminal, json_for_terminal
from search.service.site_status import site_status

_TOLD: Final = ("sizes", "meaning", "growth_a_month", "last_load", "failed_logins_a_day", "errors")


class Command(ArchiveCommand):
    help = (
        "Tell whether all of the archive works, and what it holds. Ends with 1 where it does not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        told = site_status()
        if options["json"]:
            self.stdout.write(json_for_terminal(told, indent=2))
        else:
            for name, check in told["checks"].items():
                details = ", ".join(f"{key} {value}" for key, value in check.items() if key != "ok")
                state = "ok" if check["ok"] else "NOT OK"
                self.stdout.write(for_terminal(f"{name}: {state} {details}".rstrip()))
            for name in _TOLD:
                if told.get(name) is not None:
                    self.stdout.write(for_terminal(f"{name}: {json.dumps(told[name])}"))
        if not told["ok"]:
            sys.exit(1)
