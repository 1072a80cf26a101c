"""The lines of a record's text, and what is read from them.

A record says itself what its text is, so no line of it is looked for as a title, a caption or a
menu: all of them are paragraphs. Near its beginning and its end a line may be a dateline, a
byline, a date, a source. What such a line tells is read, and the line stays in the text. Left
out is only a «read also» with the link that it announces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing import datelines
from archive.ingest.parsing.layouts import LayoutLibrary
from archive.ingest.parsing.line_marks import mark_lines
from archive.ingest.parsing.line_roles import ClassifiedLine, Role, Segment
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.ingest.parsing.page_lines import Line, split_lines
from archive.knowledge.knowledge import OutletRegistry

_HEAD_LINES: Final = 5
"""Lines at the beginning of a text among which it may be credited and dated."""
_TAIL_LINES: Final = 4
"""Lines at its end, likewise."""
_CREDITS: Final = frozenset(("byline", "dateline", "published", "updated", "date", "source"))
_HEAD_KINDS: Final = _CREDITS | {"section"}
_TAIL_KINDS: Final = _CREDITS | {"keywords", "disclaimer"}
_STAYS: Final = "; the line stays in the text"
_LONGEST_LINKED: Final = 25
"""Words of a headline that stands with its address under a «read also»."""
_LINK_AT_END: Final = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_SENTENCE_INSIDE: Final = re.compile(r"[.؟!]\s+\S+\s+\S+\s+\S+")
"""A sentence's end with more than two words behind it."""
_MIXED: Final = re.compile(r"^[^A-Za-z]*+[A-Za-z][^\u0621-\u064a]*+[\u0621-\u064a]")
"""A name in two scripts: the names of buttons stand before it."""
_LONGEST_SOURCE: Final = 5
"""Words of a source's name on a line below its label."""


def classify_record(
    text: str, heading: int, *, outlets: OutletRegistry, domain: str = ""
) -> ClassifiedPage:
    """Return the lines of a record's ``text``, as one article's.

    The first ``heading`` code points are its title, put above its text; ``domain`` is the host
    of its address.
    """
    choice = LayoutLibrary.shipped().choose((), domain)
    lines = list(split_lines(text))
    above = [line for line in lines if line.start < heading]
    own = lines[len(above) :]
    marks = mark_lines(own, choice.rules, outlets)
    segment = Segment(own, marks, 0, len(own), 0, choice.layout, outlets)
    read = _left_out(segment)
    if len(read) == len(own):
        read = {}
    read = {**_credits(segment), **read}
    classified = [ClassifiedLine(line, Role.TITLE, "the record's title", 0) for line in above]
    classified += [read.get(index) or _text(segment, index) for index in range(len(own))]
    article = [each for each in classified if each.article is not None]
    return ClassifiedPage(classified, choice, [article], frozenset())


def _text(segment: Segment, index: int) -> ClassifiedLine:
    role = {"post": Role.POST, "address": Role.ADDRESS}.get(segment.kind(index), Role.BODY)
    return segment.classify(index, role, "the record's text")


def _left_out(segment: Segment) -> dict[int, ClassifiedLine]:
    """Return the lines that are surely none of the text, by their index."""
    found: dict[int, ClassifiedLine] = {}
    for index in range(segment.end):
        if segment.kind(index) == "related":
            for linked in _linked(segment, index):
                why = "a «read also» and its link"
                found[linked] = segment.classify(linked, Role.RELATED, why)
    return found


def _linked(segment: Segment, marker: int) -> Sequence[int]:
    """Return the lines of the «read also» at ``marker`` with its link; none without a link."""
    line, mark = segment.lines[marker], segment.marks[marker]
    if not _is_linked_headline(line):
        return ()
    if _LINK_AT_END.search(line.text):
        return (marker,)
    below = marker + 1
    if mark is not None and not mark.value and _is_plain_headline(segment, below):
        below += 1
    is_link = below < segment.end and segment.kind(below) == "address"
    return range(marker, below + 1) if is_link else ()


def _is_plain_headline(segment: Segment, index: int) -> bool:
    if index >= segment.end or not segment.plain(index):
        return False
    line = segment.lines[index]
    return line.is_headline and _is_linked_headline(line)


def _is_linked_headline(line: Line) -> bool:
    """Whether a line holds no more than a label, a headline and an address."""
    return line.words <= _LONGEST_LINKED and _SENTENCE_INSIDE.search(line.plain) is None


def _credits(segment: Segment) -> dict[int, ClassifiedLine]:
    """Return the lines that credit or date the text; none where it is nothing but such lines."""
    head = _head(segment)
    found = {index: read for index in head if (read := _credit_above(segment, index))}
    for index in _tail(segment, len(head)):
        if (read := _credit_below(segment, index)) is not None:
            found[index] = read
    return found if len(found) < segment.end else {}


def _head(segment: Segment) -> range:
    """Return the lines above the first running text, which are few."""
    end = min(_HEAD_LINES, segment.end)
    return range(next((i for i in range(end) if _is_running(segment, i)), end))


def _tail(segment: Segment, head: int) -> range:
    """Return the lines below the last running text, without those of the head."""
    first = max(head, segment.end - _TAIL_LINES)
    below = (i + 1 for i in range(segment.end - 1, first - 1, -1) if _is_running(segment, i))
    return range(next(below, first), segment.end)


def _is_running(segment: Segment, index: int) -> bool:
    line = segment.lines[index]
    return segment.plain(index) and (line.is_prose or line.ends_with_period)


def _credit_above(segment: Segment, index: int) -> ClassifiedLine | None:
    kind, line = segment.kind(index), segment.lines[index]
    if kind in _HEAD_KINDS and kind != "dateline":
        return _as_read(segment.classify_marked(index))
    if kind not in ("", "dateline"):
        return None
    found = datelines.own_line(line.plain, segment.outlets)
    if found is None:
        return _as_read(segment.classify_marked(index)) if kind else None
    if _MIXED.search(found.byline) or not (kind or (found.place and found.credit)):
        return None
    why = "a place or outlet, and who writes from it"
    return _as_read(segment.classify(index, Role.DATELINE, why, line.text))


def _credit_below(segment: Segment, index: int) -> ClassifiedLine | None:
    if segment.kind(index) in _TAIL_KINDS:
        read = segment.classify_marked(index)
        read.article = segment.position
        return _as_read(read)
    line = segment.lines[index]
    known = segment.outlets.by_name(line.plain)
    if known is not None and known.is_agency:
        return _as_read(segment.classify(index, Role.BYLINE, "an agency's name", line.plain))
    if not segment.plain(index):
        return None
    if index and _is_bare_label(segment, index - 1) and line.words <= _LONGEST_SOURCE:
        name = line.text.lstrip("• ")
        return _as_read(segment.classify(index, Role.SOURCE_LINE, "below its label", name))
    return None


def _is_bare_label(segment: Segment, index: int) -> bool:
    mark = segment.marks[index]
    return mark is not None and mark.kind == "source" and not mark.value


def _as_read(line: ClassifiedLine) -> ClassifiedLine:
    line.why += _STAYS
    return line
