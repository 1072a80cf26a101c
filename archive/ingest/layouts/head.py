"""The head of an article: everything above its first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.ingest.layouts import datelines
from archive.ingest.layouts.headline import choose_title, is_section_name
from archive.ingest.layouts.layout import Layout
from archive.ingest.layouts.lines import Line, line_key
from archive.ingest.layouts.marks import Mark
from archive.ingest.layouts.patterns import compile_folded
from archive.ingest.layouts.reading import Reading
from archive.ingest.layouts.roles import Role
from archive.ingest.outlets import OutletRegistry

_CLOCK: Final = re.compile(r"\d\s?:\s?\d\d")
_NAME: Final = re.compile(r"^[^\W\d_]+(?:[ ’'.-]+[^\W\d_]+){1,4}$")
_STAMPS: Final = ("date", "published", "updated", "byline")
_REACH: Final = 6
_LONGEST_PAGE_HEAD: Final = 400
_NEAR_TITLE: Final = 3
_WROTE: Final = compile_folded(r"^(?:كتبت?|بقلم|تقرير|اعداد|ترجمة|تحرير)\s*[:：]?\s+")

SIMPLE_ROLES: Final = {
    "chrome": Role.CHROME,
    "published": Role.DATE,
    "updated": Role.DATE,
    "byline": Role.BYLINE,
    "dateline": Role.DATELINE,
    "section": Role.SECTION,
    "caption": Role.CAPTION,
    "credit": Role.CAPTION,
    "source": Role.SOURCE_LINE,
    "keywords": Role.KEYWORDS,
    "disclaimer": Role.DISCLAIMER,
    "end": Role.CHROME,
    "post": Role.POST,
    "address": Role.ADDRESS,
    "date": Role.DATE,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """The lines ``start`` to ``end`` (exclusive) of a page, which are one article's."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    start: int
    end: int
    position: int
    layout: Layout
    outlets: OutletRegistry

    def plain(self, index: int) -> bool:
        """Whether no rule and no form claims the line."""
        return self.marks[index] is None

    def read(self, index: int, role: Role, why: str, value: str = "", kind: str = "") -> Reading:
        """Return the reading of a line as ``role``; chrome belongs to no article."""
        article = None if role.is_chrome else self.position
        return Reading(self.lines[index], role, why, article, value, kind)

    def read_mark(self, index: int) -> Reading:
        """Return the reading of a line that a rule or its form claims."""
        mark = self.marks[index]
        assert mark is not None
        role = SIMPLE_ROLES.get(mark.kind, Role.CHROME)
        if mark.kind == "related":
            role = Role.RELATED if mark.value else Role.RELATED_MARKER
        kind = (
            "updated" if mark.kind == "updated" else "labelled" if mark.kind == "published" else ""
        )
        reading = self.read(index, role, mark.why, mark.value, kind)
        reading.byline = mark.byline
        return reading


@dataclass(slots=True)
class Head:
    """The readings of a head, where the body begins, and the keys that repeat it."""

    readings: list[Reading]
    body: int
    title_key: str = ""
    masthead_key: str = ""
    caption_keys: set[str] = field(default_factory=set)
    dated: bool = False


def read_head(segment: Segment, stated_title: str, *, listing: bool) -> Head:
    """Read the lines above the first sentence of ``segment``."""
    begin = _begin(segment)
    first = _first_sentence(segment, begin)
    candidates = [i for i in range(begin, first) if segment.plain(i)]
    if not candidates and first < segment.end and _can_be_title(segment, first):
        candidates, first = [first], first + 1
    text = " ".join(segment.lines[i].text[:600] for i in range(first, min(first + 3, segment.end)))
    masthead = _masthead(segment, candidates)
    named = [i for i in candidates if i != masthead and not _is_outlet_name(segment, i)]
    title = choose_title(segment.lines, segment.marks, named, text, stated_title)
    body = _body_start(segment, title, first)
    head = Head([], body)
    if masthead is not None:
        head.masthead_key = segment.lines[masthead].key
    if title is not None:
        head.title_key = segment.lines[title].key
    for index in range(segment.start, body):
        if index < begin:
            head.readings.append(_above_start(segment, index))
            continue
        head.readings.append(_read_line(segment, head, index, title, masthead, listing))
    head.dated = any(reading.role is Role.DATE for reading in head.readings)
    return head


def _begin(segment: Segment) -> int:
    """Return the line below the last sign that a page's own head ends there."""
    if segment.position:
        return segment.start
    above = range(segment.start, min(segment.end, _LONGEST_PAGE_HEAD))
    signs = [i for i in above if (mark := segment.marks[i]) is not None and mark.kind == "start"]
    return signs[-1] + 1 if signs else segment.start


def _above_start(segment: Segment, index: int) -> Reading:
    mark = segment.marks[index]
    if mark is not None and mark.kind == "date" and not _CLOCK.search(segment.lines[index].text):
        why = "a date of the page's header: the day of the capture"
        return segment.read(index, Role.CAPTURE_HEADER, why, segment.lines[index].text)
    return segment.read(index, Role.CHROME, "above the line where this layout's articles begin")


def _first_sentence(segment: Segment, begin: int) -> int:
    """Return the first line of running text that something stands above, or the end."""
    above = False
    for index in range(begin, segment.end):
        if not segment.plain(index):
            continue
        line = segment.lines[index]
        if line.is_prose and above:
            return index
        if line.is_prose and not _can_be_title(segment, index):
            return index
        above = True
    plain = [i for i in range(begin, segment.end) if segment.plain(i)]
    return plain[1] if len(plain) > 1 else segment.end


def _can_be_title(segment: Segment, index: int) -> bool:
    """Whether a line that ends like a sentence may yet be a title: short, with longer text below."""
    line = segment.lines[index]
    below = next((i for i in range(index + 1, segment.end) if segment.plain(i)), None)
    if line.words > 28 or below is None:
        return False
    return len(segment.lines[below].text) > len(line.text) or segment.lines[below].key == line.key


def _body_start(segment: Segment, title: int | None, first: int) -> int:
    """Return where the body begins: below the title, and below a date under a standfirst."""
    if title is None:
        return next((i for i in range(segment.start, segment.end) if segment.plain(i)), segment.end)
    body = first
    for index in range(title + 1, first):
        line = segment.lines[index]
        if segment.plain(index) and line.ends_with_period and line.words >= 3:
            body = index
            break
    passed = 0
    for index in range(body, min(segment.end, body + _REACH)):
        mark = segment.marks[index]
        if mark is None:
            passed += 1
        elif mark.kind in _STAMPS and passed <= 1 and _text_below(segment, index):
            return next(i for i in range(index + 1, segment.end) if segment.plain(i))
        elif mark.kind in ("related", "source", "keywords"):
            break
    return body


def _text_below(segment: Segment, index: int) -> bool:
    below = range(index + 1, min(segment.end, index + _REACH))
    return any(segment.plain(i) and segment.lines[i].is_prose for i in below)


def _is_outlet_name(segment: Segment, index: int) -> bool:
    """Whether the line is an outlet's name, of two words or more: one word may be anything."""
    line = segment.lines[index]
    if not 2 <= line.words <= 6 or is_section_name(line):
        return False
    return segment.outlets.by_name(line.text) is not None


def _masthead(segment: Segment, candidates: Sequence[int]) -> int | None:
    """Return the line at the top of a page that names its outlet.

    It is known as a name, or it comes back alone at the end of the page, or nothing but
    the day stands between it and the page's controls.
    """
    if segment.position or not candidates:
        return None
    top = candidates[0]
    line = segment.lines[top]
    if line.words > 6 or len(candidates) < 2:
        return None
    bottom = segment.lines[max(segment.start, len(segment.lines) - 4) :]
    if any(other.key == line.key for other in bottom if other.number > line.number):
        return top
    if _is_outlet_name(segment, top):
        return top
    mark = segment.marks[top + 1] if top + 1 < segment.end else None
    dated = mark is not None and mark.kind == "date"
    return top if dated and top == segment.start and _has_controls(segment, top + 2) else None


def _has_controls(segment: Segment, index: int) -> bool:
    mark = segment.marks[index] if index < segment.end else None
    return mark is not None and mark.kind == "chrome"


def _read_line(
    segment: Segment,
    head: Head,
    index: int,
    title: int | None,
    masthead: int | None,
    listing: bool,
) -> Reading:
    line = segment.lines[index]
    mark = segment.marks[index]
    if index == title:
        return segment.read(index, Role.TITLE, "the best headline above the first sentence")
    if index == masthead:
        return segment.read(index, Role.MASTHEAD, "names the outlet at the top of the page")
    if line.key and line.key == head.title_key:
        return segment.read(index, Role.TITLE_REPEAT, "the title again")
    if mark is not None and mark.kind == "date" and title is not None and index < title:
        return _date_above(segment, index, title, masthead, listing)
    if mark is not None:
        return _caption_once(segment, head, segment.read_mark(index))
    if title is not None and index < title:
        return _above_title(segment, index, title)
    return _below_title(segment, head, index)


def _caption_once(segment: Segment, head: Head, reading: Reading) -> Reading:
    """Remember a caption's words; the same words again are its repetition."""
    if reading.role is not Role.CAPTION:
        return reading
    key = reading.line.key
    if key in head.caption_keys:
        reading.role = Role.CAPTION_REPEAT
    head.caption_keys.add(key)
    return reading


def _date_above(
    segment: Segment, index: int, title: int, masthead: int | None, listing: bool
) -> Reading:
    """Decide what a date above the title tells: publication, or the day of the capture."""
    wanted = segment.layout.date_above_title
    if wanted == "publication" or (not wanted and listing):
        return segment.read(index, Role.DATE, "its place in this layout", segment.lines[index].text)
    below = range(title + 1, min(segment.end, title + 12))
    dated_below = any((m := segment.marks[i]) is not None and m.kind in _STAMPS[:2] for i in below)
    controls = any((m := segment.marks[i]) is not None and m.kind == "chrome" for i in range(title))
    timed = _CLOCK.search(segment.lines[index].text) is not None
    if segment.position == 0 and (
        wanted == "capture" or dated_below or (not timed and (masthead is not None or controls))
    ):
        why = "a date of the page's header, above the title: the day of the capture"
        return segment.read(index, Role.CAPTURE_HEADER, why, segment.lines[index].text)
    return segment.read(index, Role.DATE, "a date above the title", segment.lines[index].text)


def _above_title(segment: Segment, index: int, title: int) -> Reading:
    line = segment.lines[index]
    if _is_outlet_name(segment, index):
        return segment.read(index, Role.MASTHEAD, "an outlet's name above the title")
    if is_section_name(line):
        return segment.read(index, Role.SECTION, "the name of a section above the title", line.text)
    above = sum(segment.plain(i) for i in range(segment.start, title))
    if line.words <= 4 and index >= title - _NEAR_TITLE and above <= _NEAR_TITLE:
        return segment.read(index, Role.SECTION, "a short line above the title", line.text, "weak")
    if index == title - 1 and line.words >= 5 and segment.lines[title].gap <= 1:
        return segment.read(index, Role.STANDFIRST, "a line right above the title")
    return segment.read(index, Role.CHROME, "a headline above the title")


def _below_title(segment: Segment, head: Head, index: int) -> Reading:
    line = segment.lines[index]
    if line.key and line.key in head.caption_keys:
        return segment.read(index, Role.CAPTION_REPEAT, "a caption again")
    if any(other.key == line.key for other in _beside(segment, index)):
        head.caption_keys.add(line.key)
        return segment.read(index, Role.CAPTION, "doubled where a picture stands")
    if any(r.line.key == line.key and r.role is Role.STANDFIRST for r in head.readings):
        return segment.read(index, Role.STANDFIRST_REPEAT, "the standfirst again")
    if head.title_key and line.key.startswith(head.title_key) and len(line.key) < 300:
        return _glued_caption(segment, head, index)
    if datelines.own_line(line.plain, segment.outlets) is not None:
        return segment.read(index, Role.DATELINE, "a place, and who writes from it", line.text)
    if is_section_name(line):
        return segment.read(index, Role.SECTION, "the name of a section", line.text)
    if _is_outlet_name(segment, index):
        return segment.read(index, Role.BYLINE, "an outlet's name under the title", line.text)
    name = _WROTE.sub("", line.plain, count=1)
    if line.words <= 6 and _NAME.match(name):
        return segment.read(index, Role.BYLINE, "a name under the title", name, "weak")
    if line.words <= 3:
        return segment.read(index, Role.CHROME, "a scrap between title and text")
    return segment.read(index, Role.STANDFIRST, "stands between the title and the text")


def _glued_caption(segment: Segment, head: Head, index: int) -> Reading:
    """Read a caption that the page glued to the title."""
    words = segment.lines[index].text.split()
    caption = " ".join(words[len(head.title_key.split()) :])
    head.caption_keys.add(line_key(caption))
    return segment.read(index, Role.CAPTION, "the title again, and a caption glued to it", caption)


def _beside(segment: Segment, index: int) -> list[Line]:
    around = (index - 1, index + 1)
    return [segment.lines[i] for i in around if segment.start <= i < segment.end]
