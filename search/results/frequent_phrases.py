"""Phrases that many titles share, to be suggested while a reader types."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from archive.arabic.normalize import strip_marks
from archive.arabic.stopwords import STOP_WORDS
from archive.arabic.tokenize import tokenize

MINIMUM: Final = 3
"""Titles that must share a phrase."""
LONGEST: Final = 3
"""Words of a phrase."""
_WITHIN: Final = re.compile(r"[\s\u200c]+")
"""What may stand between two words of a phrase: punctuation parts it."""


_Run = list[str]
"""Folded words that nothing but space parts."""


def frequent_phrases(titles: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield phrases of one to three words with their counts, each word as titles mostly write it.

    A phrase neither begins nor ends with a stop word. Longer phrases are only counted
    where both their shorter ones are frequent (Agrawal and Srikant's a-priori rule),
    which keeps the counting small.
    """
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    runs = [run for title in titles for run in _runs(title, surfaces)]
    shorter: set[tuple[str, ...]] = set()
    for length in range(1, LONGEST + 1):
        counts = _count(runs, length, shorter)
        shorter = {phrase for phrase, count in counts.items() if count >= MINIMUM}
        for phrase in shorter:
            if not {phrase[0], phrase[-1]} & STOP_WORDS and len(phrase[0]) > 1:
                words = (surfaces[word].most_common(1)[0][0] for word in phrase)
                yield " ".join(words), counts[phrase]


def _count(
    runs: list[_Run], length: int, shorter: set[tuple[str, ...]]
) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for run in runs:
        phrases = zip(*(run[start:] for start in range(length)), strict=False)
        if length == 1:
            counts.update(phrases)
        else:
            counts.update(
                phrase for phrase in phrases if phrase[1:] in shorter and phrase[:-1] in shorter
            )
    return counts


def _runs(title: str, surfaces: dict[str, Counter[str]]) -> Iterator[_Run]:
    """Yield the runs of ``title``, and note how its words are written."""
    run: _Run = []
    last = 0
    for folded, start, end in tokenize(title):
        if run and not _WITHIN.fullmatch(title, last, start):
            yield run
            run = []
        run.append(folded)
        surfaces[folded][strip_marks(title[start:end])] += 1
        last = end
    if run:
        yield run
