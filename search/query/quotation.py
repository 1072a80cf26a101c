"""Quotation marks of every kind, and which of them end a phrase."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

CLOSERS: Final = {
    '"': '"＂',
    "＂": '"＂',
    "«": "»",
    "»": "«",
    "“": "”“",
    "”": "“”",
    "„": "“”‟",
    "‟": "”“",
    "‹": "›",
    "›": "‹",
    "❝": "❞",
    "〝": "〞〟",
}
"""Each mark that opens a phrase, with the marks that close it; mirrored pairs are common."""

QUOTES: Final = frozenset("".join(CLOSERS) + "".join(CLOSERS.values()))
SINGLE_QUOTES: Final = frozenset("'‘’‚‛＇")
"""Marks of a phrase only around whole words; elsewhere apostrophes."""

_SINGLE_CLOSER: Final = re.compile(r"['’‘＇](?=[\s()（）~～.,،؛؟!]|$)")


@dataclass(frozen=True, slots=True)
class QuotationMarks:
    """Where each mark of a text stands, so that looking for a pair costs no scan."""

    places: dict[str, list[int]]
    single_closers: list[int]

    @classmethod
    def of(cls, text: str) -> QuotationMarks:
        places: dict[str, list[int]] = {}
        for at, char in enumerate(text):
            if char in QUOTES:
                places.setdefault(char, []).append(at)
        return cls(places, [match.start() for match in _SINGLE_CLOSER.finditer(text)])

    def closer(self, opener: str, at: int) -> int | None:
        """Return where a phrase ends that opens at ``at``: at its own closing mark, else at any."""
        own = self._first_after(at, CLOSERS.get(opener, '"'))
        return own if own is not None else self._first_after(at, QUOTES)

    def single_closer(self, at: int) -> int | None:
        """Return where a phrase in single marks ends, ``None`` where the mark is an apostrophe."""
        index = bisect_left(self.single_closers, at + 1)
        return self.single_closers[index] if index < len(self.single_closers) else None

    def _first_after(self, at: int, marks: str | frozenset[str]) -> int | None:
        found = []
        for mark in marks:
            places = self.places.get(mark, [])
            index = bisect_right(places, at)
            found += places[index : index + 1]
        return min(found, default=None)
