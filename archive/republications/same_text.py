"""Whether two texts are one text published twice.

Announcements are made from forms: a congratulation to one head of state has the words of
that to another, all but the names. A text repeats the names it is about. Where each of two
texts repeats words that the other does not hold in any spelling, they are two reports; a
copy that was shortened or edited lacks such words on one side only.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.arabic.normalize import fold_words
from archive.republications.signatures import shingles

LEAST_JACCARD: Final = 0.5
LEAST_CONTAINED: Final = 0.85
LEAST_JACCARD_CONTAINED: Final = 0.35
"""An outlet that prints the first half of an agency's text shares half of all shingles, but
nearly all that it printed. A longer text that only quotes a short one is no copy of it."""

LEAST_NUMBERS: Final = 0.5
"""Reports that are made from a form (prices, weather, results) share their words and differ
in their figures."""

LEAST_COMMON: Final = 0.3
"""Of the shorter text. Reports that only a digest of both brings together share less."""

SURE: Final = 0.75
"""An estimate of 60 numbers strays by 0.065 at most in two of three cases; so high a one
means a Jaccard index over ``LEAST_JACCARD`` in all but one of ten thousand."""

FEWEST_OWN_WORDS: Final = 2
LEAST_OWN_SHARE: Final = 0.03
"""Of all words of the text. An editor who puts "projects" in other words throughout leaves
two or three repeated words on each side too, but of a text that is longer than a form."""

SAME_WORD: Final = 0.7
"""The ratio of ``difflib`` from which on a word is another in other spelling: a foreign name
(غوغل, جوجل), a word with and without its article."""

_FEWEST_NUMBERS: Final = 4
_NUMBER: Final = re.compile(r"\d{1,15}")
_WORD: Final = re.compile("[\\w\u0640\u064b-\u065f\u0670]{2,}")


def is_republication(first: str, second: str, estimate: float = 0.0) -> bool:
    """Tell whether ``first`` and ``second`` are near-identical.

    They share half of all their shingles, or nearly all of the shorter one's while it is no
    mere part of the longer; where both hold several figures, most of these are the same;
    and they do not each repeat words of their own. ``estimate`` is their Jaccard index by
    signature; from ``SURE`` on it is not computed exactly.
    """
    return (
        (estimate >= SURE or _share_text(first, second))
        and _share_figures(first, second)
        and not have_own_subjects(first, second)
    )


def is_same_report(first: str, second: str) -> bool:
    """Tell whether texts may share a cluster, each being near-identical to one between them."""
    _jaccard, contained = _overlap(first, second)
    return contained >= LEAST_COMMON and not have_own_subjects(first, second)


def _share_text(first: str, second: str) -> bool:
    jaccard, contained = _overlap(first, second)
    return jaccard >= LEAST_JACCARD or (
        contained >= LEAST_CONTAINED and jaccard >= LEAST_JACCARD_CONTAINED
    )


def _overlap(first: str, second: str) -> tuple[float, float]:
    """Return what part of all shingles the texts share, and what part of the shorter one's."""
    one, other = _shingles(first), _shingles(second)
    if not len(one) or not len(other):
        return 0.0, 0.0
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared), shared / min(len(one), len(other))


@lru_cache(maxsize=2048)
def _shingles(text: str) -> NDArray[np.uint64]:
    return shingles(text)


def _share_figures(first: str, second: str) -> bool:
    one, other = (Counter(map(int, _NUMBER.findall(text))) for text in (first, second))
    fewest = min(one.total(), other.total())
    if fewest < _FEWEST_NUMBERS:
        return True
    return (one & other).total() >= LEAST_NUMBERS * fewest


def have_own_subjects(first: str, second: str) -> bool:
    """Tell whether each of the texts is about something that the other does not mention."""
    texts = _words(first), _words(second)
    pairs = (texts, texts[::-1])
    unshared = [[w for w, n in one.items() if n > 1 and w not in other] for one, other in pairs]
    return all(map(_is_subject, unshared, texts)) and all(
        _is_subject([word for word in words if not _is_in(word, other)], one)
        for words, (one, other) in zip(unshared, pairs, strict=True)
    )


def _is_subject(words: list[str], text: Counter[str]) -> bool:
    share = sum(text[word] for word in words) / (text.total() or 1)
    return len(words) >= FEWEST_OWN_WORDS and share >= LEAST_OWN_SHARE


def _is_in(word: str, text: Counter[str]) -> bool:
    """As ``bool(difflib.get_close_matches(word, text, 1, SAME_WORD))``, in half the time."""
    length, matcher = len(word), SequenceMatcher(b=word)
    for other in text:
        if 2 * min(length, len(other)) < SAME_WORD * (length + len(other)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= SAME_WORD and matcher.ratio() >= SAME_WORD:
            return True
    return False


@lru_cache(maxsize=2048)
def _words(text: str) -> Counter[str]:
    return Counter(fold_words(_WORD.findall(text)))
