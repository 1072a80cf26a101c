"""The roles that lines of a page can have, and the stretch of lines that is one article's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.ingest.parsing.layout_rules import Layout, LineMark
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.knowledge import OutletRegistry


class Role(StrEnum):
    """What a line is on its page; ``docs/layouts.md`` tells what becomes of each."""

    BLANK = "blank"
    MASTHEAD = "masthead"
    CAPTURE_HEADER = "capture_header"
    SECTION = "section"
    TITLE = "title"
    TITLE_REPEAT = "title_repeat"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    STANDFIRST_REPEAT = "standfirst_repeat"
    CAPTION = "caption"
    CAPTION_REPEAT = "caption_repeat"
    DATE = "date"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    SUBHEAD = "subhead"
    POST = "post"
    ADDRESS = "address"
    SOURCE_LINE = "source_line"
    KEYWORDS = "keywords"
    DISCLAIMER = "disclaimer"
    RELATED_MARKER = "related_marker"
    RELATED = "related"
    CHROME = "chrome"

    @property
    def is_prose(self) -> bool:
        """Whether a line of this role becomes paragraphs of an article."""
        return self in (Role.BODY, Role.SUBHEAD, Role.POST)

    @property
    def is_chrome(self) -> bool:
        """Whether a line of this role belongs to the page and to no article."""
        return self in (
            Role.CHROME,
            Role.RELATED,
            Role.RELATED_MARKER,
            Role.MASTHEAD,
            Role.CAPTURE_HEADER,
            Role.DISCLAIMER,
        )


@dataclass(slots=True)
class ClassifiedLine:
    """A ``line`` in its ``role``, and ``why``.

    ``article`` is the position of its article, None for what belongs to the page. ``value``
    is what the line names (a byline's name, a date's words); ``kind`` tells a role's variants
    apart: ``updated`` for a date, ``weak`` for a guess. ``byline`` is a name that shares the
    line with something else.
    """

    line: Line
    role: Role
    why: str
    article: int | None = None
    value: str = ""
    kind: str = ""
    byline: str = ""


_ROLES: Final = {
    "published": Role.DATE,
    "updated": Role.DATE,
    "date": Role.DATE,
    "byline": Role.BYLINE,
    "dateline": Role.DATELINE,
    "section": Role.SECTION,
    "caption": Role.CAPTION,
    "credit": Role.CAPTION,
    "source": Role.SOURCE_LINE,
    "keywords": Role.KEYWORDS,
    "disclaimer": Role.DISCLAIMER,
    "post": Role.POST,
    "address": Role.ADDRESS,
}
"""Roles of the kinds of marks; every other kind is chrome."""

_DATE_VARIANTS: Final = {"updated": "updated", "published": "labelled"}
"""The ``ClassifiedLine.kind`` of dates by the kind of their mark."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The lines ``start`` to ``end`` (exclusive) of a page, which are one article's."""

    lines: Sequence[Line]
    marks: Sequence[LineMark | None]
    start: int
    end: int
    position: int
    layout: Layout
    outlets: OutletRegistry

    def kind(self, index: int) -> str:
        """Return the kind of the line's mark, or an empty string for plain text."""
        mark = self.marks[index]
        return "" if mark is None else mark.kind

    def plain(self, index: int) -> bool:
        """Whether the line has no mark."""
        return self.marks[index] is None

    def classify(
        self, index: int, role: Role, why: str, value: str = "", kind: str = ""
    ) -> ClassifiedLine:
        """Return the line as ``role``; chrome belongs to no article."""
        article = None if role.is_chrome else self.position
        return ClassifiedLine(self.lines[index], role, why, article, value, kind)

    def classify_marked(self, index: int) -> ClassifiedLine:
        """Return a line that has a mark in the role of its mark's kind."""
        mark = self.marks[index]
        if mark is None:
            raise ValueError(f"line {index} has no mark")
        role = _ROLES.get(mark.kind, Role.CHROME)
        if mark.kind == "related":
            role = Role.RELATED if mark.value else Role.RELATED_MARKER
        line = self.classify(index, role, mark.why, mark.value, _DATE_VARIANTS.get(mark.kind, ""))
        line.byline = mark.byline
        return line
