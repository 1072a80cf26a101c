"""What stands above an article's text: the outlet's name, the day of capture, the title."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.arabic.data_files import folded_list
from archive.ingest.dates import DateLabel, PartKind, read_date, read_date_line
from archive.ingest.parsing.datelines import SECTION_NAMES
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.line_roles import ClassifiedLine, Role, Segment
from archive.ingest.parsing.page_lines import Line, content_words, line_key, shared

_CLOCK: Final = re.compile(r"\d\s?:\s?\d\d")
LONGEST_NAME: Final = 6
"""Words of the name of an outlet or of a person."""
_BOTTOM_LINES: Final = 4
"""Lines at the end of a page among which its outlet's name may come back."""
_LONGEST_MENU: Final = 60
"""Lines at the top of a page among which the site's controls are looked for."""
_HEAD_BELOW_TITLE: Final = 11
"""Lines below the title among which the article's own date is looked for."""


def is_section_name(line: Line) -> bool:
    """Whether ``line`` is the name of a section and nothing else."""
    return line.key in folded_list(SECTION_NAMES)


def is_outlet_name(segment: Segment, index: int) -> bool:
    """Whether the line is an outlet's name, of two words or more: one word may be anything."""
    line = segment.lines[index]
    if not 2 <= line.words <= LONGEST_NAME or is_section_name(line):
        return False
    return segment.outlets.by_name(line.text) is not None


def find_masthead(segment: Segment, candidates: Sequence[int]) -> int | None:
    """Return the index of the line at the top of a page that names its outlet, or None.

    It is known as a name, or it comes back alone at the end of the page, or nothing but
    the day stands between it and the page's controls.
    """
    if segment.position or len(candidates) < 2:
        return None
    top = candidates[0]
    line = segment.lines[top]
    if line.words > LONGEST_NAME:
        return None
    bottom = segment.lines[-_BOTTOM_LINES:]
    if any(other.key == line.key for other in bottom if other.number > line.number):
        return top
    if is_outlet_name(segment, top):
        return top
    if top + 2 >= segment.end or any(
        segment.kind(i) != "chrome" for i in range(segment.start, top)
    ):
        return None
    return top if segment.kind(top + 1) == "date" and segment.kind(top + 2) == "chrome" else None


def classify_date_above(
    segment: Segment, index: int, title: int, *, masthead: bool, listing: bool
) -> ClassifiedLine:
    """Return the role of a date above the title: publication, or the day of the capture.

    ``masthead`` says that the outlet's name stands above the title, ``listing`` that each
    article of the page has its date there.
    """
    mark = segment.marks[index]
    text = mark.value if mark is not None and mark.value else segment.lines[index].text
    named = mark is not None and bool(mark.byline)
    stated = segment.layout.date_above_title
    if stated == "publication" or (not stated and listing):
        return segment.classify(index, Role.DATE, "its place in this layout", text)
    if not stated and _is_labelled(text) and not _dated_below(segment, title):
        return _with_byline(segment.classify(index, Role.DATE, "labelled as its own", text), mark)
    if segment.position == 0 and (
        stated == "capture"
        or _dated_below(segment, title)
        or (not has_clock(text) and (masthead or named or _controls_above(segment, title)))
        or _is_hijri_alone(text)
        or _tops_the_page(segment, index)
    ):
        why = "a date of the page's header, above the title: the day of the capture"
        return _with_byline(segment.classify(index, Role.CAPTURE_HEADER, why, text), mark)
    return _with_byline(segment.classify(index, Role.DATE, "a date above the title", text), mark)


def _is_labelled(text: str) -> bool:
    """Whether a line calls its date one of publication or of the issue, or tells who wrote."""
    found = read_date_line(text)
    if found is None:
        return False
    labelled = found.label in (DateLabel.PUBLICATION, DateLabel.ISSUE)
    return labelled or bool(found.words(PartKind.BYLINE))


def _with_byline(line: ClassifiedLine, mark: LineMark | None) -> ClassifiedLine:
    line.byline = mark.byline if mark is not None else ""
    return line


def classify_above_start(segment: Segment, index: int) -> ClassifiedLine:
    """Return the role of a line above the sign where a layout's articles begin."""
    text = segment.lines[index].text
    if segment.kind(index) == "date" and not has_clock(text):
        why = "a date of the page's header: the day of the capture"
        return segment.classify(index, Role.CAPTURE_HEADER, why, text)
    return segment.classify(index, Role.CHROME, "above the line where this layout's articles begin")


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
    below = range(title + 1, min(segment.end, title + 1 + _HEAD_BELOW_TITLE))
    return any(segment.kind(i) in ("date", "published") for i in below)


def _controls_above(segment: Segment, title: int) -> bool:
    above = range(segment.start, min(title, segment.start + _LONGEST_MENU))
    return any(segment.kind(i) == "chrome" for i in above)


# Points for and against a line as the title. Chosen on the pages from which the shipped
# layouts were written; their tests and those of pages without a layout hold the choice.
_SHARED_WORDS: Final = 3.0
"""A line all of whose words the text uses; a part of it for a part of them."""
_REPEATED: Final = 4.0
"""The same line again, further down."""
_DOUBLED: Final = 1.0
"""The same line again right below: as often a caption."""
_IN_METADATA: Final = 6.0
"""The page's metadata name it: more than any other sign."""
_STAMP_BELOW: Final = 0.5
"""A date, byline or credit right below."""
_LATER: Final = 0.35
_LATEST: Final = 5
"""Taken off for each candidate above, up to so many: titles stand on top."""
_OPENS_TEXT: Final = 2.0
"""Taken off for the first words of the text, shown above it as a teaser."""
_NEAR: Final = 4
_NEAR_TEXT: Final = 2.5
_MANY: Final = 6
"""One of the last few above the text, where there are many candidates: menus stand on top."""
_FULL_LINE: Final = 1.0
_FULL_LINE_WORDS: Final = 5
_SCRAP: Final = 2.0
_SCRAP_WORDS: Final = 3
"""So many words at least; taken off where there are fewer than so many."""
_ENDLESS: Final = 1.0
_ENDLESS_WORDS: Final = 25
"""Taken off where there are more words than in nearly any title."""
_CLOSED: Final = 1.0
"""Taken off where a full stop ends it."""
_BULLETED: Final = 3.0
_BULLETS: Final = "•*▪●·-–◾"
"""Taken off an item of a list."""
_SECTION: Final = 4.0
"""Taken off the name of a section: outweighs that the text uses its word."""
_WORST_TITLE: Final = -3.0
"""No line with so few points is a title."""

_OPENING: Final = 300
"""Code points of the text's opening that a teaser repeats."""
_MOST_WEIGHED: Final = 40
"""Candidates weighed at either end of a head: it holds time down on pages that are lists."""
_REPEATED_WITHIN: Final = 12
"""Lines below a title within which it is repeated."""
_FEWEST_HEADLINES: Final = 5
_HEADLINE_WORDS: Final = 5
"""Headlines of so many words that, right above a text, are a list of other articles."""
_OTHER_MATTER: Final = 0.25
"""Share of a headline's words in the text below which it is of another article."""


def choose_title(
    lines: Sequence[Line],
    marks: Sequence[LineMark | None],
    candidates: Sequence[int],
    text: str,
    stated: str,
) -> int | None:
    """Return the index of the title among ``candidates``, or ``None`` when none will do.

    ``text`` is the beginning of the body, ``stated`` the title that metadata gives.
    """
    if len(candidates) == 1 and lines[candidates[0]].is_headline:
        return candidates[0]
    stated_key = line_key(stated)
    matter = content_words(text)
    if not stated_key and _is_list_of_others(lines, candidates, matter):
        return None
    opening = line_key(text[:_OPENING])
    best: tuple[float, int] | None = None
    for order, index in enumerate(candidates):
        if _MOST_WEIGHED < order < len(candidates) - _MOST_WEIGHED:
            continue
        score = _score(lines, marks, index, matter, stated_key)
        score -= _LATER * min(order, _LATEST)
        if order and lines[index].key and opening.startswith(lines[index].key):
            score -= _OPENS_TEXT  # The first words of the text, shown as its teaser.
        if len(candidates) - order <= _NEAR and len(candidates) > _MANY:
            score += _NEAR_TEXT
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best is not None and best[0] > _WORST_TITLE else None


def _is_list_of_others(lines: Sequence[Line], candidates: Sequence[int], matter: Set[str]) -> bool:
    """Whether the candidates are a run of headlines, right above a text of other matter."""
    long = [i for i in candidates if lines[i].words >= _HEADLINE_WORDS]
    if len(long) < _FEWEST_HEADLINES or any(lines[i].gap for i in long[1:]):
        return False
    return all(shared(content_words(lines[i].text), matter) < _OTHER_MATTER for i in candidates)


def _score(
    lines: Sequence[Line],
    marks: Sequence[LineMark | None],
    index: int,
    matter: Set[str],
    stated_key: str,
) -> float:
    """Return the points of a line by itself: its form, its words, and what stands around it."""
    line = lines[index]
    score = _form_score(line) + _SHARED_WORDS * shared(content_words(line.text), matter)
    if any(other.plain == line.plain for other in lines[index + 2 : index + 1 + _REPEATED_WITHIN]):
        score += _REPEATED
    elif index + 1 < len(lines) and lines[index + 1].plain == line.plain:
        score += _DOUBLED
    if stated_key and line.key and (line.key in stated_key or stated_key in line.key):
        score += _IN_METADATA
    following = marks[index + 1] if index + 1 < len(marks) else None
    if following is not None and following.kind in ("date", "published", "byline", "credit"):
        score += _STAMP_BELOW
    return score


def _form_score(line: Line) -> float:
    score = 0.0
    if line.words >= _FULL_LINE_WORDS:
        score += _FULL_LINE
    elif line.words < _SCRAP_WORDS:
        score -= _SCRAP
    if line.words > _ENDLESS_WORDS:
        score -= _ENDLESS
    if line.ends_with_period:
        score -= _CLOSED
    if line.text[0] in _BULLETS:
        score -= _BULLETED
    if is_section_name(line):
        score -= _SECTION
    return score
