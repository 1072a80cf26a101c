"""A date line of which more and more is told, and the parts that have been told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.ingest.dates.folded_text import FoldedText


class PartKind(StrEnum):
    """What a part of a date line is, beside its dates, hours and labels."""

    BYLINE = "byline"
    OUTLET = "outlet"
    SECTION = "section"
    ISSUE = "issue"
    COUNTER = "counter"
    CONTROL = "control"
    BULLETIN = "bulletin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LinePart:
    """A part of a line: ``text`` is what stands there at ``start`` to ``end``, code points."""

    kind: PartKind
    text: str
    start: int
    end: int


DATE: Final = "\x00"
"""Stands for each character of a date in a masked line."""
LABEL: Final = "\x01"
"""… of a label of a date."""
KNOWN: Final = "\x02"
"""… of a part that has been told."""
MASKS: Final = f"{DATE}{LABEL}{KNOWN}"
EDGES: Final = " \t\xa0|/\\–—-:،,.•·;؛()[]«»\"'*#►»«…_~+"


class MaskedLine:
    """A line of which more and more is told; ``plain`` keeps its length.

    ``told`` are the parts in the order in which they were told.
    """

    def __init__(self, text: FoldedText, dates: Iterable[tuple[int, int]]) -> None:
        self.text = text
        self.plain = text.plain
        self.told: list[LinePart] = []
        for start, end in dates:
            self.mask(start, end, DATE)

    def mask(self, start: int, end: int, sign: str = KNOWN) -> None:
        """Write ``sign`` over what stands at ``start`` to ``end``."""
        self.plain = f"{self.plain[:start]}{sign * (end - start)}{self.plain[end:]}"

    def tell(self, kind: PartKind, start: int, end: int) -> None:
        """Take what stands at ``start`` to ``end`` as a part, without the signs at its edges."""
        words = self.text.plain[start:end]
        start += len(words) - len(words.lstrip(EDGES))
        end -= len(words) - len(words.rstrip(EDGES))
        if "(" in self.text.plain[start:end] and self.text.plain[end : end + 1] == ")":
            end += 1
        if start < end:
            first, last = self.text.span(start, end)
            self.told.append(LinePart(kind, self.text.original[first:last], first, last))
