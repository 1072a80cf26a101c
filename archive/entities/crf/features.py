"""The features of every word of a sentence.

All but a few come from one word: its own, and what its neighbours lend it. A model can
add these up once for each word of the language, which is what makes tagging fast. Joint
features are the rest: of neighbours together, and of the gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive.entities.crf.word_features import Shown

BEFORE: Final = "-1|"
"""Stands before a feature of the previous word."""
AFTER: Final = "1|"
BORDER: Final = Shown((), ("border",), ())
"""What stands before the first word of a sentence and behind the last."""


def joint_features(
    words: Sequence[str],
    clusters: Sequence[tuple[str, ...]],
    gazetteer: Sequence[tuple[str, ...]],
) -> Iterator[list[str]]:
    """Yield, for each word of a sentence, the features of more than one word."""
    coarse = ["^", *[numbers[0] if numbers else "?" for numbers in clusters], "$"]
    fine = ["^", *[numbers[1] if numbers else "?" for numbers in clusters], "$"]
    known = [(), *gazetteer, ()]
    before = "^"
    for index, word in enumerate(words, 1):
        left, here, right = fine[index - 1], fine[index], fine[index + 1]
        joint = [
            f"<{left} {here}",
            f">{here} {right}",
            f"<>{left} {right}",
            f"<=>{coarse[index - 1]} {coarse[index]} {coarse[index + 1]}",
            f"w<{before} {here}",
        ]
        if known[index - 1] or known[index] or known[index + 1]:
            joint += known[index]
            joint += [f"{BEFORE}{feature}" for feature in known[index - 1]]
            joint += [f"{AFTER}{feature}" for feature in known[index + 1]]
        before = word
        yield joint


def sentence_features(
    words: Sequence[str], shown: Sequence[Shown], gazetteer: Sequence[tuple[str, ...]]
) -> list[list[str]]:
    """Return all features of each word of a sentence, for training."""
    around = [BORDER, *shown, BORDER]
    joint = joint_features(words, [each.clusters for each in shown], gazetteer)
    return [
        [
            *around[index].own,
            *[f"{BEFORE}{feature}" for feature in around[index - 1].lent],
            *[f"{AFTER}{feature}" for feature in around[index + 1].lent],
            *more,
        ]
        for index, more in enumerate(joint, 1)
    ]
