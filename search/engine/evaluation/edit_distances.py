"""Levenshtein's distance: how many letters are put in, left out or replaced.

It is worked out in two ways that agree: ``edit_distances`` compares one word with many at once,
by arrays; for a single pair the arrays cost more than they save, and ``edit_distance`` is quicker.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.storage.block_files import Array


def edit_distances(text: str, words: Sequence[str]) -> Array:
    """Return the Levenshtein distances of ``text`` to each of ``words``, in one table for all."""
    letters = _letters(words)
    longest = letters.shape[1]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    row = np.broadcast_to(np.arange(longest + 1), (len(words), longest + 1)).copy()
    for done, letter in enumerate(text, start=1):
        previous, row = row, np.empty_like(row)
        row[:, 0] = done
        substituted = previous[:, :-1] + (letters != ord(letter))
        best = np.minimum(substituted, previous[:, 1:] + 1)
        # An insertion costs one more a column: a running minimum of (value - column).
        row[:, 1:] = best - np.arange(1, longest + 1)
        np.minimum.accumulate(row, axis=1, out=row)
        row[:, 1:] += np.arange(1, longest + 1)
    final: Array = row[np.arange(len(words)), lengths]
    return final


def _letters(words: Sequence[str]) -> Array:
    table = np.array(words, dtype=np.str_)
    return table.view(np.uint32).reshape(len(words), -1).astype(np.int64)


def edit_distance(one: str, other: str) -> int:
    """Return the Levenshtein distance of two words."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        previous, row = row, [number]
        for place, facing in enumerate(other, 1):
            cost = previous[place - 1] + (letter != facing)
            row.append(min(cost, previous[place] + 1, row[place - 1] + 1))
    return row[-1]


def within(one: str, other: str, letters: int) -> bool:
    """Return whether the Levenshtein distance of two words is at most ``letters``."""
    return abs(len(one) - len(other)) <= letters and edit_distance(one, other) <= letters
