"""Check that database, captures and index agree."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management import CommandError, CommandParser

from archive.captures.verification import Finding, things_to_verify, verify_captures
from archive.database_damage import WAY_OUT, database_damage
from archive.management.writing_command import ArchiveCommand
from archive.models import Article, Capture, CapturePart, OutboxEntry
from archive.progress import progress
from archive.terminal_text import for_terminal
from search.index.defects import damages
from search.index.index_documents import indexable_articles
from search.index.index_home import index_home

_SHOWN = 20
"""Findings of one kind that are listed."""


class Command(ArchiveCommand):
    help = (
        "Check that database, captures and index are whole and agree: the database is read, every "
        "capture's bytes are hashed. Ends with 1 where something is lost or wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-captures", action="store_true", help="compare database and index alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        damage = database_damage()
        if damage:
            for each in damage:
                self.stdout.write(for_terminal(f"error: database: {each}"))
            raise CommandError(f"The database is damaged. {WAY_OUT}")
        findings = list(index_findings())
        if not options["no_captures"]:
            total, quiet = things_to_verify(), options["verbosity"] == 0
            with progress("captures", total, quiet=quiet) as advance:
                findings += verify_captures(advance)
        for finding in findings:
            kind = "error" if finding.serious else "note"
            self.stdout.write(for_terminal(f"{kind}: {finding}"))
        serious = sum(finding.serious for finding in findings)
        self.stdout.write(
            f"captures: {Capture.objects.count()}; parts: {CapturePart.objects.count()}; "
            f"articles: {Article.objects.count()}; "
            f"errors: {serious}"
        )
        if serious:
            sys.exit(1)


def index_findings() -> Iterator[Finding]:
    """Yield what is damaged in the index, or where it and the database differ.

    What waits in the outbox is no error.
    """
    home = index_home()
    damage = list(damages(home))
    yield from (Finding("index", str(each)) for each in damage)
    if damage or not home.exists():
        if not damage and home.holdings.need_an_index():
            yield Finding("index", "there is none; run rebuild_index")
        return
    waiting = {str(each) for each in OutboxEntry.objects.values_list("article_id", flat=True)}
    if waiting:
        yield Finding("index", f"{len(waiting)} articles wait to be indexed", serious=False)
    if home.outdated:
        yield Finding("index", "built by an earlier version; run rebuild_index", serious=False)
    _opened, snapshot = home.read()
    indexed = set(snapshot.all_keys())
    articles = {str(each) for each in indexable_articles().values_list("pk", flat=True)}
    for missing in _some(articles - indexed - waiting):
        yield Finding(f"article {missing}", "missing in the index; run rebuild_index")
    for stray in _some(indexed - articles - waiting):
        yield Finding(f"article {stray}", "in the index, but not in the database")


def _some(keys: set[str]) -> list[str]:
    return sorted(keys, key=lambda key: (len(key), key))[:_SHOWN]
