"""Sub-heads that a page's text has lost the line break before.

Scraped text often glues a sub-head to the full stop of the sentence above it
(``…الاستقرار.شراكات ثنائية``). It is a paragraph of its own.
"""

from __future__ import annotations

import re
from typing import Final

from archive.arabic.letters import ARABIC_LETTERS, MARKS

_LETTER: Final = f"[{ARABIC_LETTERS}]"
_LETTER_OR_MARK: Final = f"[{ARABIC_LETTERS}{MARKS}]"
_GLUED: Final = re.compile(
    # Three letters before the stop keep «أ.ف.ب» and «د.محمد» whole, four figures «1.عنوان»;
    # no closing stop after.
    rf"(?:(?<={_LETTER_OR_MARK}{{3}})|(?<=\d{{4}}))(?P<stop>[.!؟…][»”\"')]*)"
    f'(?P<head>(?!و|ف){_LETTER}{_LETTER_OR_MARK}+(?:[ ،:«»"“”()\\-–]+[\\w{MARKS}]+)+[؟!»"”)]*)$'
)
_STOPS: Final = frozenset(".!؟?…")
_LONGEST: Final = 100
_MOST_WORDS: Final = 9
_FEWEST_WORDS_ABOVE: Final = 6


def split_glued(paragraph: str) -> tuple[str, ...]:
    """Return ``paragraph``, and after it the sub-head that was glued to its end, if any."""
    reach = max(0, len(paragraph) - _LONGEST - 8)
    # Most paragraphs end in a full stop, and most others have none so near to their end.
    if paragraph[-1:] in ".…" or _STOPS.isdisjoint(paragraph[reach:]):
        return (paragraph,)
    found = _GLUED.search(paragraph, reach)
    if found is None or len(found["head"]) > _LONGEST:
        return (paragraph,)
    words = found["head"].split()
    above = paragraph[: found.end("stop")]
    if not 2 <= len(words) <= _MOST_WORDS or above.count(" ") < _FEWEST_WORDS_ABOVE:
        return (paragraph,)
    return (above, found["head"])
