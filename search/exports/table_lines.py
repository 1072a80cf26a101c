"""Tables as text for spreadsheets and programs (CSV, RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Spreadsheets know by it that a table is UTF-8."""
_FORMULA_SIGNS: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet would run (OWASP, «CSV Injection»)."""


def csv_line(cells: Iterable[str]) -> str:
    """Return one line of a table; a cell that a spreadsheet would run gets an apostrophe."""
    line = StringIO(newline="")
    csv.writer(line).writerow(map(_safe, cells))
    return line.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
