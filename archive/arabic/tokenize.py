"""Words of a text, folded, with their offsets in the original.

>>> [(token.text, token.start, token.end) for token in tokenize("كِتابٌ، ٢٠٢٥")]
[('كتاب', 0, 6), ('2025', 8, 12)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from archive.arabic import letters
from archive.arabic.normalize import fold

_ARABIC: Final = f"{re.escape(letters.ARABIC_LETTERS)}{letters.PRESENTATION_FORMS}"
_ATTACHED: Final = f"{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}"

WORD_PATTERN: Final = (
    # An Arabic word ends where Latin letters or digits begin (الـCIA, يونيو2024).
    f"[{_ARABIC}](?:[{_ARABIC}{_ATTACHED}]*[{_ARABIC}{letters.MARKS}{letters.TATWEEL}])?"
    f"|[^\\W_{_ARABIC}{_ATTACHED}](?:[^\\W_{_ARABIC}]|[{letters.INVISIBLES}](?=[^\\W_]))*"
)
"""One word, without groups. Full stops, commas and every other sign end a word, also
between two letters that no space divides (الحرب.وقال)."""

_WORD: Final = re.compile(WORD_PATTERN)

_fold_word: Final = lru_cache(maxsize=1 << 16)(fold)
"""Words come again and again: remembering them makes reading three times as fast."""


class Token(NamedTuple):
    """A word: ``text`` folded; ``original[start:end]`` is its surface."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of ``text`` in order. Offsets count code points of ``text``."""
    for match in _WORD.finditer(text):
        folded = _fold_word(match.group())
        if folded:
            yield Token(folded, match.start(), match.end())
