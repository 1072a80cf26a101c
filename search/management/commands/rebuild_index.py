"""Build the whole index anew; the old one serves until the new one is whole."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser

from archive.management.writing_command import WritingCommand
from archive.progress import progress
from search.haystack.command_options import (
    add_connection_options,
    add_writing_options,
    check_connections,
)
from search.index.index_documents import indexable_articles
from search.index.index_home import index_home
from search.index.rebuild import rebuild


class Command(WritingCommand):
    help = "Build the whole index anew from the database and swap it in."

    def add_arguments(self, parser: CommandParser) -> None:
        # Haystack's own command asks before it empties the index; ours never empties it.
        parser.add_argument("--noinput", action="store_false", dest="interactive")
        add_connection_options(parser)
        add_writing_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        check_connections(options["using"])
        total, quiet = indexable_articles().count(), options["verbosity"] == 0
        with progress("articles", total, quiet=quiet) as advance:
            total = rebuild(index_home(), advance=advance)
        if options["verbosity"]:
            self.stdout.write(f"indexed {total} articles")
