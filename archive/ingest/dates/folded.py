"""A text folded for reading dates, each of whose characters knows where it came from."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import Final

from archive.arabic import letters
from archive.arabic.normalize import fold

LONGEST: Final = 20_000
"""Code points of one text that are looked at; a date that matters stands far earlier."""

_FOLDING: Final = str.maketrans(
    letters.LETTER_FOLDING
    | {digit: str(value) for value, digit in enumerate(letters.ARABIC_INDIC_DIGITS)}
    | {digit: str(value) for value, digit in enumerate(letters.EXTENDED_ARABIC_INDIC_DIGITS)}
    | dict(zip(string.ascii_uppercase, string.ascii_lowercase, strict=True))
)
_DROPPED: Final = f"{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}"
_IRREGULAR: Final = re.compile(f"[{_DROPPED}{letters.PRESENTATION_FORMS}]")
_ATTACHED: Final = re.compile(f"[{letters.MARKS}{letters.TATWEEL}]*")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """``plain`` is folded ``original``; ``origins`` maps offsets where lengths differ."""

    original: str
    plain: str
    origins: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of ``plain[start:end]``, marks included."""
        if self.origins is None or start >= end:
            return start, end
        attached = _ATTACHED.match(self.original, self.origins[end - 1] + 1)
        last = self.origins[end - 1] + 1
        return self.origins[start], attached.end() if attached else last

    def surface(self, start: int, end: int) -> str:
        """Return the original words of ``plain[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold_for_dates(text: str) -> FoldedText:
    """Fold the first ``LONGEST`` code points of ``text``, keeping the way back."""
    text = text[:LONGEST]
    if _IRREGULAR.search(text) is None:
        return FoldedText(text, text.translate(_FOLDING))
    pieces = [(fold(char) if _IRREGULAR.match(char) else char) for char in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    return FoldedText(text, "".join(pieces).translate(_FOLDING), tuple(origins))
