"""Search from the command line; the answer as JSON or as readable lines."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils import translation

from archive.management.writing_command import ArchiveCommand
from archive.records.documents import DateBasis
from search.exports.json_records import results_as_json
from search.fields import FIELDS
from search.hits.article_hits import Hit
from search.index.analyzers import Match
from search.query.state import Meaning, SearchState, Sort
from search.service.search import ResultPage, resolve_facet_value, search

_LIMIT = 10
_MAX_LIMIT = 1000
_FORMS = {
    "date": "Write 2024, 2024-03, 2024-03-05 or approximate.",
    "basis": f"Write one of: {', '.join(DateBasis)}.",
}


class Command(ArchiveCommand):
    help = "Search the archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--json", action="store_true", help="answer as JSON")
        parser.add_argument(
            "--facet",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="narrow by date, outlet, entity …; may be given many times",
        )
        parser.add_argument("--limit", type=int, default=_LIMIT)
        parser.add_argument("--offset", type=int, default=0)
        parser.add_argument("--sort", choices=[str(sort) for sort in Sort], default="relevance")
        parser.add_argument(
            "--match",
            type=_width,
            default=Match.INFLECTION,
            metavar="WIDTH",
            help="how wide a word matches: exact (as typed), inflection (in every spelling and "
            "inflected form; the default) or root (every word of its root too)",
        )
        parser.add_argument(
            "--machine-found",
            action="store_true",
            help="count names that no editor has reviewed, too",
        )
        parser.add_argument(
            "--meaning",
            choices=[str(each) for each in Meaning],
            default=Meaning.UNUSED.value,
            help="order by words and meaning too, or find by meaning only (see embed_articles)",
        )
        parser.add_argument("--any", action="store_true", help="any of the words, not all")
        parser.add_argument("--language", choices=["ar", "en"], default="ar", help="of the labels")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 0 or options["offset"] < 0:
            raise CommandError("--limit and --offset count from 0 up.")
        state = SearchState(
            match=Match(options["match"]),
            sort=Sort(options["sort"]),
            any_word=options["any"],
            machine_found=options["machine_found"],
            meaning=Meaning(options["meaning"]),
        ).with_text(options["query"])
        for narrowed in options["facet"]:
            state = _narrow(state, narrowed)
        with translation.override(options["language"]):
            page = search(
                state,
                limit=min(options["limit"], _MAX_LIMIT),
                offset=options["offset"],
                entity_facet=True,
            )
            if options["json"]:
                shown = results_as_json(page, options["query"])
                self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
            else:
                self._print(page)

    def _print(self, page: ResultPage) -> None:
        for notice in (*page.repairs, *page.notices):
            self.stderr.write(notice)
        for offered in (*page.did_you_mean, *page.alternatives):
            self.stderr.write(f"{offered.label} ({offered.count})")
        near = page.near.hits if page.near else ()
        if not (page.near and page.near.alone):
            self.stdout.write(f"{page.total}")
        self._print_hits(page.hits)
        if near and page.hits:
            self.stdout.write("")
        self._print_hits(near)

    def _print_hits(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            article = hit.article
            outlet = article.outlet.name_ar if article.outlet else "—"
            self.stdout.write(
                f"{article.public_id}  {article.edtf or '—'}  {outlet}  {article.title}"
            )
            self.stdout.write("    " + "".join(fragment.text for fragment in hit.snippet))


def _width(typed: str) -> Match:
    try:
        return Match(typed)
    except ValueError:
        raise ArgumentTypeError(f"“{typed}”: write one of {', '.join(Match)}.") from None


def _narrow(state: SearchState, narrowed: str) -> SearchState:
    name, separator, value = narrowed.partition("=")
    if not separator or name not in FIELDS.facets:
        names = ", ".join(FIELDS.facet_parameters)
        raise CommandError(f"--facet {narrowed}: write NAME=VALUE; names: {names}.")
    if not FIELDS.facets[name].accepts(value):
        raise CommandError(
            f"--facet {narrowed}: no {name} can be so. {_FORMS.get(name, '')}".strip()
        )
    return state.with_facet(name, resolve_facet_value(name, value))
