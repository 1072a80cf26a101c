"""A list of articles for other programs: as a table with its notes, and as references."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from archive.models import Article
from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.presentation.citation import Citation, bibtex, csl_json, ris

_COLUMNS: Final = (
    *("article", "address", "title", "outlet", "published", "author", "original_address"),
    *("added", "note"),
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """An article of a list with its citation, the day on which it was put there, and a note."""

    article: Article
    citation: Citation
    added: str
    note: str


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A format of a list: its name, media type and writer."""

    label: str
    media_type: str
    write: Callable[[Iterable[ListRow]], str]


def list_table(rows: Iterable[ListRow]) -> str:
    """Return a table that spreadsheets open as it is (CSV, RFC 4180), its dates in EDTF."""
    lines = [BYTE_ORDER_MARK, csv_line(_COLUMNS)]
    for row in rows:
        cited = row.citation
        lines.append(
            csv_line(
                (
                    *(row.article.public_id, cited.url, cited.title, cited.outlet, cited.edtf),
                    *("; ".join(cited.authors), cited.original_url, row.added, row.note),
                )
            )
        )
    return "".join(lines)


def _bibtex(rows: Iterable[ListRow]) -> str:
    return "\n".join(bibtex(row.citation) for row in rows)


def _ris(rows: Iterable[ListRow]) -> str:
    return "".join(ris(row.citation) for row in rows)


def _csl(rows: Iterable[ListRow]) -> str:
    items = [item for row in rows for item in json.loads(csl_json(row.citation))]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


LIST_FORMATS: Final = {
    "csv": ListFormat("CSV", "text/csv", list_table),
    "bib": ListFormat("BibTeX", "application/x-bibtex", _bibtex),
    "ris": ListFormat("RIS", "application/x-research-info-systems", _ris),
    "json": ListFormat("CSL-JSON", "application/vnd.citationstyles.csl+json", _csl),
}
"""Formats by the ending of their address. Notes stand in the table alone."""
