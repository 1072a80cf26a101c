"""The metadata of articles as a table: a row an article under its public id, a column a field.

The same columns go out and come in again. As CSV (RFC 4180) or as a workbook (ECMA-376).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.urls import reverse

from archive.changes.bulk_change import looked_at
from archive.lasting_addresses import lasting_address
from archive.models import Article
from archive.models.editing import DATE, OUTLET, REPUBLISHER, STATUS

CSV: Final = "csv"
XLSX: Final = "xlsx"
ID: Final = "id"
STATUS_CELLS: Final = ("status", "hidden_until", "public_reason", "internal_reason")
PUBLISHED: Final = "published"
HIDDEN: Final = "hidden"
_SEPARATOR: Final = " | "
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula (OWASP, «CSV Injection»), or what stands for it here."""
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_MEMORY: Final = 5_000_000

Cell = Callable[[Article], str]


def _slug(name: str) -> Cell:
    def cell(article: Article) -> str:
        outlet = getattr(article, name)
        return outlet.slug if outlet is not None else ""

    return cell


def _text(name: str) -> Cell:
    return lambda article: str(getattr(article, name) or "")


def _status(article: Article) -> str:
    return HIDDEN if article.hidden else PUBLISHED


def _address(article: Article) -> str:
    """Return where the article is read, as far as the archive knows where it is served."""
    return lasting_address(reverse("article", args=[article.public_id]))


SET: Final[Mapping[str, Cell]] = {
    "title": _text("title"),
    OUTLET: _slug("outlet"),
    REPUBLISHER: _slug("republisher"),
    "date": _text(DATE),
    "section": _text("section"),
    "language": _text("language"),
    "keywords": lambda article: joined(article.keywords),
    "byline": _text("byline"),
    "dateline": _text("dateline"),
    "agency": _text("agency"),
    "url": _text("url"),
    "status": _status,
    "hidden_until": _text("hidden_until"),
    "public_reason": _text("hidden_public_reason"),
    "internal_reason": _text("hidden_internal_reason"),
}
"""Columns that can be changed and read in again → the cell of an article."""
TOLD: Final[Mapping[str, Cell]] = {
    "outlet_name": lambda article: article.outlet.name_ar if article.outlet else "",
    "outlet_basis": _text("outlet_basis"),
    "date_basis": _text("date_basis"),
    "date_evidence": _text("date_evidence"),
    "review": _text("review"),
    "captured": _text("captured"),
    "document": lambda article: article.capture.document,
    "address": _address,
}
"""Columns that are only told; what is written into them is not read in."""
COLUMNS: Final = (ID, *SET, *TOLD)


def field_of(column: str) -> str:
    """Return the field of an article that a column sets."""
    if column in STATUS_CELLS:
        return STATUS
    return DATE if column == "date" else column


def joined(keywords: Iterable[str]) -> str:
    """Return keywords as one cell.

    >>> parted(joined(["نهر", "ماء | هواء"]))
    ['نهر', 'ماء | هواء']
    """
    return _SEPARATOR.join(each.replace("\\", "\\\\").replace("|", "\\|") for each in keywords)


def parted(cell: str) -> list[str]:
    """Return the keywords of a cell."""
    parts = re.findall(r"(?:\\.|[^|\\])+", cell)
    words = (re.sub(r"\\(.)", r"\1", part.strip()) for part in parts)
    return [word for word in words if word]


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; ``plain_cell`` gives it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Return the text of a cell that ``safe_cell`` wrote.

    >>> plain_cell(safe_cell("=نهر"))
    '=نهر'
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def cells(article: Article) -> list[str]:
    """Return the row of an article; its outlets and capture should be at hand."""
    return [article.public_id, *(cell(article) for cell in (*SET.values(), *TOLD.values()))]


def rows(keys: Iterable[int]) -> Iterator[list[str]]:
    """Yield the head and the rows of articles in the order of their keys, in constant memory."""
    yield list(COLUMNS)
    for article in looked_at(list(keys), related=("outlet", "republisher", "capture")):
        yield cells(article)


def csv_lines(table: Iterable[list[str]]) -> Iterator[str]:
    """Yield a table as the lines of a CSV file that spreadsheets take for UTF-8."""
    yield "\ufeff"
    for row in table:
        line = io.StringIO(newline="")
        csv.writer(line).writerow(map(safe_cell, row))
        yield line.getvalue()


def workbook(table: Iterable[list[str]]) -> IO[bytes]:
    """Return a table as a workbook of one sheet, at its beginning; all cells are texts."""
    # Imported here: only who asks for a workbook needs the library.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("articles")
    sheet.freeze_panes = "B2"
    for row in table:
        written: list[Any] = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", text))
            cell.data_type = "s"
            written.append(cell)
        sheet.append(written)
    # Given to the response, which closes it.
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file
