"""How much two lines speak of the same thing."""

from __future__ import annotations

import re
from typing import Final

from archive.arabic.normalize import fold
from archive.arabic.stopwords import STOP_WORDS

_WORD: Final = re.compile(r"\w{3,}")
_PROCLITICS: Final = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل)|[وف](?=\w{4}))(?=\w{2})")


def content_words(text: str) -> set[str]:
    """Return the words of ``text`` that carry matter, folded, without article or و."""
    words = _WORD.findall(fold(text[:2000]))
    return {_PROCLITICS.sub("", word) for word in words if word not in STOP_WORDS}


def overlap(headline: str, text: str) -> float:
    """Return the share (0 to 1) of ``headline``'s content words that ``text`` has."""
    wanted = content_words(headline)
    return len(wanted & content_words(text)) / len(wanted) if wanted else 0.0
