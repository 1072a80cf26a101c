"""A page as lines, each with its place in the text and what its form shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.normalize import fold, strip_marks

READ_AT_MOST: Final = 320
"""Code points of a line that the rules look at: what is longer than that is prose."""

_LONG: Final = 12
_LONGEST_KEY: Final = 300
_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLANKS: Final = (
    "".join(
        chr(point)
        for start, end in ((0x2000, 0x200F), (0x2028, 0x202F), (0x2060, 0x206F))
        for point in range(start, end + 1)
    )
    + " \t\xa0\u00ad\u061c\u3000\ufeff"
)
_KEY_EDGES: Final = " \t.:،,؛;!-–—|*•·…«»\"'“”()[]{}<>/\\=_؟?›‹+"
_ICON: Final = re.compile(r"^(?:camera|image|photo) (?:icon|caption)\s*(?=\S)")
_SENTENCE_END: Final = re.compile(r"[.!؟?…:]+[»”\"'’)\]]*$|[.!؟?…][»”\"'’)\]]+[.]?$")
_PERIOD_END: Final = re.compile(r"(?<![.])[.…][»”\"'’)\]]*$|[»”\"]\.$")
_CLOSING: Final = ".!؟?…:»”\"'’)]"
"""What a line that ends a sentence can end with."""

_INNER_STOP: Final = re.compile(r"[.،؛:](?:\s|$)")


def line_key(text: str) -> str:
    """Return ``text`` folded, single-spaced, bare of edge punctuation and of icons' names."""
    return _ICON.sub("", " ".join(fold(text).split()).strip(_KEY_EDGES))


@dataclass(slots=True)
class Line:
    """A non-blank line: ``page[start:end]`` is ``text``; ``number`` counts from 1.

    ``loose`` is set on the long lines of a page that writes no full stops.
    ``gap`` is the number of blank lines above it. ``plain`` is its beginning without
    vowel marks and with single spaces; ``key`` is folded and bare of edge punctuation,
    so that two spellings of a marker meet. ``ends_with_period`` says that a full stop
    closes it (the ``..`` of headlines does not count).
    """

    number: int
    text: str
    start: int
    end: int
    gap: int = 0
    plain: str = field(default="", init=False)
    words: int = field(default=0, init=False)
    ends_sentence: bool = field(default=False, init=False)
    ends_with_period: bool = field(default=False, init=False)
    loose: bool = field(default=False, init=False)
    _key: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        head = self.text[:READ_AT_MOST]
        self.plain = " ".join(strip_marks(head.replace(" ـ ", " - ")).split())
        self.words = self.plain.count(" ") + 1
        tail = self.text[-8:]
        if tail[-1:] in _CLOSING:
            self.ends_sentence = _SENTENCE_END.search(tail) is not None
            self.ends_with_period = _PERIOD_END.search(tail) is not None

    @property
    def key(self) -> str:
        """What two spellings of one line share; empty for a line too long to repeat."""
        if self._key is None:
            self._key = line_key(self.plain) if len(self.text) <= _LONGEST_KEY else ""
        return self._key

    @property
    def last_number(self) -> int:
        """The number of the last line of the page that it was joined from."""
        return self.number + self.text.count("\n")

    @property
    def is_prose(self) -> bool:
        """Whether its form alone shows running text and not a headline or a label."""
        if self.loose or self.words >= 30 or len(self.text) >= 220:
            return True
        if self.ends_with_period:
            return self.words >= 6
        return self.words >= 16 and _INNER_STOP.search(self.plain) is not None

    @property
    def is_headline(self) -> bool:
        """Whether it could be a title: some words, no full stop, not endless."""
        return 3 <= self.words <= 32 and len(self.text) <= 260 and not self.ends_with_period


def loosen(lines: Sequence[Line]) -> None:
    """Let long lines count as prose where hardly any of them ends like a sentence.

    The first line may be a title, and a line that stands twice a caption: they stay.
    """
    counts = Counter(line.plain for line in lines)
    long = [line for line in lines[1:] if line.words >= _LONG and counts[line.plain] < 2]
    if sum(line.ends_sentence for line in long) * 2 < len(long):
        for line in long:
            line.loose = True


def split_lines(text: str) -> Iterator[Line]:
    """Yield the non-blank lines of ``text``, edges trimmed of every kind of blank."""
    number = 0
    above = 0
    position = 0
    for match in _LINE.finditer(text):
        number += text.count("\n", position, match.start())
        position = match.start()
        start, end = match.span()
        raw = match.group()
        trimmed = raw.strip(_BLANKS)
        if not trimmed:
            continue
        start += len(raw) - len(raw.lstrip(_BLANKS))
        end = start + len(trimmed)
        line = Line(number + 1, trimmed, start, end, max(0, number - above))
        if line.plain:
            yield line
            above = number + 1
