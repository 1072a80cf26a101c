"""What tells at a glance that two terms are far apart: their lengths and their letters.

A term within ``d`` edits of another is at most ``d`` letters longer or shorter, and the sets of
letters of the two differ in at most ``2 d``: a letter replaced takes one out and puts one in.
Both are looked up for all terms of a dictionary at once, so that only few are read as text.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from search.engine.storage.block_files import Array

_SURROGATES: Final = "surrogatepass"
_LONGEST: Final = 255
"""Longer terms count as this long."""


class TermShapes(NamedTuple):
    """Of terms in their order: lengths in code points (up to 255), and sets of letters.

    A set has one bit of 32 for each letter; letters may share one.
    """

    lengths: Array
    letters: Array

    def near(self, text: str, distance: int) -> Array:
        """Return the places of all terms that may be within ``distance`` edits of ``text``."""
        own = shapes_of_texts([text])
        longer = np.abs(self.lengths.astype(np.int16) - int(own.lengths[0]))
        apart = np.bitwise_count(self.letters ^ own.letters[0])
        return np.flatnonzero((longer <= distance) & (apart <= 2 * distance))

    def holding(self, text: str) -> Array:
        """Return the places of all terms that may hold every letter of ``text``."""
        own = shapes_of_texts([text])
        held = (self.letters & own.letters[0]) == own.letters[0]
        return np.flatnonzero(held & (self.lengths >= own.lengths[0]))


def shapes_of_texts(texts: list[str]) -> TermShapes:
    """Return the shapes of ``texts``."""
    encoded = [text.encode("utf-8", _SURROGATES) for text in texts]
    return shapes_of(b"".join(encoded), np.cumsum([len(each) for each in encoded]))


def shapes_of(raw: bytes, ends: Array) -> TermShapes:
    """Return the shapes of the terms that stand one after the other in ``raw`` (UTF-8).

    ``ends`` holds where the bytes of each end.
    """
    count = len(ends)
    if not raw:
        return TermShapes(np.zeros(count, np.uint8), np.zeros(count, np.uint32))
    begins_letter = (np.frombuffer(raw, np.uint8) & 0xC0) != 0x80
    letters_before = np.concatenate(([0], np.cumsum(begins_letter)))[ends]
    starts = np.concatenate(([0], letters_before[:-1]))
    lengths = letters_before - starts
    wide = raw.decode("utf-8", _SURROGATES).encode("utf-32-le", _SURROGATES)
    points = np.frombuffer(wide, np.uint32)
    bits = np.left_shift(np.uint32(1), (points ^ (points >> 5)) & 31)
    sets = np.bitwise_or.reduceat(bits, np.minimum(starts, len(points) - 1))
    sets[lengths == 0] = 0
    return TermShapes(np.minimum(lengths, _LONGEST).astype(np.uint8), sets)
