"""Where in a text the gazetteer's spellings stand, before any policy is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from archive.arabic.clitics import MIN_NAME, surface_offset
from archive.arabic.tokenize import word_columns
from archive.entities.gazetteer.lexicon import Lexicon, Start, Target
from archive.entities.gazetteer.name_spellings import MATCH_FORMS
from archive.records.mentions import ArticleField

_INSIDE_A_NAME: Final = re.compile(r"[ \u00a0\t\"'“”„«»‹›‘’()\[\]_#ـ–—-]*|\.")
_BRACKETS: Final = {"«": "»", "“": "”", "(": ")", "[": "]", "‹": "›", "‘": "’", '"': '"'}
_CLOSERS: Final = frozenset(_BRACKETS.values())
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
        if closing not in _CLOSERS:
            return end
        inside = self.text[start:end]
        for opener, closer in _BRACKETS.items():
            if closing == closer and opener in inside and inside.count(opener) % 2:
                return end + (opener == closer or closer not in inside)
        return end


class Candidate(NamedTuple):
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


def scan(words: FieldWords, lexicon: Lexicon) -> Iterator[Sequence[Candidate]]:
    """Yield the candidates that begin at one word, longest first, word after word."""
    forms = words.forms
    seconds = [*forms[1:], ""]
    for index, opening in enumerate(map(lexicon.__getitem__, forms)):
        # Most words begin no name, and most that might are not followed by its second word.
        if opening is None or not (opening.is_name or seconds[index] in opening.seconds):
            continue
        found = [
            candidate
            for start in opening.starts
            for end, node in start.node.walk(forms, index + 1)
            if (candidate := _candidate(words, index, end, start, node.targets))
        ]
        if len(found) > 1:
            found.sort(key=_longest_first)
        if found:
            yield found


def _longest_first(candidate: Candidate) -> tuple[int, int]:
    return -candidate.last, len(candidate.clitic)


def _candidate(
    words: FieldWords, first: int, last: int, start: Start, targets: tuple[Target, ...]
) -> Candidate | None:
    clitic, taken, _node = start
    if clitic and last - first == 1 and len(words.forms[first]) - taken < MIN_NAME:
        return None
    begin, end = words.starts[first], words.ends[last - 1]
    if _in_address(words.text, begin, end) or not holds_together(words, first, last):
        return None
    if taken:
        offset = surface_offset(words.surface(first), taken)
        if offset < 0:
            return None
        begin += offset
    return Candidate(first, last, begin, words.surface_end(begin, end), clitic, targets)
