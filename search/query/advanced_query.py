"""A search composed of the fields of a form: what is typed there has no signs, only words.

>>> composed(AdvancedFields(every="زيتون كرم", none="نفط", phrase="موسم القطاف"))
'زيتون كرم "موسم القطاف" -نفط'
>>> composed(AdvancedFields(any="قمح شعير", near="سد نهر", distance=3))
'(قمح OR شعير) "سد نهر"~3'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from archive.arabic.letters import MARKS
from archive.arabic.normalize import fold
from search.query.lexer import DEFAULT_SLOP, MAX_SLOP, OPERATORS

_WORD: Final = re.compile(rf"\w[\w{MARKS}]*\*?")
_FEWEST_NEAR: Final = 2


@dataclass(frozen=True, slots=True)
class AdvancedFields:
    """What the form holds. ``distance`` is how many words may stand between those of ``near``.

    ``field`` is a name by which queries ask for a field, ``value`` what is looked for in it.
    """

    every: str = ""
    any: str = ""
    none: str = ""
    phrase: str = ""
    near: str = ""
    distance: int = DEFAULT_SLOP
    field: str = ""
    value: str = ""


def composed(fields: AdvancedFields) -> str:
    """Return the text of the search, empty where nothing is asked for."""
    any_of, near = _words(fields.any), _words(fields.near)
    phrase, value = _words(fields.phrase), _words(fields.value)
    distance = min(max(fields.distance, 1), MAX_SLOP)
    parts = [
        *map(_alone, _words(fields.every)),
        f"({' OR '.join(map(_alone, any_of))})"
        if len(any_of) > 1
        else "".join(map(_alone, any_of)),
        _quoted(phrase),
        f"{_quoted(near)}~{distance}" if len(near) >= _FEWEST_NEAR else _quoted(near),
        f"{fields.field}:{_quoted(value)}" if fields.field and value else "",
        *(f"-{_alone(word)}" for word in _words(fields.none)),
    ]
    return " ".join(part for part in parts if part)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _alone(word: str) -> str:
    """Return a word as a search has it: one that would join others stands in quotation marks."""
    return f'"{word}"' if word in OPERATORS or fold(word) in OPERATORS else word


def _quoted(words: list[str]) -> str:
    return '"{}"'.format(" ".join(word.rstrip("*") for word in words)) if words else ""
