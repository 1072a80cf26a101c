"""How far what was typed is from what may have been meant, likely slips costing less.

This measure ranks spellings. Which words a tilde finds is Levenshtein's plain count of letters:
see ``search.engine.evaluation.edit_distances``.

It is Damerau's distance (optimal string alignment) with weights: a letter put in, left out,
replaced, or exchanged with its neighbour. All words are compared at once, as arrays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.query.keyboard import neighbouring_letters

CHEAPEST_CHANGE: Final = 0.5
"""What one letter for another of its group costs, a whole letter being 1; two exchanged too, and
one ending for another that sounds like it."""
DOUBLED_COST: Final = 0.3
"""What a letter costs that was typed twice, or once where it stands twice."""
VOWEL_COST: Final = 0.6
"""What a long vowel or hamza costs, which writers leave out or put in."""
LEFT_OUT_COST: Final = 0.7
"""What another letter costs that was left out: likelier than one put in or struck wrongly."""

_VOWELS: Final = "اويء"
_ENDINGS: Final = ("هتا", "اي")
"""Folded letters that sound alike at the end of a word: ة heard as ت or ا, ى written as ا."""
_BLOCK: Final = 0x600
"""Where the Arabic letters begin; those of other scripts are confused with none."""
_OTHER: Final = 255

Letters = NDArray[np.uint16]
Costs = NDArray[np.float32]


def distances(typed: str, words: Letters, lengths: NDArray[np.integer]) -> Costs:
    """Return how far ``typed`` is from each of ``words``, folded all.

    A word is a row of code points, of which ``lengths`` count; what follows them is passed over.
    """
    own_gaps = _gaps(np.array([[ord(letter) for letter in typed]], np.uint16), 1.0)[0]
    gaps = _gaps(words, LEFT_OUT_COST)
    gap_sums = np.zeros((len(words), words.shape[1] + 1), np.float32)
    gaps.cumsum(axis=1, out=gap_sums[:, 1:])
    small = np.where((words >= _BLOCK) & (words < _BLOCK + _OTHER), words - _BLOCK, _OTHER)
    before = row = gap_sums
    for number, letter in enumerate(typed):
        swap = _swap_costs(letter)[small]
        swap[words == ord(letter)] = 0
        if number == len(typed) - 1:
            _soften_endings(swap, letter, small, lengths)
        best = np.minimum(row[:, :-1] + swap, row[:, 1:] + own_gaps[number])
        if number:
            exchanged = (words[:, :-1] == ord(letter)) & (words[:, 1:] == ord(typed[number - 1]))
            cheaper = np.where(exchanged, before[:, :-2] + CHEAPEST_CHANGE, np.inf)
            np.minimum(best[:, 1:], cheaper, out=best[:, 1:])
        before = row
        row = np.concatenate((row[:, :1] + own_gaps[number], best), axis=1)
        # A letter left out costs its gap more a column: a running minimum of what is beyond that.
        row -= gap_sums
        np.minimum.accumulate(row, axis=1, out=row)
        row += gap_sums
    found: Costs = row[np.arange(len(words)), lengths]
    return found


def letters_of(words: Sequence[str]) -> tuple[Letters, NDArray[np.int64]]:
    """Return ``words`` as rows of code points, and their lengths: what ``distances`` takes."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    table = np.zeros((len(words), max(int(lengths.max(initial=1)), 1)), np.uint16)
    for row, word in zip(table, words, strict=True):
        row[: len(word)] = [ord(letter) for letter in word]
    return table, lengths


def _gaps(words: Letters, plain: float) -> Costs:
    """Return what each letter costs where the other word lacks it."""
    costs = np.full(words.shape, plain, np.float32)
    for vowel in _VOWELS:
        costs[words == ord(vowel)] = VOWEL_COST
    costs[:, 1:][words[:, 1:] == words[:, :-1]] = DOUBLED_COST
    return costs


@cache
def _confused() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters that sound or look alike, or whose keys are neighbours."""
    text = (files("archive") / "data" / "confusable_letters.toml").read_text(encoding="utf-8")
    groups = [group for kind in tomllib.loads(text).values() for group in kind]
    alike = {(one, other) for group in groups for one in group for other in group}
    return frozenset(alike) | neighbouring_letters()


@cache
def _swap_costs(letter: str) -> Costs:
    """Return by place in the Arabic block what that letter for ``letter`` costs."""
    costs = np.ones(_OTHER + 1, np.float32)
    for one, other in _confused():
        if one == letter and 0 <= ord(other) - _BLOCK < _OTHER:
            costs[ord(other) - _BLOCK] = CHEAPEST_CHANGE
    return costs


def _soften_endings(
    swap: Costs, letter: str, small: NDArray[np.uint16], lengths: NDArray[np.integer]
) -> None:
    """Lower the cost of the last letter of each word where it sounds like ``letter``."""
    alike = [ord(other) - _BLOCK for group in _ENDINGS if letter in group for other in group]
    rows = np.flatnonzero(lengths > 0)
    last = lengths[rows] - 1
    softened = rows[np.isin(small[rows, last], alike)]
    places = lengths[softened] - 1
    swap[softened, places] = np.minimum(swap[softened, places], CHEAPEST_CHANGE)
