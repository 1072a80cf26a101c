"""The sentence about a place in a text, cut where it is too long."""

from __future__ import annotations

import re
from typing import Final

from search.results.records import Fragment

_ENDS: Final = re.compile(r"(?<=[.!?؟…])\s+|\n")
_LETTERS_EACH_SIDE: Final = 140
_ELLIPSIS: Final = "… "


def sentence_about(text: str, start: int, end: int) -> tuple[Fragment, ...]:
    """Return the sentence around ``text[start:end]``, that stretch marked.

    Each side is cut between words at 140 letters.
    """
    ends = list(_ENDS.finditer(text))
    first = max((match.end() for match in ends if match.end() <= start), default=0)
    last = min((match.start() for match in ends if match.start() >= end), default=len(text))
    pieces = (
        Fragment(_tail(text[first:start])),
        Fragment(text[start:end], marked=True),
        Fragment(_head(text[end:last])),
    )
    return tuple(piece for piece in pieces if piece.text)


def beginning_of(text: str, letters: int = 2 * _LETTERS_EACH_SIDE) -> str:
    """Return the beginning of ``text``, cut between words."""
    return _head(" ".join(text[: letters + 60].split()), letters)


def _tail(text: str) -> str:
    if len(text) <= _LETTERS_EACH_SIDE:
        return text
    cut = text[-_LETTERS_EACH_SIDE:]
    return _ELLIPSIS + cut[cut.find(" ") + 1 :]


def _head(text: str, letters: int = _LETTERS_EACH_SIDE) -> str:
    if len(text) <= letters:
        return text
    cut = text[:letters]
    return cut[: cut.rfind(" ")] + " …" if " " in cut else cut + "…"
