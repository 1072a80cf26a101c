"""Empty the index: Haystack's command, whose mistakes are told in a sentence."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from haystack.management.commands import clear_index

from archive.management.writing_command import WritingCommand
from search.haystack.command_options import check_connections


class Command(WritingCommand, clear_index.Command):
    help = "Empty the index; rebuild_index fills it again from the database."

    def handle(self, **options: Any) -> None:
        check_connections(options["using"])
        try:
            super().handle(**options)
        except EOFError:
            raise CommandError("nobody is here to be asked; give --noinput.") from None
