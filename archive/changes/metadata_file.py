"""A table of metadata as it comes back: CSV or a workbook, within bounds, row by row."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.changes.metadata_table import CSV, XLSX, plain_cell
from archive.errors import ArchiveError

MOST_ROWS: Final = 100_000
_MOST_COLUMNS: Final = 100
_MOST_LETTERS: Final = 20_000
"""Of a cell."""
_UNPACKED: Final = 200_000_000
"""Bytes to which the parts of a workbook may unpack."""
_DELIMITERS: Final = ",;\t"


class MetadataFileError(ArchiveError):
    """The file is no table that can be read; the message says why, and the way out."""


def table_rows(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file with their numbers in it, from 1, the head among them.

    Raises ``MetadataFileError``.
    """
    kind = name.rpartition(".")[2].lower()
    if kind == XLSX or content[:4] == b"PK\x03\x04":
        table = _workbook_rows(content)
    elif kind == CSV or kind == "txt":
        table = _csv_rows(content)
    else:
        raise MetadataFileError(_("Only CSV and XLSX files are read here."))
    for number, row in enumerate(table, start=1):
        if number > MOST_ROWS + 1:
            raise MetadataFileError(_("The table has more than %d rows. Part it.") % MOST_ROWS)
        if len(row) > _MOST_COLUMNS or any(len(cell) > _MOST_LETTERS for cell in row):
            told = _("Row %d has too many columns, or a cell that is too long.")
            raise MetadataFileError(told % number)
        yield number, row


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(_MOST_LETTERS + 1)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [plain_cell(cell) for cell in row]
    except csv.Error as error:
        raise MetadataFileError(_("The CSV file is damaged: %s") % error) from error


def _decoded(content: bytes) -> str:
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        told = _("The CSV file is not UTF-8. Save it as “CSV UTF-8”, or as XLSX.")
        raise MetadataFileError(told) from error


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                raise MetadataFileError(_("The workbook is too large. Part it."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_col=_MOST_COLUMNS, values_only=True):
            yield _texts(row)
    except MetadataFileError:
        raise
    # The library raises whatever its parts do: of XML, of ZIP, of its own.
    except Exception as error:
        raise MetadataFileError(_("The workbook is damaged: %s") % error) from error


def _texts(row: Sequence[Any]) -> list[str]:
    """Return cells as texts; a day that a spreadsheet made of a text becomes one again."""
    texts = []
    for value in row:
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        texts.append("" if value is None else str(value))
    while texts and not texts[-1]:
        texts.pop()
    return texts
