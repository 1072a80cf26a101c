"""Phrases that many titles share, to be suggested while a reader types."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from archive.arabic.normalize import strip_marks
from archive.arabic.stopwords import STOP_WORDS
from archive.arabic.tokenize import tokenize

MINIMUM: Final = 3
"""Titles that must share a phrase."""
LONGEST: Final = 3
"""Words of a phrase."""
_WITHIN: Final = re.compile(r"[\s\u200c]+")
"""What may stand between two words of a phrase: punctuation parts it."""


class _Word(NamedTuple):
    folded: str
    surface: str
    follows: bool
    """Whether nothing but space parts it from the word before."""


def frequent_phrases(titles: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield phrases of one to three words as titles mostly write them, with their counts.

    A phrase neither begins nor ends with a stop word. Longer phrases are only counted
    where both their shorter ones are frequent (Agrawal and Srikant's a-priori rule),
    which keeps the counting small.
    """
    read = [list(_words(title)) for title in titles]
    frequent: set[tuple[str, ...]] | None = None
    for length in range(1, LONGEST + 1):
        counts, surfaces = _count(read, length, frequent)
        frequent = {phrase for phrase, count in counts.items() if count >= MINIMUM}
        for phrase in frequent:
            if not {phrase[0], phrase[-1]} & STOP_WORDS and len(phrase[0]) > 1:
                yield surfaces[phrase].most_common(1)[0][0], counts[phrase]


def _count(
    titles: list[list[_Word]], length: int, shorter: set[tuple[str, ...]] | None
) -> tuple[Counter[tuple[str, ...]], dict[tuple[str, ...], Counter[str]]]:
    counts: Counter[tuple[str, ...]] = Counter()
    surfaces: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for words in titles:
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            phrase = tuple(word.folded for word in run)
            if not all(word.follows for word in run[1:]):
                continue
            if shorter is None or (phrase[1:] in shorter and phrase[:-1] in shorter):
                counts[phrase] += 1
                surfaces[phrase][" ".join(word.surface for word in run)] += 1
    return counts, surfaces


def _words(title: str) -> Iterator[_Word]:
    tokens = list(tokenize(title))
    if not tokens:
        return
    gaps = [False, *(bool(_WITHIN.fullmatch(title[a.end : b.start])) for a, b in pairwise(tokens))]
    for token, follows in zip(tokens, gaps, strict=True):
        yield _Word(token.text, strip_marks(title[token.start : token.end]), follows)
