"""From the reading of a page (``page_model``) to the role of each line, its article and value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from archive.ingest.parsing import datelines
from archive.ingest.parsing.byline_names import byline_name
from archive.ingest.parsing.cut_titles import whole_headline
from archive.ingest.parsing.header_dates import tells_the_capture
from archive.ingest.parsing.layouts import GENERIC
from archive.ingest.parsing.line_forms import UNKNOWN, Kind
from archive.ingest.parsing.line_roles import ClassifiedLine, Role, Segment
from archive.ingest.parsing.listed_stories import drop_lists, keep_words
from archive.ingest.parsing.outlet_lines import named_outlet
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import line_key
from archive.ingest.parsing.page_model import LineReading
from archive.ingest.parsing.page_states import Part, Phase, begins_article
from archive.ingest.parsing.role_reasons import looks_like, odds
from archive.ingest.parsing.running_text import keep_running_text
from archive.ingest.parsing.standfirst_lines import is_surely_standfirst
from archive.ingest.parsing.unsure_lines import (
    is_amid_text,
    is_lone_label,
    is_signature,
    is_teaser,
    may_sign,
    outlet_bound,
    perhaps_text,
    text_follows,
)
from archive.knowledge.knowledge import OutletRegistry

_SURE_STANDFIRST: Final = 0.7
"""Probability from which a line is a standfirst; below it is the text's first paragraph."""
_SURE_WORD: Final = 0.55
"""Probability from which words without «by» are believed to be the author's name."""
_SURE_NAME: Final = 0.45
"""The same of what is known as names of persons."""
_LONGEST_BARE_CAPTION: Final = 5
"""Words of a line between title and text that says too little to be a paragraph."""
_OF_ARTICLES: Final = (Role.TITLE, Role.BODY, Role.SUBHEAD, Role.POST)
_LONGEST_SECTION: Final = 4
"""Words of a section's name that no list knows."""
_LATER: Final = (Phase.NEXT_TOP, Phase.NEXT_HEAD, Phase.NEXT_BODY)

_PERHAPS_STANDFIRST: Final = (Part.TEXT, Part.SUBHEAD, Part.STANDFIRST)
_OTHERS: Final = (Part.OTHER_TEXT, Part.RELATED)
_TOPS: Final = (Phase.TOP, Phase.NEXT_TOP)

_PLAIN_ROLES: Final = {
    Part.TITLE: Role.TITLE,
    Part.TEXT: Role.BODY,
    Part.SUBHEAD: Role.SUBHEAD,
    Part.RELATED: Role.RELATED,
    Part.OTHER_TEXT: Role.RELATED,
    Part.KICKER: Role.KICKER,
    Part.CHROME: Role.CHROME,
}


def assign_roles(
    page: PageEvidence, readings: Sequence[LineReading], outlets: OutletRegistry
) -> list[ClassifiedLine]:
    """Return the lines of ``page`` in their roles, by the reading of each."""
    lines = list(_Assignment(page, readings, outlets).lines())
    drop_lists(page, lines)
    keep_running_text(page, readings, lines)
    if not any(each.role in _OF_ARTICLES for each in lines):
        keep_words(page, lines)
    return lines


class _Assignment:
    def __init__(
        self, page: PageEvidence, readings: Sequence[LineReading], outlets: OutletRegistry
    ) -> None:
        self.page = page
        self.readings = readings
        self.outlets = outlets
        self.position = 0
        self.title_key = ""
        self.captions: set[str] = set()
        self.standfirsts: set[str] = set()
        self.dated = False
        self.in_related = False
        self.headline: int | None = None
        self.segment = self._segment()

    def lines(self) -> Iterator[ClassifiedLine]:
        before = Phase.TOP
        for index, reading in enumerate(self.readings):
            phase = reading.state.phase
            if begins_article(before, phase, reading.state.part):
                self._next_article()
            before = phase
            classified = self._line(index, reading)
            classified.why = f"{classified.why} ({odds(reading)})"
            yield classified

    def _segment(self) -> Segment:
        page = self.page
        end = len(page.lines)
        return Segment(page.lines, page.marks, 0, end, self.position, page.layout, self.outlets)

    def _next_article(self) -> None:
        self.position += 1
        self.segment = self._segment()
        self.title_key = ""
        self.headline = None
        self.captions.clear()
        self.standfirsts.clear()
        self.dated = False
        self.in_related = False

    def _line(self, index: int, reading: LineReading) -> ClassifiedLine:
        part = reading.state.part
        if (below := whole_headline(self.page, self.readings, index)) is not None:
            self.headline = below
            return self.segment.classify(index, Role.TITLE_REPEAT, "the title, cut short")
        if index == self.headline:
            self.title_key = self.page.lines[index].key
            return self.segment.classify(index, Role.TITLE, "whole, cut short above")
        teaser = is_teaser(self.page, self.readings, index)
        if teaser or part in _PERHAPS_STANDFIRST:
            sure = is_surely_standfirst(self.page, self.readings, index)
            if teaser or sure or part is Part.STANDFIRST:
                return self._standfirst(index, reading, sure=sure)
        special = {
            Part.TITLE_AGAIN: self._title_again,
            Part.DATE: self._date,
            Part.UPDATE: self._date,
            Part.CAPTURE: self._capture,
            Part.OUTLET: self._outlet,
            Part.SECTION: self._section,
            Part.BYLINE: self._byline,
            Part.DATELINE: self._dateline,
            Part.CAPTION: self._caption,
            Part.KEYWORDS: self._keywords,
        }.get(part)
        if special is not None:
            return special(index, reading)
        return self._plain(index, reading)

    def _plain(self, index: int, reading: LineReading) -> ClassifiedLine:
        part, kind = reading.state.part, self.page.forms[index].kind
        role = _PLAIN_ROLES[part]
        if part is Part.TITLE:
            self.title_key = self.page.lines[index].key
        if part in _OTHERS and perhaps_text(self.page, self.readings, index):
            return self.segment.classify(index, Role.BODY, "perhaps the text goes on")
        if part is Part.TEXT:
            role = {Kind.POST: Role.POST, Kind.ADDRESS: Role.ADDRESS}.get(kind, role)
        if part in (Part.RELATED, Part.CHROME) and kind is Kind.RELATED_MARKER:
            role = Role.RELATED_MARKER
        if reading.state.phase is Phase.FOOT and role in (Role.RELATED, Role.RELATED_MARKER):
            self.in_related = True
        if part is Part.CHROME and kind is Kind.DISCLAIMER:
            return self.segment.classify_marked(index)
        if part is Part.CHROME and kind in UNKNOWN and is_amid_text(self.readings, index):
            return self.segment.classify(index, Role.SUBHEAD, "a short line amid the text")
        if part is Part.CHROME and is_signature(self.page, self.readings, index):
            return self._byline(index, reading, signed=True)
        if part is Part.CHROME and is_lone_label(self.page, self.readings, index):
            why = "a short line alone above the title"
            return self.segment.classify(
                index, Role.SECTION, why, self.page.lines[index].text, "weak"
            )
        mark = self.page.marks[index]
        return self.segment.classify(
            index, role, mark.why if mark is not None else looks_like(kind)
        )

    def _title_again(self, index: int, _: LineReading) -> ClassifiedLine:
        line = self.page.lines[index]
        if self.title_key and line.key.startswith(self.title_key) and line.key != self.title_key:
            words = line.text.split()[len(self.title_key.split()) :]
            caption = " ".join(words)
            self.captions.add(line_key(caption))
            why = "the title again, and a caption glued to it"
            return self.segment.classify(index, Role.CAPTION, why, caption)
        if self.title_key and line.key != self.title_key:
            return self._caption(index, _)
        return self.segment.classify(index, Role.TITLE_REPEAT, "the title again")

    def _date(self, index: int, reading: LineReading) -> ClassifiedLine:
        mark, part = self.page.marks[index], reading.state.part
        foot = reading.state.phase is Phase.FOOT
        if foot and part is Part.DATE and (self.dated or self.in_related):
            why = "a date below the text that is another's"
            return self.segment.classify(index, Role.CHROME, why)
        if tells_the_capture(self.page, self.readings, index):
            return self._capture(index, reading)
        dates = mark is not None and mark.kind in ("date", "published", "updated")
        if dates:
            line = self.segment.classify_marked(index)
        else:
            text = self.page.lines[index].text
            line = self.segment.classify(index, Role.DATE, "a day and what stands with it", text)
        if part is Part.UPDATE:
            line.kind = "updated"
        self.dated = self.dated or line.kind != "updated"
        return line

    def _capture(self, index: int, _: LineReading) -> ClassifiedLine:
        mark = self.page.marks[index]
        value = mark.value if mark is not None else ""
        why = "a day of the page's header: that of the capture"
        line = self.segment.classify(
            index, Role.CAPTURE_HEADER, why, value or self.page.lines[index].text
        )
        line.byline = mark.byline if mark is not None else ""
        return line

    def _outlet(self, index: int, reading: LineReading) -> ClassifiedLine:
        mark, line = self.page.marks[index], self.page.lines[index]
        if mark is not None and mark.kind == "source":
            return self.segment.classify_marked(index)
        sure = reading.probability >= outlet_bound(self.page.lines, index)
        name = named_outlet(line.plain, self.outlets, believed=sure)
        known = self.outlets.by_name(name)
        if known is not None and known.is_agency and self.page.layout.outlet != known.slug:
            return self.segment.classify(index, Role.BYLINE, "an agency's name", name)
        if text_follows(self.readings, index):
            name = ""
        if self.page.forms[index].kind is Kind.SOURCE and name:
            why = "a source and its name"
            return self.segment.classify(index, Role.SOURCE_LINE, why, name)
        return self.segment.classify(index, Role.MASTHEAD, "names the outlet", name)

    def _section(self, index: int, _: LineReading) -> ClassifiedLine:
        mark, line = self.page.marks[index], self.page.lines[index]
        if mark is not None and mark.kind == "section":
            return self.segment.classify_marked(index)
        known = self.page.forms[index].kind is Kind.SECTION
        if not known and (line.words > _LONGEST_SECTION or any(c.isdigit() for c in line.text)):
            return self.segment.classify(index, Role.CHROME, "no name of a section")
        why = "the name of a section" if known else "a short line in a section's place"
        return self.segment.classify(index, Role.SECTION, why, line.text, "" if known else "weak")

    def _byline(self, index: int, reading: LineReading, *, signed: bool = False) -> ClassifiedLine:
        mark, line = self.page.marks[index], self.page.lines[index]
        if mark is not None and mark.kind == "byline":
            return self.segment.classify_marked(index)
        if datelines.own_line(line.plain, self.outlets) is not None:
            why = "a name, and from where or for whom"
            return self.segment.classify(index, Role.DATELINE, why, line.text)
        form = self.page.forms[index]
        labelled = "author" in form.cues or form.kind is Kind.AUTHOR
        bound = _SURE_NAME if form.names == 1.0 else _SURE_WORD
        sure = reading.probability >= bound and may_sign(self.page, self.readings, index)
        name = byline_name(line.plain)
        if not name or not (labelled or sure or signed):
            return self.segment.classify(index, Role.CHROME, "perhaps a name")
        return self.segment.classify(index, Role.BYLINE, "a name in the author's place", name)

    def _dateline(self, index: int, _: LineReading) -> ClassifiedLine:
        mark = self.page.marks[index]
        if mark is not None and mark.kind == "dateline":
            return self.segment.classify_marked(index)
        text = self.page.lines[index].text
        if self.readings[index].state.phase in _TOPS and datelines.is_place(text):
            return self.segment.classify(index, Role.SECTION, "a country or place", text, "weak")
        why = "a place, and who writes from it"
        return self.segment.classify(index, Role.DATELINE, why, self.page.lines[index].text)

    def _caption(self, index: int, _: LineReading) -> ClassifiedLine:
        mark, line = self.page.marks[index], self.page.lines[index]
        value = mark.value if mark is not None and mark.kind in ("caption", "credit") else ""
        role = Role.CAPTION_REPEAT if line.key in self.captions else Role.CAPTION
        if line.key:
            self.captions.add(line.key)
        return self.segment.classify(index, role, "tells of a picture", value)

    def _standfirst(
        self, index: int, reading: LineReading, *, sure: bool = False
    ) -> ClassifiedLine:
        line = self.page.lines[index]
        if line.key and line.key in self.standfirsts:
            return self.segment.classify(index, Role.STANDFIRST_REPEAT, "the standfirst again")
        known = self.page.layout.name != GENERIC
        if not (sure or known or reading.probability >= _SURE_STANDFIRST):
            form = self.page.forms[index]
            if form.words <= _LONGEST_BARE_CAPTION and form.end == "word" and not form.goes_on:
                return self._caption(index, reading)
            return self.segment.classify(index, Role.BODY, "no standfirst for sure: text")
        self.standfirsts.add(line.key)
        return self.segment.classify(index, Role.STANDFIRST, "sums up between title and text")

    def _keywords(self, index: int, _: LineReading) -> ClassifiedLine:
        mark = self.page.marks[index]
        if mark is not None and mark.kind == "keywords":
            return self.segment.classify_marked(index)
        text = self.page.lines[index].text
        return self.segment.classify(index, Role.KEYWORDS, "words below the text", text)
