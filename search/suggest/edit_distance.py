"""How far two Arabic words are from each other, likely slips costing less.

This measure ranks spellings. Which words a tilde finds is Levenshtein's plain count of letters:
see ``search.engine.evaluation.edit_distances``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from search.query.keyboard import neighbouring_letters

CHEAPEST_EDIT: Final = 0.5
"""What the likeliest slips cost, a whole letter being 1: one letter for another of its group, two
exchanged, a letter doubled or half of a double left out, one ending for another that sounds so."""

OFTEN_LEFT_OUT: Final = frozenset("اويء")
"""Long vowels and hamza: letters that writers leave out or put in."""
LEFT_OUT_COST: Final = 0.6
"""What one of them costs, put in or left out."""

_ENDINGS: Final = frozenset("هتا"), frozenset("اي")
"""Folded letters that sound alike at the end of a word: ة heard as ت or ا, ى written as ا."""


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
    or exchanged with its neighbour; see ``CHEAPEST_EDIT`` and ``LEFT_OUT_COST``.
    """
    if abs(len(one) - len(other)) * CHEAPEST_EDIT > limit:
        return limit + 1
    confused = _confused()
    own_gaps, gaps = _gaps(one), _gaps(other)
    before: list[float] = []
    row = _sums(gaps)
    for number, letter in enumerate(one, 1):
        previous, row = row, [row[0] + own_gaps[number - 1]]
        for place, facing in enumerate(other, 1):
            if letter == facing:
                cost = previous[place - 1]
            else:
                swap = CHEAPEST_EDIT if (letter, facing) in confused else 1.0
                if number == len(one) and place == len(other) and _end_alike(letter, facing):
                    swap = CHEAPEST_EDIT
                cost = min(
                    previous[place - 1] + swap,
                    previous[place] + own_gaps[number - 1],
                    row[place - 1] + gaps[place - 1],
                )
                exchanged = number > 1 and place > 1 and letter == other[place - 2]
                if exchanged and one[number - 2] == facing:
                    cost = min(cost, before[place - 2] + CHEAPEST_EDIT)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = previous
    return row[-1]


def _end_alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _ENDINGS)


def _gaps(word: str) -> list[float]:
    """Return what each letter of ``word`` costs where the other word lacks it."""
    costs = [LEFT_OUT_COST if letter in OFTEN_LEFT_OUT else 1.0 for letter in word]
    for place in range(1, len(word)):
        if word[place] == word[place - 1]:
            costs[place] = CHEAPEST_EDIT
    return costs


def _sums(costs: list[float]) -> list[float]:
    row = [0.0]
    for cost in costs:
        row.append(row[-1] + cost)
    return row
