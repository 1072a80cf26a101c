"""The features of every word of a sentence.

All but a few depend on one word and on how far away it stands. ``by_distance`` gives
them for a word once and for all, which is what makes tagging fast; ``joint`` gives the
rest, which depend on neighbours together and on the gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive.entities.crf.word_features import WordFeatures

WINDOW: Final = (-1, 0, 1)
BORDER: Final = "\n"
"""Stands before the first word of a sentence and behind the last."""


def by_distance(word: str, features: WordFeatures) -> tuple[tuple[str, ...], ...]:
    """Return, for each distance of ``WINDOW``, what ``word`` tells the word from which it
    stands so far away: the previous word is at -1."""
    lent = ("border",) if word == BORDER else tuple(features.lent(word))
    return tuple(
        tuple(f"{distance}|{feature}" for feature in lent)
        if distance
        else ("bias", *(() if word == BORDER else features.own(word)))
        for distance in WINDOW
    )


def joint(
    words: Sequence[str],
    clusters: Sequence[tuple[str, ...]],
    gazetteer: Sequence[tuple[str, ...]],
) -> Iterator[list[str]]:
    """Yield, for each word of a sentence, the features of more than one word."""
    coarse = ["^", *(numbers[0] if numbers else "?" for numbers in clusters), "$"]
    fine = ["^", *(numbers[1] if numbers else "?" for numbers in clusters), "$"]
    known = [(), *gazetteer, ()]
    before = "^"
    for index, word in enumerate(words, 1):
        joined = [
            f"<{fine[index - 1]} {fine[index]}",
            f">{fine[index]} {fine[index + 1]}",
            f"<>{fine[index - 1]} {fine[index + 1]}",
            f"<=>{coarse[index - 1]} {coarse[index]} {coarse[index + 1]}",
            f"w<{before} {fine[index]}",
        ]
        if known[index - 1] or known[index] or known[index + 1]:
            joined += known[index]
            joined += [f"-1|{feature}" for feature in known[index - 1]]
            joined += [f"1|{feature}" for feature in known[index + 1]]
        before = word
        yield joined


def sentence_features(
    words: Sequence[str], gazetteer: Sequence[tuple[str, ...]], features: WordFeatures
) -> list[list[str]]:
    """Return all features of each word of a sentence, for training."""
    border = [BORDER] * (len(WINDOW) // 2)
    padded = [*border, *words, *border]
    parts = [by_distance(word, features) for word in padded]
    clusters = [features.cluster(word) for word in words]
    rows = []
    for index, more in enumerate(joint(words, clusters, gazetteer)):
        row = [
            feature for column in range(len(WINDOW)) for feature in parts[index + column][column]
        ]
        rows.append(row + more)
    return rows
