"""Two texts beside each other, paragraph by paragraph, with the words marked that one side has."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from search.hits.snippets import Fragment
from search.presentation.excerpts import changed_text

MOST_PARAGRAPHS: Final = 400
"""Paragraphs of each text that are compared; equal ones cost the square of their number."""
_MOST_LETTERS: Final = 40_000
"""Letters of pairs whose words are compared; later pairs stand side by side without marks."""
_LIKE: Final = 0.3
"""Share of words from which on two paragraphs are told apart by words: below, both are whole."""


@dataclass(frozen=True, slots=True)
class AlignedParagraphs:
    """A paragraph of each side, empty where a side has none; ``same`` where both have it."""

    one: tuple[Fragment, ...]
    other: tuple[Fragment, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class AlignedTexts:
    """The rows; ``cut`` says that a text goes on, ``differences`` counts the rows that differ."""

    rows: tuple[AlignedParagraphs, ...]
    cut: bool

    @property
    def differences(self) -> int:
        """How many rows differ."""
        return sum(not row.same for row in self.rows)


def aligned_texts(one: Sequence[str], other: Sequence[str]) -> AlignedTexts:
    """Return two texts, given by their paragraphs, side by side."""
    cut = max(len(one), len(other)) > MOST_PARAGRAPHS
    rows = _rows(list(one[:MOST_PARAGRAPHS]), list(other[:MOST_PARAGRAPHS]))
    return AlignedTexts(tuple(rows), cut)


def _rows(one: list[str], other: list[str]) -> Iterator[AlignedParagraphs]:
    room = _MOST_LETTERS
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for tag, start, end, from_, to in matcher.get_opcodes():
        for before, after in zip_longest(one[start:end], other[from_:to], fillvalue=""):
            if tag == "equal":
                yield AlignedParagraphs((Fragment(before),), (Fragment(after),), same=True)
                continue
            room -= len(before) + len(after)
            yield _pair(before, after, compared=room > 0)


def _pair(before: str, after: str, *, compared: bool) -> AlignedParagraphs:
    if compared and before and after and _alike(before, after):
        changed = changed_text(before, after)
        return AlignedParagraphs(changed.before, changed.after, same=False)
    whole = (
        (Fragment(before, marked=not after),) if before else (),
        (Fragment(after, marked=not before),) if after else (),
    )
    return AlignedParagraphs(*whole, same=False)


def _alike(before: str, after: str) -> bool:
    one, other = set(before.split()), set(after.split())
    return len(one & other) >= _LIKE * min(len(one), len(other))
