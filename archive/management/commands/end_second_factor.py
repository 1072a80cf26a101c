"""Let somebody log in by password alone, who has lost the telephone and the spare codes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import CommandError, CommandParser

from archive.accounts.second_factor import remove_second_factor
from archive.management.writing_command import WritingCommand
from archive.terminal_text import for_terminal


class Command(WritingCommand):
    """Takes the second factor from one account."""

    help = (
        "Take the second factor from an account: who lost telephone and spare codes logs in again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the account."""
        parser.add_argument("name", metavar="NAME")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take it."""
        name = options["name"]
        person = get_user_model().objects.filter(username=name).first()
        if person is None:
            raise CommandError(for_terminal(f"There is no account “{name}”."))
        remove_second_factor(person)
        self.stdout.write(for_terminal(f"{name} logs in by password alone."))
