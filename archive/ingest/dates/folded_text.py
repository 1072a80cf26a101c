"""A text folded for reading dates, each of whose characters knows where it came from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from archive.arabic import letters
from archive.arabic.normalize import fold

LONGEST: Final = 20_000
"""Code points of one text that are looked at; a date that matters stands far earlier."""

_DOTTED_CAPITAL_I: Final = "\u0130"
"""The one letter whose lower case is longer than itself."""

_FOLDING: Final[tuple[tuple[str, str], ...]] = (
    *letters.LETTER_FOLDING.items(),
    *((digit, str(value)) for value, digit in enumerate(letters.ARABIC_INDIC_DIGITS)),
    *((digit, str(value)) for value, digit in enumerate(letters.EXTENDED_ARABIC_INDIC_DIGITS)),
    (_DOTTED_CAPITAL_I, "i"),
)
_DROPPED: Final = f"{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}"
_IRREGULAR: Final = re.compile(f"[{_DROPPED}{letters.PRESENTATION_FORMS}]")
_ATTACHED: Final = re.compile(f"[{letters.MARKS}{letters.TATWEEL}]*")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text as it was written, ``original``, and folded, ``plain``, with the way back.

    From ``marks[i]`` on, an offset in ``plain`` lies ``shifts[i]`` further right in
    ``original``; before the first mark the two agree.
    """

    original: str
    plain: str
    marks: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def _origin(self, index: int) -> int:
        position = bisect_right(self.marks, index)
        return index + self.shifts[position - 1] if position else index

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of ``plain[start:end]``, its marks included."""
        if not self.marks or start >= end:
            return start, end
        last = self._origin(end - 1) + 1
        attached = _ATTACHED.match(self.original, last)
        return self._origin(start), attached.end() if attached else last

    def plain_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in ``plain`` of ``original[start:end]``."""
        if not self.marks:
            return start, end
        offsets = range(len(self.plain))
        first = bisect_left(offsets, start, key=self._origin)
        return first, bisect_left(offsets, end, key=self._origin)

    def surface(self, start: int, end: int) -> str:
        """Return the original words of ``plain[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold_for_dates(text: str) -> FoldedText:
    """Fold the first ``LONGEST`` code points of ``text``, keeping the way back."""
    text = text[:LONGEST]
    if text.isascii():
        return FoldedText(text, text.lower())
    if _IRREGULAR.search(text) is None:
        return FoldedText(text, _fold_letters(text))
    return _fold_irregular(text)


def _fold_letters(text: str) -> str:
    """Fold letter by letter: the length stays. (``str.translate`` is five times slower.)"""
    for variant, letter in _FOLDING:
        text = text.replace(variant, letter)
    return text.lower()


def _fold_irregular(text: str) -> FoldedText:
    """Fold a text in which characters vanish or become several."""
    pieces: list[str] = []
    shifts: dict[int, int] = {}
    reached = length = 0
    for match in _IRREGULAR.finditer(text):
        at = match.start()
        piece = fold(match.group())
        pieces += (text[reached:at], piece)
        length += at - reached
        shifts.update((length + inner, at - length - inner) for inner in range(1, len(piece)))
        length += len(piece)
        reached = at + 1
        shifts[length] = reached - length
    pieces.append(text[reached:])
    return FoldedText(text, _fold_letters("".join(pieces)), tuple(shifts), tuple(shifts.values()))
