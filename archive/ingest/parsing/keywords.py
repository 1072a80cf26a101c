"""A line of keywords cut into its phrases, also where the page lost what parted them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from archive.arabic.normalize import fold

_SEPARATORS: Final = re.compile(r"\s*[,،؛;|#•·/]+\s*|\s+[-–—]+\s+|\t+|\s{2,}")
_PHRASE_EDGES: Final = " \t.:،,؛;|#•·/-–—\"'«»“”"
_LETTERS: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{2})")
_PARTICLES: Final = frozenset(("من", "في", "علي", "الي", "عن", "مع", "و", "ان"))
"""Words, folded, that neither open nor close a keyword."""
_LONGEST_PHRASE: Final = 6
"""Words of a keyword."""
_MOST_KEYWORD_WORDS: Final = 300
"""Words of a line of keywords that are looked at: it holds time and memory down."""


def split_keywords(value: str, text: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of ``value``, a keywords line without its label, each once.

    Where the page kept separators they decide. Where it lost them, the article's own words
    do: the line is cut so that as much of it as possible is phrases that the text contains,
    in as few and as long pieces as can be.

    ``text`` is the article's title and paragraphs: the evidence for unseparated words.
    Spellings that fold together count once, as first written.
    """
    if value[:1] == "#" or _SEPARATORS.search(value.strip(_PHRASE_EDGES)):
        phrases: list[str] = _SEPARATORS.split(value.replace("_", " "))
    else:
        phrases = _cut_unseparated(value.split()[:_MOST_KEYWORD_WORDS], text)
    phrases_by_key: dict[str, str] = {}
    for phrase in phrases:
        trimmed = _trimmed(phrase)
        if trimmed:
            phrases_by_key.setdefault(fold(trimmed), trimmed)
    return tuple(phrases_by_key.values())


def _cut_unseparated(words: Sequence[str], text: Iterable[str]) -> list[str]:
    known = _phrases_of(text)
    keys = [_word_key(word) for word in words]
    # best[i]: the fewest (unknown words, pieces) that words[i:] can be cut into.
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        choices = []
        for end in range(start + 1, min(len(words), start + _LONGEST_PHRASE) + 1):
            found = tuple(keys[start:end]) in known
            if not found and end > start + 1:
                continue
            unknown, pieces, _ = best[end]
            choices.append((unknown + (not found), pieces + 1, end))
        best[start] = min(choices, key=lambda choice: (choice[0], choice[1], -choice[2]))
    return _pieces(words, keys, best, known)


def _pieces(
    words: Sequence[str],
    keys: Sequence[str],
    best: Sequence[tuple[int, int, int]],
    known: set[tuple[str, ...]],
) -> list[str]:
    pieces: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(words):
        end = best[start][2]
        if end == start + 1 and (keys[start],) not in known:
            unknown.append(words[start])
        else:
            pieces += [" ".join(unknown), " ".join(words[start:end])]
            unknown = []
        start = end
    return [*pieces, " ".join(unknown)]


def _phrases_of(text: Iterable[str]) -> set[tuple[str, ...]]:
    known: set[tuple[str, ...]] = set()
    for paragraph in text:
        keys = [_word_key(word) for word in paragraph.split()]
        for length in range(1, _LONGEST_PHRASE + 1):
            known.update(zip(*(keys[offset:] for offset in range(length)), strict=False))
    return known


def _word_key(word: str) -> str:
    return _ARTICLE.sub("", "".join(_LETTERS.findall(fold(word))))


def _trimmed(phrase: str) -> str:
    words = phrase.strip(_PHRASE_EDGES).split()
    while len(words) > 1 and fold(words[0]) in _PARTICLES:
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _PARTICLES:
        words = words[:-1]
    return " ".join(words)
