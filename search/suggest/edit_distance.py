"""How far two Arabic words are from each other, letters that are confused costing less.

This measure ranks spellings. Which words a tilde finds is Levenshtein's plain count of letters:
see ``search.engine.evaluation.edit_distances``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from search.query.keyboard import neighbouring_letters

CONFUSED_COST: Final = 0.5
"""What one letter for another of its group costs, a whole letter being 1."""

OFTEN_LEFT_OUT: Final = frozenset("اويء")
"""Long vowels and hamza: letters that writers leave out or put in."""
LEFT_OUT_COST: Final = 0.6
"""What one of them costs, put in or left out."""


@cache
def _confused() -> frozenset[tuple[str, str]]:
    """Return the pairs of letters that sound or look alike, or whose keys are neighbours."""
    text = (files("archive") / "data" / "confusable_letters.toml").read_text(encoding="utf-8")
    groups = [group for kind in tomllib.loads(text).values() for group in kind]
    alike = {(one, other) for group in groups for one in group for other in group}
    return frozenset(alike) | neighbouring_letters()


def distance(one: str, other: str, limit: float = 3.0) -> float:
    """Return the weighted edit distance of two folded words, ``limit`` + 1 where it is wider.

    Damerau's four edits (optimal string alignment): a letter put in, left out, replaced,
    or exchanged with its neighbour; confused letters, long vowels and hamza cost less.
    """
    if abs(len(one) - len(other)) * LEFT_OUT_COST > limit:
        return limit + 1
    confused = _confused()
    before: list[float] = []
    row = _first_row(other)
    for number, letter in enumerate(one, 1):
        previous, row = row, [row[0] + _gap(letter)]
        for place, facing in enumerate(other, 1):
            if letter == facing:
                cost = previous[place - 1]
            else:
                swap = CONFUSED_COST if (letter, facing) in confused else 1.0
                cost = min(
                    previous[place - 1] + swap,
                    previous[place] + _gap(letter),
                    row[place - 1] + _gap(facing),
                )
                exchanged = number > 1 and place > 1 and letter == other[place - 2]
                if exchanged and one[number - 2] == facing:
                    cost = min(cost, before[place - 2] + CONFUSED_COST)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = previous
    return row[-1]


def _gap(letter: str) -> float:
    return LEFT_OUT_COST if letter in OFTEN_LEFT_OUT else 1.0


def _first_row(word: str) -> list[float]:
    row = [0.0]
    for letter in word:
        row.append(row[-1] + _gap(letter))
    return row
