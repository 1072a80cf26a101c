"""Lines that a bare label above them explains: keywords, and the name of a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.page_lines import Line

_LABELS: Final = ("keywords", "source")
_LONGEST_BELOW_LABEL: Final = 5
"""Words of a keyword, or of a source's name, on a line below its label."""
_MOST_BELOW_LABEL: Final = 30
"""Keywords below one label."""


def spread_labels(lines: Sequence[Line], marks: list[LineMark | None]) -> None:
    """Mark the short plain lines below a bare label of keywords, and the one below a source's."""
    label, left = "", 0
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark is not None:
            label = mark.kind if mark.kind in _LABELS and not mark.value else ""
            left = 1 if label == "source" else _MOST_BELOW_LABEL
        elif label and left and line.words <= _LONGEST_BELOW_LABEL and not line.ends_sentence:
            marks[index] = LineMark(label, line.text.lstrip("• "), "below its label")
            left -= 1
        else:
            label = ""
