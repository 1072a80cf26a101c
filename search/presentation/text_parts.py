"""A long text in parts, and how much of it is marked: whatever was loaded, a page stays small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from search.hits.snippets import Fragment

PART_LETTERS: Final = 100_000
"""Letters of a part: fifty times a usual article, 200 KB of Arabic."""
PART_LINES: Final = 2_000
"""Lines of a part: each is a paragraph of its own."""
MOST_MARKS: Final = 2_000
"""Hits that are marked in a part, and names that are links: each takes some hundred bytes."""
MOST_VALUES: Final = 100
"""Keywords and captions that are shown."""
MOST_LETTERS: Final = 2_000
"""Letters of a title or another line that are shown."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text, by its offsets, and the number of it (from 1) and of all parts."""

    start: int
    end: int
    number: int
    count: int

    @property
    def before(self) -> int:
        """The number of the part before; 0 where there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the part after; 0 where there is none."""
        return self.number + 1 if self.number < self.count else 0


def text_part(text: str, number: int) -> TextPart:
    """Return part ``number`` of ``text``, the nearest where there is no such part."""
    ends = [0]
    while ends[-1] < len(text) or len(ends) == 1:
        ends.append(_end(text, ends[-1]))
    number = min(max(number, 1), len(ends) - 1)
    return TextPart(ends[number - 1], ends[number], number, len(ends) - 1)


def _end(text: str, start: int) -> int:
    """Return where a part ends that begins at ``start``: after a line, else a word, if possible."""
    end = min(start + PART_LETTERS, len(text))
    place = start
    for _line in range(PART_LINES):
        place = text.find("\n", place, end) + 1
        if not place:
            break
    else:
        return place
    if end == len(text):
        return end
    for between in "\n ":
        found = text.rfind(between, start + PART_LETTERS // 2, end)
        if found >= 0:
            return found + 1
    return end


def first_marks(lines: Sequence[Sequence[Fragment]]) -> list[Sequence[Fragment]]:
    """Return the lines with no more than ``MOST_MARKS`` marked fragments, the first ones."""
    left, shown = MOST_MARKS, list[Sequence[Fragment]]()
    for line in lines:
        marked = sum(fragment.marked for fragment in line)
        if marked > left:
            kept = {id(each) for each in islice((f for f in line if f.marked), left)}
            line = [Fragment(each.text, id(each) in kept) for each in line]
        left -= min(marked, left)
        shown.append(line)
    return shown
