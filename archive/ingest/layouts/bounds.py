"""Where an article's head begins, and where its body does."""

from __future__ import annotations

from typing import Final

from archive.ingest.layouts.segment import Segment
from archive.ingest.layouts.starts import doubled_head

_STAMPS: Final = ("date", "published", "updated", "byline")
_ENDINGS: Final = ("related", "source", "keywords")
_REACH: Final = 6
_LONGEST_PAGE_HEAD: Final = 400
_LONGEST_TITLE: Final = 28
_LONGEST_CLOSED_TITLE: Final = 18
_SHORTEST_SENTENCE: Final = 3
_DASHES: Final = "-–—"
"""Dashes that open the turns of a conversation."""


def head_start(segment: Segment) -> int:
    """Return the line below the last sign that a page's own header ends there."""
    if segment.position:
        return segment.start
    above = range(segment.start, min(segment.end, _LONGEST_PAGE_HEAD))
    return max((i + 1 for i in above if segment.kind(i) == "start"), default=segment.start)


def first_sentence(segment: Segment, begin: int) -> int:
    """Return the first line of running text that something stands above, or the end.

    Where the page gives its head twice, the text is below the second.
    """
    above = False
    second = segment.end
    again = _second_head(segment, begin)
    for index in range(begin, segment.end):
        if not segment.plain(index):
            continue
        if index <= again:
            above = True
            continue
        if segment.lines[index].is_prose and (above or not can_be_title(segment, index)):
            return index
        if above and second == segment.end:
            second = index
        above = True
    return second


def _second_head(segment: Segment, begin: int) -> int:
    """Return where the title on top of the segment comes again below its captions, else -1."""
    top = next((i for i in range(begin, segment.end) if segment.plain(i)), segment.end)
    if top == segment.end or not segment.lines[top].is_headline:
        return -1
    again = doubled_head(segment.lines, segment.marks, top)
    if again is None or again >= segment.end or again == top + 1:
        return -1
    prose_above = any(segment.lines[i].is_prose for i in range(top + 1, again) if segment.plain(i))
    return again if prose_above and again + 1 < segment.end else -1


def can_be_title(segment: Segment, index: int) -> bool:
    """Whether a line that ends like a sentence may yet be a title: short, over longer text."""
    line = segment.lines[index]
    below = next((i for i in range(index + 1, segment.end) if segment.plain(i)), None)
    if line.words > _LONGEST_TITLE or below is None:
        return False
    other = segment.lines[below]
    if line.ends_with_period and line.words > _LONGEST_CLOSED_TITLE and other.key != line.key:
        return False
    return len(other.text) > len(line.text) or other.plain == line.plain


def body_start(segment: Segment, title: int | None, first: int) -> int:
    """Return where the body begins: below the title, and below a date under a standfirst."""
    if title is None and first == segment.end:
        plain = (i for i in range(segment.start, segment.end) if segment.plain(i))
        return next(plain, segment.end)
    if title is None:
        return first
    body = next((i for i in range(title + 1, first) if _is_sentence(segment, i)), first)
    passed = 0
    for index in range(body, min(segment.end, body + _REACH)):
        kind = segment.kind(index)
        if not kind:
            passed += 1
        elif kind in _STAMPS and passed <= 1 and _text_below(segment, index):
            return next(i for i in range(index + 1, segment.end) if segment.plain(i))
        elif kind in _ENDINGS:
            break
    return body


def _is_sentence(segment: Segment, index: int) -> bool:
    line = segment.lines[index]
    if not segment.plain(index) or line.words < _SHORTEST_SENTENCE:
        return False
    return line.ends_with_period or line.text[0] in _DASHES or line.text[-1] == "؟"


def _text_below(segment: Segment, index: int) -> bool:
    below = range(index + 1, min(segment.end, index + _REACH))
    return any(segment.plain(i) and segment.lines[i].is_prose for i in below)
