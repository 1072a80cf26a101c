"""Characters as they are meant: references of HTML decoded, marks of direction taken away."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NO_BREAK_SPACE: Final = "\u00a0"
_TWICE: Final = 2
"""References of references, such as ``&amp;quot;``, are decoded too."""


def without_references(text: str) -> str:
    """Return a record's value with its character references decoded: ``&quot;``, ``&#8217;``.

    Only whole ones are: an ampersand in a text or an address stays as it is.
    """
    for _ in range(_TWICE):
        if "&" not in text:
            break
        text = _REFERENCE.sub(_decoded, text)
    return text


def _decoded(reference: re.Match[str]) -> str:
    character = unescape(reference[0])
    return " " if character == _NO_BREAK_SPACE else character


def without_direction_marks(text: str) -> str:
    """Return a title or a name without embeddings, overrides and isolates of direction."""
    return _DIRECTION.sub("", text)
