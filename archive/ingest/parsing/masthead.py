"""The top of a page: the outlet's name, and the day on which the page was read.

Headlines of other articles that a page's top runs together into one long line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.ingest.dates.date_reader import read_date
from archive.ingest.parsing.headline import is_section_name
from archive.ingest.parsing.layout_rules import Mark
from archive.ingest.parsing.line_roles import Reading, Role, Segment
from archive.ingest.parsing.page_lines import Line
from archive.ingest.parsing.word_overlap import overlap

_CLOCK: Final = re.compile(r"\d\s?:\s?\d\d")
_LONGEST_NAME: Final = 6
_BOTTOM: Final = 4
_LONGEST_MENU: Final = 60
_NEAR_BELOW: Final = 12


def is_outlet_name(segment: Segment, index: int) -> bool:
    """Whether the line is an outlet's name, of two words or more: one word may be anything."""
    line = segment.lines[index]
    if not 2 <= line.words <= _LONGEST_NAME or is_section_name(line):
        return False
    return segment.outlets.by_name(line.text) is not None


def find_masthead(segment: Segment, candidates: Sequence[int]) -> int | None:
    """Return the line at the top of a page that names its outlet.

    It is known as a name, or it comes back alone at the end of the page, or nothing but
    the day stands between it and the page's controls.
    """
    if segment.position or len(candidates) < 2:
        return None
    top = candidates[0]
    line = segment.lines[top]
    if line.words > _LONGEST_NAME:
        return None
    bottom = segment.lines[-_BOTTOM:]
    if any(other.key == line.key for other in bottom if other.number > line.number):
        return top
    if is_outlet_name(segment, top):
        return top
    if top + 2 >= segment.end or any(
        segment.kind(i) != "chrome" for i in range(segment.start, top)
    ):
        return None
    return top if segment.kind(top + 1) == "date" and segment.kind(top + 2) == "chrome" else None


def read_date_above(
    segment: Segment, index: int, title: int, *, masthead: bool, listing: bool
) -> Reading:
    """Decide what a date above the title tells: publication, or the day of the capture."""
    mark = segment.marks[index]
    text = mark.value if mark is not None and mark.value else segment.lines[index].text
    named = mark is not None and bool(mark.byline)
    wanted = segment.layout.date_above_title
    if wanted == "publication" or (not wanted and listing):
        return segment.read(index, Role.DATE, "its place in this layout", text)
    if segment.position == 0 and (
        wanted == "capture"
        or _dated_below(segment, title)
        or (not has_clock(text) and (masthead or named or _controls_above(segment, title)))
        or _is_hijri_alone(text)
        or _tops_the_page(segment, index)
    ):
        why = "a date of the page's header, above the title: the day of the capture"
        return _with_byline(segment.read(index, Role.CAPTURE_HEADER, why, text), mark)
    return _with_byline(segment.read(index, Role.DATE, "a date above the title", text), mark)


def _with_byline(reading: Reading, mark: Mark | None) -> Reading:
    reading.byline = mark.byline if mark is not None else ""
    return reading


def read_above_start(segment: Segment, index: int) -> Reading:
    """Read a line above the sign where a layout's articles begin."""
    text = segment.lines[index].text
    if segment.kind(index) == "date" and not has_clock(text):
        why = "a date of the page's header: the day of the capture"
        return segment.read(index, Role.CAPTURE_HEADER, why, text)
    return segment.read(index, Role.CHROME, "above the line where this layout's articles begin")


def has_clock(text: str) -> bool:
    """Whether ``text`` holds a clock time."""
    return _CLOCK.search(text) is not None


def _tops_the_page(segment: Segment, index: int) -> bool:
    """Whether a day without an hour is the page's first line, set apart from what follows."""
    if any(segment.kind(i) != "chrome" for i in range(index)) or index + 1 >= segment.end:
        return False
    return segment.lines[index + 1].gap > 0 and not has_clock(segment.lines[index].text)


def _is_hijri_alone(text: str) -> bool:
    """Whether a line dates by the Hijri calendar only: pages show today so, not articles."""
    calendars = {reading.calendar for reading in read_date(text)}
    return calendars == {Calendar.HIJRI}


def _dated_below(segment: Segment, title: int) -> bool:
    below = range(title + 1, min(segment.end, title + _NEAR_BELOW))
    return any(segment.kind(i) in ("date", "published") for i in below)


def _controls_above(segment: Segment, title: int) -> bool:
    above = range(segment.start, min(title, segment.start + _LONGEST_MENU))
    return any(segment.kind(i) == "chrome" for i in above)


_TOP: Final = 60
_FEWEST_WORDS: Final = 20
_REACH: Final = 8
_SAME_MATTER: Final = 0.4
_OTHER_MATTER: Final = 0.34


def mark_banners(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Mark long lines without a full stop above a headline whose text follows it.

    Such a line shares no matter with the headline; the headline's own text does.
    """
    for index, line in enumerate(lines[:_TOP]):
        if marks[index] is None and _runs_on(line) and _is_above_article(lines, marks, index):
            marks[index] = Mark("chrome", why="headlines run together above an article")


def _runs_on(line: Line) -> bool:
    return line.words >= _FEWEST_WORDS and not line.ends_sentence and ". " not in line.plain


def _is_above_article(lines: Sequence[Line], marks: Sequence[Mark | None], index: int) -> bool:
    below = range(index + 1, min(len(lines), index + _REACH))
    plain = [i for i in below if marks[i] is None]
    if len(plain) < 2 or not lines[plain[0]].is_headline or lines[plain[0]].is_prose:
        return False
    headline = lines[plain[0]].plain
    text = next((lines[i].plain for i in plain[1:] if lines[i].is_prose), "")
    same = overlap(headline, text) >= _SAME_MATTER
    return same and overlap(headline, lines[index].plain) < _OTHER_MATTER
