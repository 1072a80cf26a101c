"""Tables that hold data, and not a page's layout: prices, results, dates in rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

CELLS: Final = frozenset({"td", "th"})
BETWEEN_CELLS: Final = " | "
_LONGEST_CELL: Final = 80
"""Letters of a cell of data; what is longer is text, and its table may lay out a page."""
_MOST_ROWS: Final = 500


def data_rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table of data; none of a table that lays out a page or a menu.

    Its rows have as many cells, two or more, and none of them holds a long text, a heading or
    another table. A row of one cell is a caption among them.
    """
    rows = [row for _, row in zip(range(_MOST_ROWS), table.iter("tr"), strict=False)]
    cells = [[cell for cell in row if cell.tag in CELLS] for row in rows]
    widths = {len(row) for row in cells} - {0, 1}
    full = [cell for row in cells if len(row) > 1 for cell in row]
    if len(widths) != 1 or len(rows) < 2 or table.find(".//table") is not None:
        return
    if any(map(_holds_text, full)) or sum(map(_is_linked, full)) * 2 > len(full):
        return
    yield from (row for row, own in zip(rows, cells, strict=True) if len(own) > 1)


def _holds_text(cell: Any) -> bool:
    length = len(" ".join("".join(cell.itertext()).split()))
    return length > _LONGEST_CELL or next(cell.iter("h1", "h2", "h3", "form"), None) is not None


def _is_linked(cell: Any) -> bool:
    return cell.find(".//a") is not None
