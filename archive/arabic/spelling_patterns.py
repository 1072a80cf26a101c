"""Regular expressions that find folded words as texts write them: in any letters, with marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic.letters import (
    ARABIC_LETTERS,
    INVISIBLES,
    MARKS,
    PRESENTATION_FORMS,
    TATWEEL,
)
from archive.arabic.normalize import fold

ATTACHED: Final = f"[{MARKS}{INVISIBLES}{TATWEEL}]*+"
"""What may stand on a letter, or between it and the next one of its word. All of it is taken, so
that no word ends between a letter and its marks (آب is no part of إبّان)."""
WORD_START: Final = f"(?<![{ARABIC_LETTERS}{PRESENTATION_FORMS}{MARKS}])"
WORD_END: Final = f"(?![{ARABIC_LETTERS}{PRESENTATION_FORMS}])"


@cache
def letter_spellings() -> Mapping[str, str]:
    """Return for each folded letter, and for the space, the pattern of what it is written as."""
    letters: dict[str, list[str]] = defaultdict(list)
    for letter in ARABIC_LETTERS:
        letters[fold(letter)].append(letter)
    written = {folded: f"[{''.join(each)}]{ATTACHED}" for folded, each in letters.items()}
    return MappingProxyType(written | {" ": r"\s{1,2}"})


def spelled(word: str) -> str:
    """Return the pattern of one folded ``word``, or of several with a space between."""
    return "".join(map(letter_spellings().__getitem__, word))


def any_spelled(words: Iterable[str]) -> str:
    """Return the pattern of any of ``words``, which reads each common beginning once; no groups."""
    endings: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        endings[word[:1]].append(word[1:])
    may_end = endings.pop("", None) is not None
    if not endings:
        return ""
    choices = (spelled(first) + any_spelled(rest) for first, rest in endings.items())
    return f"(?:{'|'.join(choices)}){'?' if may_end else ''}"
