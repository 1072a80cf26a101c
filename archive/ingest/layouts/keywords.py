"""A line of keywords, cut into phrases.

Where the page kept separators they decide. Where it lost them, the article's own words
do: the line is cut so that as much of it as possible is phrases that the text contains,
in as few and as long pieces as can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from archive.arabic.normalize import fold

_SEPARATORS: Final = re.compile(r"\s*[,،؛;|#•·/]+\s*|\s+[-–—]+\s+|\t+|\s{2,}")
_EDGES: Final = " \t.:،,؛;|#•·/-–—\"'«»“”"
_WORD: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{2})")
_LEADING: Final = frozenset(("من", "في", "علي", "الي", "عن", "مع", "و", "ان"))
_LONGEST_PHRASE: Final = 6
_LONGEST_LINE: Final = 300


def split_keywords(value: str, text: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of ``value``, a keywords line without its label, each once.

    ``text`` is the article's title and paragraphs: the evidence for unseparated words.
    Spellings that fold together count once, as first written.
    """
    if value[:1] == "#" or _SEPARATORS.search(value.strip(_EDGES)):
        phrases: list[str] = _SEPARATORS.split(value.replace("_", " "))
    else:
        phrases = _cut(value.split()[:_LONGEST_LINE], text)
    kept: dict[str, str] = {}
    for phrase in phrases:
        trimmed = _trim(phrase)
        if trimmed:
            kept.setdefault(fold(trimmed), trimmed)
    return tuple(kept.values())


def _cut(words: Sequence[str], text: Iterable[str]) -> list[str]:
    known = _phrases_of(text)
    keys = [_key(word) for word in words]
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
        keys = [_key(word) for word in paragraph.split()]
        for length in range(1, _LONGEST_PHRASE + 1):
            known.update(zip(*(keys[offset:] for offset in range(length)), strict=False))
    return known


def _key(word: str) -> str:
    return _ARTICLE.sub("", "".join(_WORD.findall(fold(word))))


def _trim(phrase: str) -> str:
    words = phrase.strip(_EDGES).split()
    while len(words) > 1 and fold(words[0]) in _LEADING:
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _LEADING:
        words = words[:-1]
    return " ".join(words)
