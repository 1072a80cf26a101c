"""Serve the archive to a researcher's assistant, read only, on standard input and output."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError

from archive.management.writing_command import ArchiveCommand


class Command(ArchiveCommand):
    help = "Serve the archive to an assistant by the Model Context Protocol, read only."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # Imported here: nothing else needs the protocol, and it may be absent.
            from search.api.assistant_server import assistant_server
        except ImportError as error:
            raise CommandError(
                "The protocol's package is not installed: pip install -r requirements-mcp.txt"
            ) from error
        assistant_server().run("stdio")
