"""The stretch of a page that is one article's, and how its lines become readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.layouts.layout import Layout
from archive.ingest.layouts.lines import Line
from archive.ingest.layouts.marks import Mark
from archive.ingest.layouts.reading import Reading
from archive.ingest.layouts.roles import Role
from archive.ingest.outlets import OutletRegistry

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

_DATE_KINDS: Final = {"updated": "updated", "published": "labelled"}


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

    def kind(self, index: int) -> str:
        """Return the kind of mark that claims the line, or an empty string for plain text."""
        mark = self.marks[index]
        return "" if mark is None else mark.kind

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
        role = _ROLES.get(mark.kind, Role.CHROME)
        if mark.kind == "related":
            role = Role.RELATED if mark.value else Role.RELATED_MARKER
        reading = self.read(index, role, mark.why, mark.value, _DATE_KINDS.get(mark.kind, ""))
        reading.byline = mark.byline
        return reading

    def beside(self, index: int) -> list[Line]:
        """Return the lines right above and right below."""
        around = (index - 1, index + 1)
        return [self.lines[i] for i in around if self.start <= i < self.end]
