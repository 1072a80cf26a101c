"""Results as a table: a row an article, for spreadsheets and programs, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from search.exports.result_articles import FoundArticle, found_articles
from search.exports.result_provenance import ResultProvenance
from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.service.whole_results import WholeResults

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_CHUNK_BYTES: Final = 65_536
_FIRST_YEAR_OF_WORKBOOKS: Final = 1900
"""Spreadsheets know no day before it: such a day stays a text."""
_MOST_ROWS: Final = 1_048_575
"""Rows of a sheet beside its head (ECMA-376)."""
_LONGEST_CELL: Final = 32_767
"""Letters of a cell (Excel's own limit; a longer text makes the file unreadable there)."""
_WIDTHS: Final[Mapping[str, int]] = {"title": 60, "outlet": 24, "address": 30, "date_evidence": 30}
_WIDTH: Final = 16
_NOT_IN_XML: Final = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344))
)
"""Characters that XML 1.0 does not hold."""

Cell = str | int | date | None

_COLUMNS: Final[Mapping[str, Callable[[FoundArticle], Cell]]] = {
    "number": lambda found: found.number,
    "title": lambda found: found.article.title,
    "outlet": lambda found: found.article.outlet.name_ar if found.article.outlet else "",
    "published": lambda found: found.article.edtf,
    "earliest": lambda found: found.article.published_earliest,
    "latest": lambda found: found.article.published_latest,
    "date_basis": lambda found: found.article.date_basis,
    "date_evidence": lambda found: found.article.date_evidence,
    "byline": lambda found: found.article.byline,
    "dateline": lambda found: found.article.dateline,
    "agency": lambda found: found.article.agency,
    "section": lambda found: found.article.section,
    "keywords": lambda found: " | ".join(found.article.keywords),
    "language": lambda found: found.article.language,
    "republished_by": lambda found: (
        found.article.republisher.name_ar if found.article.republisher else ""
    ),
    "captured": lambda found: found.article.captured,
    "address": lambda found: found.address,
    "original_address": lambda found: found.original_address,
    "id": lambda found: found.article.public_id,
}
"""Columns by their stable names. Days are of the Gregorian calendar, ``published`` is EDTF."""
_SAID_OF_SEARCH: Final = ("search", "found", "downloaded_at", "index_build")
_HEADS: Final[Mapping[str, Any]] = {
    "number": gettext_lazy("Number"),
    "title": gettext_lazy("title"),
    "outlet": gettext_lazy("outlet"),
    "published": gettext_lazy("publication date"),
    "earliest": gettext_lazy("published from"),
    "latest": gettext_lazy("published until"),
    "date_basis": gettext_lazy("how the date is known"),
    "date_evidence": gettext_lazy("words the date was read from"),
    "byline": gettext_lazy("byline"),
    "dateline": gettext_lazy("dateline"),
    "agency": gettext_lazy("agency"),
    "section": gettext_lazy("section"),
    "keywords": gettext_lazy("keywords"),
    "language": gettext_lazy("language"),
    "republished_by": gettext_lazy("republished by"),
    "captured": gettext_lazy("captured on"),
    "address": gettext_lazy("address in the archive"),
    "original_address": gettext_lazy("address of the source"),
    "id": gettext_lazy("number in the archive"),
}
"""What a workbook calls the columns."""


def csv_table(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield the table as CSV; the last columns of each row say where it comes from.

    ``start`` is the address of articles without their number.
    """
    said = [provenance.address, str(provenance.found), provenance.moment, provenance.index_build]
    yield (BYTE_ORDER_MARK + csv_line([*_COLUMNS, *_SAID_OF_SEARCH])).encode()
    for found in found_articles(results, start):
        cells = ["" if value is None else str(value) for value in _values(found)]
        if found.is_first or provenance.is_repeated:
            cells += said
        yield csv_line(cells).encode()


def workbook(results: WholeResults, provenance: ResultProvenance, start: str) -> Iterator[bytes]:
    """Yield the table as a workbook (ECMA-376): the articles, and a sheet about the search.

    Its words are in the reader's language. It is written to a temporary file first. See ``csv_table``.
    """
    # The language of the request is gone when the answer is sent.
    heads = [str(head) for head in _HEADS.values()]
    names = (_("Articles"), _("About this file"))
    about = list(provenance.in_words())
    rows = (list(_values(found)) for found in found_articles(results, start))
    widths = [_WIDTHS.get(name, _WIDTH) for name in _COLUMNS]
    return table_workbook(rows, heads, widths, names, about, get_language_bidi())


def table_workbook(
    rows: Iterable[Sequence[Cell]],
    heads: Sequence[str],
    widths: Sequence[int],
    names: tuple[str, str],
    about: Sequence[tuple[str, str]],
    right_to_left: bool,
) -> Iterator[bytes]:
    """Yield a workbook of a sheet of ``rows`` under their ``heads``, and one ``about`` it.

    ``widths`` of columns are in letters, ``names`` those of the two sheets.
    """
    # Imported here: only who asks for a workbook needs the library.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(names[0])
    told = book.create_sheet(names[1])
    _lay_out(sheet, right_to_left, widths)
    sheet.freeze_panes = "C2"
    sheet.append(_cells(sheet, heads))
    for row in islice(rows, _MOST_ROWS):
        sheet.append(_cells(sheet, row))
    _lay_out(told, right_to_left, [30, 80])
    for row in about:
        told.append(_cells(told, row))
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _lay_out(sheet: WriteOnlyWorksheet, right_to_left: bool, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = right_to_left
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _cells(sheet: WriteOnlyWorksheet, values: Iterable[Cell]) -> list[Any]:
    """Return the cells of a row: a text is a text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    cells: list[Any] = []
    for value in values:
        if isinstance(value, date) and value.year < _FIRST_YEAR_OF_WORKBOOKS:
            value = value.isoformat()
        if isinstance(value, str):
            value = value.translate(_NOT_IN_XML)[:_LONGEST_CELL]
            if value.startswith("="):
                cell = WriteOnlyCell(sheet, value=value)
                cell.data_type = "s"
                cells.append(cell)
                continue
        # A cell object for each value would take twice the time.
        cells.append(None if value == "" else value)
    return cells


def _values(found: FoundArticle) -> Iterator[Cell]:
    return (value(found) for value in _COLUMNS.values())
