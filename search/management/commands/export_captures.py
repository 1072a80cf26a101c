"""Write captures as a file of WARC or WACZ, with checksums, and a signature where there is a key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management import CommandError, CommandParser
from django.http import QueryDict

from archive.management.writing_command import ArchiveCommand
from archive.models import Load, Outlet, ReadingList
from archive.progress import progress
from archive.terminal_text import for_terminal
from archive.web_archives import FORMATS, CaptureExport, ExportFormat, write_export
from search.exports.capture_choices import (
    captures_of_list,
    captures_of_load,
    captures_of_outlet,
    captures_of_results,
)
from search.query.state import SearchState
from search.service.whole_results import whole_results

_SHOWN = 20
_ADDRESS = re.compile(r"https?://|\?")


class Command(ArchiveCommand):
    help = (
        "Write captures to a file, as WARC 1.1 or WACZ 1.1.1, with the records that they came "
        "from: those of a search, a list, a load or an outlet. What is hidden, closed or "
        "withdrawn stays. Beside the file stands its SHA-256. Load it elsewhere with "
        "load_articles --keep-ids."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", type=Path, help="the file to make: NAME.warc.gz or NAME.wacz")
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument(
            "--search",
            metavar="WORDS",
            help="of all that a search finds: its words, or its address on the site, or what "
            "stands there from ? on (? alone: everything)",
        )
        choice.add_argument("--list", type=int, metavar="NUMBER", help="of a list's articles")
        choice.add_argument("--load", type=int, metavar="NUMBER", help="of one load")
        choice.add_argument("--outlet", metavar="SLUG", help="of an outlet's articles")
        parser.add_argument(
            "--sign-with",
            type=Path,
            metavar="KEY",
            help="a private key of OpenSSH, by which ssh-keygen signs the checksum",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["to"]
        form = _format_of(path)
        export = _chosen(options)
        with progress("captures", quiet=options["verbosity"] == 0) as advance:
            export.advance = advance
            written = write_export(form.write(export, path.name), path, options["sign_with"])
        records = ", ".join(f"{count:,} {kind}" for kind, count in sorted(export.counted.items()))
        self.stdout.write(
            for_terminal(f"{path}: {export.captures:,} captures ({records or 'no records'})")
        )
        self.stdout.write(for_terminal(f"SHA-256 {written.sha256} in {written.manifest}"))
        if written.signature is not None:
            self.stdout.write(for_terminal(f"signed: {written.signature}"))
        self._end(export)

    def _end(self, export: CaptureExport) -> None:
        for name in export.damaged[:_SHOWN]:
            self.stderr.write(for_terminal(f"damaged: {name}"))
        if export.damaged:
            raise CommandError(
                f"{len(export.damaged)} captures are missing or damaged in the archive itself; the "
                "texts that were read from them stand in the file as conversion. See check_archive."
            )


def _format_of(path: Path) -> ExportFormat:
    for form in FORMATS.values():
        if path.name.endswith(f".{form.ending}") and path.name != f".{form.ending}":
            return form
    raise CommandError(f"{path}: name a file that ends in .warc.gz or .wacz.")


def _chosen(options: dict[str, Any]) -> CaptureExport:
    if options["search"] is not None:
        return captures_of_results(whole_results(_state(options["search"])))
    if options["list"] is not None:
        chosen = ReadingList.objects.filter(pk=options["list"]).first()
        if chosen is not None:
            return captures_of_list(chosen)
        raise CommandError(f"--list {options['list']}: there is no such list.")
    if options["load"] is not None:
        load = Load.objects.filter(pk=options["load"]).first()
        if load is not None:
            return captures_of_load(load)
        raise CommandError(f"--load {options['load']}: there is no such load.")
    outlet = Outlet.objects.filter(slug=options["outlet"]).first()
    if outlet is not None:
        return captures_of_outlet(outlet)
    raise CommandError(f"--outlet {options['outlet']}: no outlet has this slug; see /outlets/.")


def _state(typed: str) -> SearchState:
    """Return the search that somebody typed, as words or as an address."""
    if not _ADDRESS.match(typed):
        return SearchState().with_text(typed)
    try:
        query = urlsplit(typed).query
    except ValueError:
        raise CommandError(f"--search {typed}: this is no address of a search.") from None
    return SearchState.from_querydict(QueryDict(query)).with_page(1)
