"""Where in a text the gazetteer's spellings stand, before any policy is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.arabic.tokenize import Token, tokenize
from archive.entities.clitics import MIN_NAME, surface_offset
from archive.entities.lexicon import Lexicon, Start
from archive.entities.mentions import ArticleField
from archive.entities.spelling import match_form
from archive.entities.trie import Target

_INSIDE_A_NAME: Final = re.compile(r"[ \u00a0\t\"'“”„«»‹›‘’()\[\]_#ـ–—-]*|\.")
_BRACKETS: Final = {"«": "»", "“": "”", "(": ")", "[": "]", "‹": "›", "‘": "’", '"': '"'}
_ADDRESS_BEFORE: Final = ("@", ".", "/")
_ADDRESS_AFTER: Final = re.compile(r"\.[a-z]|/|@")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field of an article with its words."""

    field: ArticleField
    text: str
    tokens: tuple[Token, ...]
    forms: tuple[str, ...]

    @classmethod
    def of(cls, field: ArticleField, text: str) -> FieldWords:
        """Return the words of ``text``."""
        tokens = tuple(tokenize(text))
        return cls(field, text, tokens, tuple([match_form(token.text) for token in tokens]))

    def gap(self, index: int) -> str:
        """Return what stands between the word at ``index`` and the next one."""
        return self.text[self.tokens[index].end : self.tokens[index + 1].start]

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
        words.text[one.end : two.start] == " "
        or _INSIDE_A_NAME.fullmatch(words.text, one.end, two.start)
        for one, two in pairwise(words.tokens[first:last])
    )


def _in_address(text: str, start: int, end: int) -> bool:
    """Return whether Latin words are part of a web or mail address, or an account's name."""
    return text[start].isascii() and (
        text[start - 1 : start] in _ADDRESS_BEFORE or bool(_ADDRESS_AFTER.match(text, end))
    )


def scan(words: FieldWords, lexicon: Lexicon) -> Iterator[tuple[Candidate, ...]]:
    """Yield the candidates that begin at one word, longest first, word after word."""
    for index, token in enumerate(words.tokens):
        starts = lexicon[token.text]
        if starts:
            found = [
                candidate
                for start in starts
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
    token = words.tokens[first]
    if start.clitic and last - first == 1 and len(token.text) - start.taken < MIN_NAME:
        return
    if _in_address(words.text, token.start, words.tokens[last - 1].end):
        return
    taken = surface_offset(words.text[token.start : token.end], start.taken)
    if taken >= 0 and holds_together(words, first, last):
        begin = token.start + taken
        end = words.surface_end(begin, words.tokens[last - 1].end)
        yield Candidate(first, last, begin, end, start.clitic, targets)
