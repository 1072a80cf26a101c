"""Proclitics: the letters written as one with the name that follows them.

>>> [(reading.clitic, reading.rest) for reading in strip_clitics("وللقامشلي")]
[('', 'وللقامشلي'), ('و', 'للقامشلي'), ('ول', 'لقامشلي'), ('ولل', 'القامشلي')]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from archive.arabic.letters import ALEF, BEH, FEH, KAF, LAM, WAW
from archive.arabic.normalize import fold

CONJUNCTIONS: Final = (WAW, FEH)
PREPOSITIONS: Final = (BEH, KAF, LAM)
PROCLITICS: Final = (*CONJUNCTIONS, *PREPOSITIONS)
ARTICLE: Final = ALEF + LAM
MIN_NAME: Final = 3
"""Letters that must be left of a name of one word: shorter rests are mostly parts of
other words."""
MIN_WORD: Final = 2
"""Letters that must be left of the first word of a longer name (وتل أبيض)."""


class Reading(NamedTuple):
    """One way to part a folded word: ``clitic``, and the name's word ``rest``.

    ``taken`` letters of the folded word stand before the surface of the name.
    """

    clitic: str
    taken: int
    rest: str


def strip_clitics(word: str) -> Iterator[Reading]:
    """Yield the readings of a folded word, the whole word first."""
    yield Reading("", 0, word)
    yield from _after_conjunction(word, 0)
    if word.startswith(CONJUNCTIONS) and len(word) > MIN_WORD:
        yield Reading(word[0], 1, word[1:])
        yield from _after_conjunction(word, 1)


def _after_conjunction(word: str, start: int) -> Iterator[Reading]:
    if not word.startswith(PREPOSITIONS, start) or len(word) - start <= MIN_WORD:
        return
    taken = start + 1
    yield Reading(word[:taken], taken, word[taken:])
    if not word.startswith(LAM + LAM, start):
        return
    # The article loses its alef after ل; before a name in ل one lam of three goes too.
    if len(word) - taken > MIN_WORD:
        yield Reading(word[: taken + 1], taken + 1, ARTICLE + word[taken + 1 :])
    yield Reading(word[:taken], taken, ARTICLE + word[taken:])


def is_definite(word: str) -> bool:
    """Return whether a folded word carries the article, with or without proclitics."""
    return any(reading.rest.startswith(ARTICLE) for reading in strip_clitics(word))


def surface_offset(surface: str, taken: int) -> int:
    """Return how many code points of ``surface`` the first ``taken`` folded letters fill.

    Marks and tatweel behind a proclitic belong to it. Returns -1 where a ligature
    holds both the proclitic and the beginning of the name.
    """
    if not taken:
        return 0
    letters = 0
    for offset, char in enumerate(surface):
        width = len(fold(char))
        if letters == taken and width:
            return offset
        letters += width
        if letters > taken:
            return -1
    return -1


_PREFIXES: Final = ("", *PREPOSITIONS)


def with_clitics(word: str) -> Iterator[Reading]:
    """Yield ``word`` with every proclitic before it: ``rest`` is then the written word.

    The reverse of ``strip_clitics``, for matching a handful of names in a whole text.
    """
    for conjunction in ("", *CONJUNCTIONS):
        for preposition in _PREFIXES:
            clitic = conjunction + preposition
            yield Reading(clitic, len(clitic), clitic + word)
        if word.startswith(ARTICLE):
            clitic = conjunction + LAM
            if word.startswith(ARTICLE + LAM):
                yield Reading(clitic, len(clitic), clitic + word[2:])
            else:
                yield Reading(clitic + LAM, len(clitic) + 1, clitic + word[1:])


def spelled_out(surface: str, clitic: str) -> str:
    """Return a name in full: with the article that lost its alef to the preposition ل."""
    return ARTICLE + surface if clitic.endswith(LAM + LAM) else surface
