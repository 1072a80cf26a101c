"""A list of articles for other programs: as a table with its notes, as records, as references."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from archive.models import Article, Mention
from search.exports.json_records import article_record
from search.exports.result_tables import Cell, table_workbook
from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.presentation.citation import Citation, bibtex, csl_item, ris

_COLUMNS: Final = (
    *("article", "address", "title", "outlet", "published", "byline", "original_address"),
    *("added", "note"),
)
_WIDTHS: Final = (16, 30, 60, 24, 16, 24, 30, 16, 60)
_TEXTS: Final = 20
"""Articles with their texts that are fetched at once."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """An article of a list with its citation, the day on which it was put there, and a note."""

    article: Article
    citation: Citation
    added: str
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """What a table holds of it, by ``_COLUMNS``; its date is EDTF."""
        cited = self.citation
        known = (self.article.public_id, cited.url, cited.title, cited.outlet, cited.edtf)
        return (*known, self.article.byline, cited.original_url, self.added, self.note)


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A format of a list: its name, media type and writer. The writer takes a list's name, too."""

    label: str
    media_type: str
    write: Callable[[str, Sequence[ListRow]], Iterator[bytes]]


def list_table(_name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    """Yield a table that spreadsheets open as it is (CSV, RFC 4180)."""
    yield (BYTE_ORDER_MARK + csv_line(_COLUMNS)).encode()
    yield from (csv_line(row.cells).encode() for row in rows)


def _workbook(name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    heads = [
        *(_("number in the archive"), _("address in the archive"), _("title"), _("outlet")),
        *(_("publication date"), _("byline"), _("address of the source"), _("added at"), _("note")),
    ]
    cells: Iterator[Sequence[Cell]] = (row.cells for row in rows)
    about = [(_("list"), name)]
    names = (_("Articles"), _("About this file"))
    return table_workbook(cells, heads, _WIDTHS, names, about, get_language_bidi())


def _bibtex(_name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    yield from (f"{bibtex(row.citation)}\n".encode() for row in rows)


def _ris(_name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    yield from (ris(row.citation, row.note).encode() for row in rows)


def _csl(_name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    items = [csl_item(row.citation, row.note) for row in rows]
    yield (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _json_lines(name: str, rows: Sequence[ListRow]) -> Iterator[bytes]:
    """Yield a line about the list, then each article in the archive's exchange format."""
    yield _line({"list": {"name": name}})
    mentions = Mention.objects.shown().select_related("entity").order_by("id")
    articles = Article.objects.for_display().prefetch_related(Prefetch("mentions", mentions))
    for start in range(0, len(rows), _TEXTS):
        chunk = rows[start : start + _TEXTS]
        whole = articles.in_bulk([row.article.pk for row in chunk])
        for row in chunk:
            if row.article.pk in whole:
                record = article_record(whole[row.article.pk])
                yield _line({**record, "address": row.citation.url, "note": row.note})


def _line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


LIST_FORMATS: Final = {
    "xlsx": ListFormat(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _workbook,
    ),
    "csv": ListFormat("CSV", "text/csv; charset=utf-8", list_table),
    "jsonl": ListFormat("JSONL", "application/jsonl", _json_lines),
    "bib": ListFormat("BibTeX", "application/x-bibtex; charset=utf-8", _bibtex),
    "ris": ListFormat("RIS", "application/x-research-info-systems; charset=utf-8", _ris),
    "json": ListFormat("CSL-JSON", "application/vnd.citationstyles.csl+json", _csl),
}
"""Formats by the ending of their address. BibTeX has no place for notes."""
