"""A page read line by line: what each line is, to which article it belongs, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from archive.ingest.parsing import datelines
from archive.ingest.parsing.article_starts import find_starts
from archive.ingest.parsing.body import read_body
from archive.ingest.parsing.head import read_head
from archive.ingest.parsing.layout_rules import LineRules, Mark
from archive.ingest.parsing.layouts import Choice, LayoutLibrary
from archive.ingest.parsing.line_breaks import cut_glued_dates, divide_stamps, join_wrapped
from archive.ingest.parsing.line_forms import form_mark, has_post, is_date_line, outlet_and_day
from archive.ingest.parsing.line_roles import Reading, Segment
from archive.ingest.parsing.masthead import mark_banners
from archive.ingest.parsing.page_lines import Line, loosen, split_lines
from archive.knowledge.outlet_registry import OutletRegistry
from archive.records.documents import PageMetadata

_LONGEST_DATELINE = 9
_DATED_KINDS = ("published", "updated")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's readings in order, the layout that was chosen, and whose lines are whose.

    ``related`` holds the positions of articles that stand under a «read also» marker.
    """

    readings: Sequence[Reading]
    choice: Choice
    articles: Sequence[Sequence[Reading]]
    related: frozenset[int]


def read_page(
    text: str,
    *,
    domain: str = "",
    metadata: PageMetadata | None = None,
    outlets: OutletRegistry | None = None,
    library: LayoutLibrary | None = None,
) -> Page:
    """Read ``text`` as a page of articles. Never fails: an unknown page is read generically."""
    metadata = metadata or PageMetadata()
    outlets = outlets or OutletRegistry.shipped()
    lines = join_wrapped(list(split_lines(text)), text)
    lines = list(cut_glued_dates(lines))
    choice = (library or LayoutLibrary.shipped()).choose(lines, domain or metadata.domain)
    lines = list(divide_stamps(lines, lambda line: line_mark(line, choice.rules, outlets)))
    marks = [line_mark(line, choice.rules, outlets) for line in lines]
    _spread_posts(lines, marks)
    mark_banners(lines, marks)
    loosen([line for line, mark in zip(lines, marks, strict=True) if mark is None])
    starts = find_starts(lines, marks, choice.layout.after_related) if lines else []
    readings: list[Reading] = []
    related = set()
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(lines)
        segment = Segment(lines, marks, start, end, position, choice.layout, outlets)
        if position and _is_related(marks, start):
            related.add(position)
        stated = metadata.title if position == 0 else ""
        head = read_head(segment, stated, listing=_is_listing(marks, starts))
        readings += head.readings
        readings += read_body(segment, head)
    articles: list[list[Reading]] = [[] for _ in starts]
    for reading in readings:
        if reading.article is not None:
            articles[reading.article].append(reading)
    return Page(readings, choice, articles, frozenset(related))


def line_mark(line: Line, rules: LineRules, outlets: OutletRegistry) -> Mark | None:
    """Return what ``line`` is by its words and form, before its place is considered."""
    mark = rules.mark(line)
    if mark is not None and mark.kind in _DATED_KINDS and not is_date_line(mark.value):
        mark = None
    if mark is None or (mark.kind == "chrome" and any(char.isdigit() for char in line.text)):
        return (
            form_mark(line)
            or mark
            or outlet_and_day(line, outlets)
            or _dateline_mark(line, outlets)
        )
    return mark


def _dateline_mark(line: Line, outlets: OutletRegistry) -> Mark | None:
    if line.words > _LONGEST_DATELINE:
        return None
    dateline = datelines.own_line(line.plain, outlets)
    if dateline is None or not datelines.is_strong(dateline, outlets):
        return None
    return Mark("dateline", line.text, "a place or outlet, and who writes from it")


def _spread_posts(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Mark the lines of a post above its signature: back to the post before, or to prose."""
    signed = -1
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark is None and has_post(line):
            mark = marks[index] = Mark("post", why="carries what only posts carry")
        if mark is None or mark.kind != "post":
            continue
        above = range(index - 1, max(-1, index - 6), -1)
        between = list(takewhile(lambda i: marks[i] is None and lines[i + 1].gap == 0, above))
        if signed < 0 or not between or between[-1] != signed + 1:
            between = list(takewhile(lambda i: not lines[i].is_prose, between))
        for number in between:
            marks[number] = Mark("post", why="above the signature of a post")
        signed = index


def _is_related(marks: Sequence[Mark | None], start: int) -> bool:
    above = range(start - 1, max(-1, start - 4), -1)
    return any((mark := marks[i]) is not None and mark.kind == "related" for i in above)


def _is_listing(marks: Sequence[Mark | None], starts: Sequence[int]) -> bool:
    """Whether each of several articles has its date right above its title."""
    stamped = [(mark := marks[start]) is not None and mark.kind == "date" for start in starts]
    return len(starts) > 1 and all(stamped[1:])
