"""Phrases that many titles share, to be suggested while a reader types."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import WORD_PATTERN
from archive.arabic.word_lists import STOP_WORDS

MIN_TITLES: Final = 3
"""Titles that must share a phrase."""
MAX_PHRASE_WORDS: Final = 3
"""Words of a phrase."""
MIN_COHESION: Final = 0.35
"""How far beyond chance the words of a phrase stand together, on a scale up to 1; by eye."""
MIN_NEIGHBOURS: Final = 2
"""Different words that stand before a phrase, and after it: else it is a piece of one longer."""
_WITHIN: Final = re.compile(r"[\s\u200c]+")
"""What may stand between two words of a phrase: punctuation parts it."""
_WORDS_BETWEEN_GAPS: Final = re.compile(f"({WORD_PATTERN})")
_GAP: Final = 0
"""The number that stands between words that no phrase joins."""

_Numbers = NDArray[np.int32]


def frequent_phrases(titles: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield phrases of one to three words with their counts, each word as titles mostly write it.

    A phrase neither begins nor ends with a stop word. Words are numbers in one array and a
    phrase is the place where it begins: as objects they take many times the memory.
    """
    surfaces, written = _read(titles)
    words: dict[str, int] = {"": _GAP}
    word_of = np.array([words.setdefault(fold(each), len(words)) for each in surfaces], np.int32)
    text = word_of[written]
    spelled = _commonest(word_of, np.bincount(written))
    edge = np.array([word not in STOP_WORDS for word in words])
    begin = edge & np.array([len(word) > 1 for word in words])
    for place, length, count in _frequent(text, edge):
        if begin[text[place]] and edge[text[place + length - 1]]:
            phrase = spelled[text[place : place + length]]
            yield " ".join(surfaces[each] for each in phrase.tolist()), count


def _read(titles: Iterable[str]) -> tuple[list[str], _Numbers]:
    """Return the words as they are written, vowel marks left out, and their numbers in order."""
    numbers: dict[str, int] = {"": _GAP}
    written = array("i")
    for title in titles:
        parts = _WORDS_BETWEEN_GAPS.split(title)
        for before, word in zip(parts[::2], parts[1::2], strict=False):
            if not _WITHIN.fullmatch(before):
                written.append(_GAP)
            written.append(numbers.setdefault(strip_marks(word), len(numbers)))
        written.append(_GAP)
    return list(numbers), np.array(written, np.int32)


def _commonest(word_of: _Numbers, counts: NDArray[np.int64]) -> _Numbers:
    """Return the commonest surface of each word, of two the one that was written first."""
    order = np.lexsort((-np.arange(len(counts)), counts))
    commonest = np.zeros(len(word_of), np.int32)
    commonest[word_of[order]] = order
    return commonest


def _frequent(text: _Numbers, edge: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Yield (place, length, count) of each phrase, the place one of those where it stands.

    Longer phrases are only counted where both their shorter ones are frequent (Agrawal and
    Srikant's a-priori rule), which keeps the counting small. A word is a phrase; of several, those
    are that belong together and stand among different words.
    """
    shorter, keys = text, text.astype(np.int64)
    total = max(int(np.count_nonzero(text)), 1)
    words = times = np.zeros(len(text), np.int64)
    for length in range(1, MAX_PHRASE_WORDS + 1):
        if length > 1:
            keys = np.zeros(len(text), np.int64)
            both = np.flatnonzero((shorter[:-1] > 0) & (shorter[1:] > 0))
            keys[both] = (
                shorter[both] * (text.max(initial=0) + np.int64(1)) + text[both + length - 1]
            )
        places = np.flatnonzero(keys)
        _, where, phrase_of, counts = np.unique(
            keys[places], return_index=True, return_inverse=True, return_counts=True
        )
        often = counts >= MIN_TITLES
        first = places[where]
        kept = often.copy()
        if length > 1 and len(first):
            apart = np.maximum(
                times[first] * words[first + length - 1], words[first] * times[first + 1]
            )
            kept &= _cohesion(counts, apart / total, total) >= MIN_COHESION
            kept &= _neighbours(text, edge, places - 1, phrase_of, len(counts)) >= MIN_NEIGHBOURS
            kept &= (
                _neighbours(text, edge, places + length, phrase_of, len(counts)) >= MIN_NEIGHBOURS
            )
        yield from zip(first[kept].tolist(), repeat(length), counts[kept].tolist(), strict=False)
        shorter = np.zeros(len(text), np.int32)
        shorter[places] = np.where(often, np.arange(1, len(often) + 1), 0)[phrase_of]
        times = np.zeros(len(text), np.int64)
        times[places] = counts[phrase_of]
        words = times if length == 1 else words


def _cohesion(
    counts: NDArray[np.int64], expected: NDArray[np.float64], total: int
) -> NDArray[np.float64]:
    """Return the normalised pointwise mutual information (Bouma 2009) of parts: 0 is chance."""
    found: NDArray[np.float64] = np.log(counts / np.maximum(expected, 1e-9)) / -np.log(
        np.minimum(counts / total, 1 - 1e-9)
    )
    return found


def _neighbours(
    text: _Numbers,
    edge: NDArray[np.bool_],
    places: NDArray[np.int64],
    phrase_of: NDArray[np.int64],
    phrases: int,
) -> NDArray[np.int64]:
    """Return how many different words stand at ``places``, for each phrase.

    Each gap is another, and so is each word that ends no phrase.
    """
    beside = text.take(places, mode="clip").astype(np.int64)
    within = (beside != _GAP) & edge[beside]
    gaps = np.bincount(phrase_of[~within], minlength=phrases)
    pairs = np.unique(phrase_of[within] * (text.max(initial=0) + np.int64(1)) + beside[within])
    words = np.bincount(pairs // (text.max(initial=0) + np.int64(1)), minlength=phrases)
    return gaps + words
