"""Where a name begins in its first word: the proclitics written as one with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from archive.arabic.clitics import (
    ARTICLE,
    CONJUNCTIONS,
    FOR_THE,
    MIN_LONG_WORD,
    PREPOSITIONS,
    Count,
    is_proclitic,
)
from archive.entities.clitics import Reading
from archive.entities.crf.word_features import name_tokens

_LETTERS: Final = (CONJUNCTIONS, PREPOSITIONS)


def part(word: str, count: Count, seen: Collection[str]) -> Reading:
    """Return the proclitics of a name's first word (folded), and what is left of it.

    A first letter is a proclitic where ``count`` says so, or where the rest is in
    ``seen``, the words of the article. A word known as a person's name is left whole.
    """
    taken = 0
    for letters in _LETTERS:
        rest = word[taken:]
        if rest in name_tokens():
            break
        if rest.startswith(FOR_THE) and len(rest) > MIN_LONG_WORD + len(FOR_THE):
            cut = taken + len(FOR_THE)
            return Reading(word[:cut], cut, ARTICLE + word[cut:])
        if rest[0] in letters and len(rest) > MIN_LONG_WORD:
            taken += is_proclitic(rest, count) or rest[1:] in seen
    return Reading(word[:taken], taken, word[taken:])
