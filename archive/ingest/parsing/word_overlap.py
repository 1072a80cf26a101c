"""How much two lines speak of the same thing."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import Final

from archive.arabic.normalize import fold
from archive.arabic.stopwords import STOP_WORDS

_WORD: Final = re.compile(r"\w{3,}")
_ARTICLES: Final = ("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_READ_AT_MOST: Final = 800
_REMEMBERED: Final = 256
"""Texts: one line of a page is compared with several others."""


def content_words(text: str) -> frozenset[str]:
    """Return the words of ``text`` that carry matter, folded and without the article."""
    return _content_words(text[:_READ_AT_MOST])


@lru_cache(_REMEMBERED)
def _content_words(text: str) -> frozenset[str]:
    words = _WORD.findall(fold(text))
    return frozenset(_bare(word) for word in words if word not in STOP_WORDS)


def overlap(headline: str, text: str) -> float:
    """Return the share (0 to 1) of ``headline``'s content words that ``text`` has."""
    return shared(content_words(headline), content_words(text))


def shared(wanted: Set[str], found: Set[str]) -> float:
    """Return the share (0 to 1) of ``wanted`` that is in ``found``."""
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _bare(word: str) -> str:
    if "ال" in word[:4] or "لل" in word[:3]:
        for article in _ARTICLES:
            if word.startswith(article) and len(word) > len(article) + 1:
                return word[len(article) :]
    return word
