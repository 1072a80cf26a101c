"""Finds where the articles of a page begin, and in each article where head and body begin.

``find_starts`` parts a page; ``head_start``, ``first_sentence`` and ``body_start`` part one
article's ``Segment``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.line_roles import Segment
from archive.ingest.parsing.page_lines import Line, overlap

Marks = Sequence[LineMark | None]

_ARTICLE_ENDINGS: Final = ("source", "keywords", "disclaimer", "end", "related")
"""Kinds of marks below which another article may begin."""
_DATES: Final = ("date", "published")
_HEAD_LENGTH: Final = 11
"""Lines of a head down to where its title is repeated."""
_STAMP_REACH: Final = 5
"""Lines below a headline among which its date stands."""
_HEADLINE_REACH: Final = 3
_TEXT_REACH: Final = 6
"""Lines below a «read also» among which a headline stands; lines below that for its text."""
_FEWEST_TITLE_WORDS: Final = 3
_SAME_MATTER: Final = 0.34
_SURELY_SAME_MATTER: Final = 0.5
"""Share of a headline's words that the text below it uses where it is its own: a third, where
an article has surely ended above; half, where it may go on."""


def find_starts(lines: Sequence[Line], marks: Marks, after_related: str) -> list[int]:
    """Return the indexes at which articles begin; the first is 0.

    ``after_related`` is the layout's word on what follows «read also»: ``article``,
    ``headlines``, or nothing, in which case the words of headline and text decide.
    """
    starts = [0]
    seen_prose = ended = False
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark is None:
            if seen_prose and _begins_at(lines, marks, index, ended):
                starts.append(index)
                seen_prose = ended = False
            elif line.is_prose:
                seen_prose = True
        elif mark.kind in _DATES and seen_prose and _is_stamped_head(lines, marks, index):
            starts.append(index)
            seen_prose = ended = False
        elif mark.kind == "related" and not mark.value:
            begun = _article_after(lines, marks, index, ended, after_related)
            ended = True
            if begun is not None and seen_prose:
                starts.append(begun)
                seen_prose = ended = False
        elif mark.kind in _ARTICLE_ENDINGS and not (mark.kind == "related" and mark.value):
            ended = True
    return starts


def _begins_at(lines: Sequence[Line], marks: Marks, index: int, ended: bool) -> bool:
    line = lines[index]
    if not line.is_headline:
        return False
    if doubled_head(lines, marks, index) is not None:
        return True
    if index + 1 < len(lines) and lines[index + 1].key == line.key:
        return ended and _prose_follows(lines, marks, index + 2, 3)
    return line.gap > 0 and _stamp_follows(lines, marks, index)


def doubled_head(lines: Sequence[Line], marks: Marks, index: int) -> int | None:
    """Return where the head that begins at ``index`` is repeated, if it is repeated apart.

    Between the two stand only lines that are doubled themselves or that the rules know,
    and at most one standfirst.
    """
    key = lines[index].key
    if not key or lines[index].words < _FEWEST_TITLE_WORDS:
        return None
    for again in range(index + 2, min(len(lines), index + 1 + _HEAD_LENGTH)):
        if lines[again].key != key:
            continue
        repeated = {line.key for line in lines[again + 1 : again + (again - index)]}
        between = range(index + 1, again)
        doubled = sum(lines[i].key in repeated for i in between)
        alone = {lines[i].key for i in between if marks[i] is None} - repeated
        # A standfirst may stand in the first head only, beside a caption that is doubled.
        if len(alone) <= min(1, doubled):
            return again
    return None


def _stamp_follows(lines: Sequence[Line], marks: Marks, index: int) -> bool:
    """Whether a date or byline stands between this headline and the text that follows."""
    stamped = False
    for ahead in range(index + 1, min(len(lines), index + 1 + _STAMP_REACH)):
        mark = marks[ahead]
        if mark is None and lines[ahead].is_prose:
            return stamped
        if mark is not None and mark.kind in _ARTICLE_ENDINGS:
            return False
        stamped = stamped or (mark is not None and mark.kind in _DATES)
    return False


def _is_stamped_head(lines: Sequence[Line], marks: Marks, index: int) -> bool:
    """Whether a headline and then its text follow the date at ``index`` at once."""
    after = index + 1
    return (
        after + 1 < len(lines)
        and marks[after] is None
        and lines[after].is_headline
        and marks[after + 1] is None
        and lines[after + 1].is_prose
        and overlap(lines[after].text, lines[after + 1].text) >= _SAME_MATTER
    )


def _prose_follows(lines: Sequence[Line], marks: Marks, index: int, reach: int) -> bool:
    ahead = range(index, min(len(lines), index + reach))
    return any(marks[i] is None and lines[i].is_prose for i in ahead)


def _article_after(
    lines: Sequence[Line], marks: Marks, marker: int, ended: bool, after_related: str
) -> int | None:
    """Return where a whole article begins under the «read also» at ``marker``, if it does."""
    if after_related == "headlines":
        return None
    below = range(marker + 1, min(len(lines), marker + 1 + _HEADLINE_REACH))
    head = next((i for i in below if marks[i] is None), None)
    if head is None or not lines[head].is_headline:
        return None
    below = range(head + 1, min(len(lines), head + 1 + _TEXT_REACH))
    body = next((i for i in below if _is_text(lines, marks, i)), None)
    if body is None or any(_is_ending(marks[i]) for i in range(head + 1, body)):
        return None
    if after_related == "article":
        return head
    if not _prose_follows(lines, marks, body + 1, 2):
        return None
    needed = _SAME_MATTER if ended else _SURELY_SAME_MATTER
    return head if overlap(lines[head].text, lines[body].text) >= needed else None


def _is_ending(mark: LineMark | None) -> bool:
    return mark is not None and mark.kind in _ARTICLE_ENDINGS


def _is_text(lines: Sequence[Line], marks: Marks, index: int) -> bool:
    return marks[index] is None and lines[index].is_prose


_HEAD_STAMPS: Final = ("date", "published", "updated", "byline")
_BODY_ENDINGS: Final = ("related", "source", "keywords")
_STANDFIRST_REACH: Final = 6
"""Lines below a title among which a date under the standfirst stands, and text below that."""
_LONGEST_PAGE_HEAD: Final = 400
"""Lines at the top of a page among which a layout's ``start`` counts."""
_LONGEST_TITLE: Final = 28
_LONGEST_CLOSED_TITLE: Final = 18
"""Words of a title, and of one that a full stop closes, right above longer text."""
_FEWEST_SENTENCE_WORDS: Final = 3
_DASHES: Final = "-–—"
"""Dashes that open the turns of a conversation."""


def head_start(segment: Segment) -> int:
    """Return the index of the line below the last sign that a page's own header ends."""
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
    for index in range(body, min(segment.end, body + _STANDFIRST_REACH)):
        kind = segment.kind(index)
        if not kind:
            passed += 1
        elif kind in _HEAD_STAMPS and passed <= 1 and _text_below(segment, index):
            return next(i for i in range(index + 1, segment.end) if segment.plain(i))
        elif kind in _BODY_ENDINGS:
            break
    return body


def _is_sentence(segment: Segment, index: int) -> bool:
    line = segment.lines[index]
    if not segment.plain(index) or line.words < _FEWEST_SENTENCE_WORDS:
        return False
    return line.ends_with_period or line.text[0] in _DASHES or line.text[-1] == "؟"


def _text_below(segment: Segment, index: int) -> bool:
    below = range(index + 1, min(segment.end, index + _STANDFIRST_REACH))
    return any(segment.plain(i) and segment.lines[i].is_prose for i in below)
