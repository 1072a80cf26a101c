"""Index articles again, those that changed or all: Haystack's command over this index."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandParser
from haystack import connections

from archive.management.writing_command import WritingCommand
from archive.progress import progress
from search.haystack.command_options import (
    add_connection_options,
    add_writing_options,
    changed_between,
    check_connections,
    names_articles,
)
from search.search_indexes import ArticleIndex


class Command(WritingCommand):
    help = "Index articles again, each in place of what stood for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app_label", nargs="*", help="applications or models to index")
        parser.add_argument("-m", "--minutes", type=int, help="changed in the last minutes")
        parser.add_argument("-a", "--age", type=int, help="changed in the last hours")
        parser.add_argument("-s", "--start", dest="start_date", help="changed since (ISO 8601)")
        parser.add_argument("-e", "--end", dest="end_date", help="changed until (ISO 8601)")
        parser.add_argument(
            "-r", "--remove", action="store_true", help="take out what is no longer in the database"
        )
        add_connection_options(parser)
        add_writing_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        check_connections(options["using"])
        first, last = changed_between(options)
        if not names_articles(options["app_label"]):
            return
        backend = connections["default"].get_backend()
        index = ArticleIndex()
        articles = index.build_queryset(start_date=first, end_date=last)
        total, quiet = articles.count(), options["verbosity"] == 0
        if not quiet:
            self.stdout.write(f"Indexing {total} articles")
        with progress("articles", total, quiet=quiet) as advance:
            backend.update(index, articles, advance=advance)
        if options["remove"]:
            removed = backend.remove_stale()
            if removed and not quiet:
                self.stdout.write(f"  removing {removed} stale records.")
