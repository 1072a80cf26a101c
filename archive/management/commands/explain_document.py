"""Print what each line of a document was taken for, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import arabic_reshaper
from bidi.algorithm import get_display
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from archive.errors import UnreadableDocumentError
from archive.ingest.containers import STANDARD_INPUT_PATH, read_captures, read_stream
from archive.ingest.explain import LineExplanation, explain_capture
from archive.ingest.parsing import Role
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import RawCapture, Rejection
from archive.terminal_text import for_terminal, json_for_terminal

_SHOWN: Final = 100
"""Code points of a line that are printed."""
_STYLES: Final = {
    Role.TITLE: "MIGRATE_HEADING",
    Role.BODY: "HTTP_INFO",
    Role.SUBHEAD: "MIGRATE_LABEL",
    Role.DATE: "SUCCESS",
    Role.BYLINE: "SUCCESS",
    Role.DATELINE: "SUCCESS",
    Role.SOURCE_LINE: "SUCCESS",
    Role.KEYWORDS: "SUCCESS",
}
"""Styles of Django's palette; chrome is told by WARNING."""


class Command(BaseCommand):
    """``manage.py explain_document PATH…``; ``-`` is standard input."""

    requires_system_checks = ()
    help = "Print line by line what a document's text was taken for, and by which rule."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the paths and the two ways of printing."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or -")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--visual",
            action="store_true",
            help="join the letters and lay lines out right to left, for terminals that cannot",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Explain each document; one that cannot be read does not end the others."""
        outlets = _outlets()
        rejected = False
        for capture in _captures(options["paths"]):
            if isinstance(capture, Rejection):
                rejected = True
                self.stderr.write(for_terminal(f"{capture.document}: {capture.reason}"))
                continue
            try:
                lines = list(explain_capture(capture, outlets))
            except UnreadableDocumentError as error:
                rejected = True
                self.stderr.write(for_terminal(error))
                continue
            self._print(capture, lines, as_json=options["json"], visual=options["visual"])
        if rejected:
            raise CommandError("not every document could be read")

    def _print(
        self, capture: RawCapture, lines: Sequence[LineExplanation], *, as_json: bool, visual: bool
    ) -> None:
        if as_json:
            for line in lines:
                record = {"document": capture.document, **asdict(line)}
                self.stdout.write(json_for_terminal(record))
            return
        self.stdout.write(self.style.MIGRATE_HEADING(for_terminal(capture.document)))
        for line in lines:
            self.stdout.write(self._row(line, visual=visual))

    def _row(self, line: LineExplanation, *, visual: bool) -> str:
        article = "-" if line.article is None else str(line.article)
        words = for_terminal(" ".join(line.text.split()))
        text = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        shown = as_displayed(text) if visual else text
        style = getattr(self.style, _STYLES.get(line.role, "WARNING"))
        label = f"{line.number:>5}  {article:>2}  {line.role.value:<17}"
        why = for_terminal(line.why)
        why = as_displayed(why) if visual else why
        return f"{style(label)} {shown}  ← {why}"


def as_displayed(text: str) -> str:
    """Return ``text`` in the order and the letter forms in which a dumb terminal shows it."""
    return str(get_display(arabic_reshaper.reshape(text)))


def _outlets() -> OutletRegistry:
    """Return the known outlets; a page can be explained where there is no archive yet."""
    try:
        return outlets_of_archive()
    except DatabaseError:
        return OutletRegistry.shipped()


def _captures(paths: Sequence[str]) -> Iterator[RawCapture | Rejection]:
    files = [Path(path) for path in paths if path != STANDARD_INPUT_PATH]
    yield from read_captures(files)
    if len(files) < len(paths):
        yield from read_stream(sys.stdin.buffer)
