"""Lines of tables for spreadsheets (CSV, RFC 4180), in which no cell is run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Before the first line: spreadsheets know by it that the table is UTF-8."""
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would run (OWASP, CSV Injection)."""


def csv_line(cells: Iterable[str]) -> str:
    """Return one line with its line end; a cell that looks like a formula has ``'`` before it."""
    line = StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell for cell in cells
    )
    return line.getvalue()
