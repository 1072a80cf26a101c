"""Where in a text the gazetteer's spellings stand, before any policy is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.arabic.tokenize import word_columns
from archive.entities.clitics import MIN_NAME, surface_offset
from archive.entities.lexicon import Lexicon, Start
from archive.entities.mentions import ArticleField
from archive.entities.spelling import MATCH_FORMS
from archive.entities.trie import Target

_INSIDE_A_NAME: Final = re.compile(r"[ \u00a0\t\"'“”„«»‹›‘’()\[\]_#ـ–—-]*|\.")
_BRACKETS: Final = {"«": "»", "“": "”", "(": ")", "[": "]", "‹": "›", "‘": "’", '"': '"'}
_ADDRESS_BEFORE: Final = ("@", ".", "/")
_ADDRESS_AFTER: Final = re.compile(r"\.[a-z]|/|@")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field of an article with its words, in the forms by which names are compared.

    The word at ``index`` stands at ``text[starts[index] : ends[index]]``.
    """

    field: ArticleField
    text: str
    forms: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, field: ArticleField, text: str) -> FieldWords:
        """Return the words of ``text``."""
        return cls(field, text, *word_columns(text, MATCH_FORMS))

    def surface(self, index: int) -> str:
        """Return the word at ``index`` as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        """Return what stands between the word at ``index`` and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]

    def surface_end(self, start: int, end: int) -> int:
        """Return ``end``, or one more to close a bracket or quote that the name opened."""
        closing = self.text[end : end + 1]
        inside = self.text[start:end]
        for opener, closer in _BRACKETS.items():
            if closing == closer and opener in inside and inside.count(opener) % 2:
                return end + (opener == closer or closer not in inside)
        return end


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of words that some entries go by: tokens ``first`` to ``last`` exclusive."""

    first: int
    last: int
    start: int
    end: int
    clitic: str
    targets: tuple[Target, ...]


def holds_together(words: FieldWords, first: int, last: int) -> bool:
    """Return whether only spaces, quotes, brackets and dashes part the words."""
    return all(
        (gap := words.gap(index)) == " " or _INSIDE_A_NAME.fullmatch(gap)
        for index in range(first, last - 1)
    )


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether Latin words are part of a web or mail address, or an account's name."""
    return text[start].isascii() and (
        text[start - 1 : start] in _ADDRESS_BEFORE or bool(_ADDRESS_AFTER.match(text, end))
    )


def scan(words: FieldWords, lexicon: Lexicon) -> Iterator[tuple[Candidate, ...]]:
    """Yield the candidates that begin at one word, longest first, word after word."""
    for index, starts in enumerate(map(lexicon.__getitem__, words.forms)):
        if starts:
            found = [
                candidate
                for start in starts
                if start.node.goes_on(words.forms, index + 1)
                for end, node in start.node.walk(words.forms, index + 1)
                for candidate in _candidate(words, index, end, start, node.targets)
            ]
            if found:
                yield tuple(sorted(found, key=_longest_first))


def _longest_first(candidate: Candidate) -> tuple[int, int]:
    return -candidate.last, len(candidate.clitic)


def _candidate(
    words: FieldWords, first: int, last: int, start: Start, targets: tuple[Target, ...]
) -> Iterator[Candidate]:
    if start.clitic and last - first == 1 and len(words.forms[first]) - start.taken < MIN_NAME:
        return
    if _in_address(words.text, words.starts[first], words.ends[last - 1]):
        return
    taken = surface_offset(words.surface(first), start.taken)
    if taken >= 0 and holds_together(words, first, last):
        begin = words.starts[first] + taken
        end = words.surface_end(begin, words.ends[last - 1])
        yield Candidate(first, last, begin, end, start.clitic, targets)
