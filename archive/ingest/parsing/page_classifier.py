"""Classifies the lines of a page: what each is, to which article it belongs, and why.

The way of a page: its lines (``page_lines``), their breaks put right (``line_breaks``), the
layout that fits (``layouts``), a mark for each line (``line_marks``), where articles begin
(``article_starts``), and for each article the roles of its head and of its body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.parsing.article_starts import find_starts
from archive.ingest.parsing.body import classify_body
from archive.ingest.parsing.head import classify_head
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.layouts import LayoutChoice, LayoutLibrary
from archive.ingest.parsing.line_breaks import cut_glued_dates, divide_stamps, join_wrapped
from archive.ingest.parsing.line_marks import mark_line, mark_lines
from archive.ingest.parsing.line_roles import ClassifiedLine, Segment
from archive.ingest.parsing.page_lines import Line, line_key, loosen, split_lines
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata

_MARKER_REACH: Final = 3
"""Lines above an article among which a «read also» makes it another one than the page's own."""


@dataclass(frozen=True, slots=True)
class ClassifiedPage:
    """The lines of a page in order, the layout that was chosen, and whose lines are whose.

    ``related`` holds the positions of articles that stand under a «read also» marker.
    """

    lines: Sequence[ClassifiedLine]
    choice: LayoutChoice
    articles: Sequence[Sequence[ClassifiedLine]]
    related: frozenset[int]


def classify_page(
    text: str,
    *,
    outlets: OutletRegistry,
    domain: str = "",
    metadata: PageMetadata | None = None,
    library: LayoutLibrary | None = None,
) -> ClassifiedPage:
    """Return the lines of ``text`` in their roles. Never fails: an unknown page is generic.

    ``domain`` is the host of the page's address, ``library`` the layouts to choose from.
    """
    metadata = metadata or PageMetadata()
    lines = join_wrapped(list(split_lines(text)), text)
    lines = list(cut_glued_dates(lines))
    choice = (library or LayoutLibrary.shipped()).choose(lines, domain or metadata.domain)
    lines = list(divide_stamps(lines, lambda line: mark_line(line, choice.rules, outlets)))
    marks = mark_lines(lines, choice.rules, outlets)
    _mark_captions(lines, marks, metadata)
    loosen([line for line, mark in zip(lines, marks, strict=True) if mark is None])
    starts = find_starts(lines, marks, choice.layout.after_related) if lines else []
    listing = _is_listing(marks, starts)
    classified: list[ClassifiedLine] = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(lines)
        segment = Segment(lines, marks, start, end, position, choice.layout, outlets)
        head = classify_head(segment, "" if position else metadata.title, listing=listing)
        classified += [*head.lines, *classify_body(segment, head)]
    articles: list[list[ClassifiedLine]] = [[] for _ in starts]
    for each in classified:
        if each.article is not None:
            articles[each.article].append(each)
    related = (n for n, start in enumerate(starts) if n and _is_related(marks, start))
    return ClassifiedPage(classified, choice, articles, frozenset(related))


def _mark_captions(
    lines: Sequence[Line], marks: list[LineMark | None], metadata: PageMetadata
) -> None:
    """Mark what the page's own markup calls a picture's caption, unless it is the title."""
    captions = {line_key(text) for text in metadata.captions} - {line_key(metadata.title)}
    for number, line in enumerate(lines):
        if captions and line.key in captions and marks[number] is None:
            marks[number] = LineMark("caption", line.text, "a caption by the page's own markup")


def _is_related(marks: Sequence[LineMark | None], start: int) -> bool:
    above = range(start - 1, max(-1, start - 1 - _MARKER_REACH), -1)
    return any((mark := marks[i]) is not None and mark.kind == "related" for i in above)


def _is_listing(marks: Sequence[LineMark | None], starts: Sequence[int]) -> bool:
    """Whether each of several articles has its date right above its title."""
    stamped = [(mark := marks[start]) is not None and mark.kind == "date" for start in starts]
    return len(starts) > 1 and all(stamped[1:])
