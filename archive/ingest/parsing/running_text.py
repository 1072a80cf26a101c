"""Running text that was taken for another page's: what nothing but its place speaks against stays.

A note amid the text («advertisement», stars, a «read also» with its headline) makes what stands
below it look like the page's foot, and lines without full stops like headlines. Text goes on until
another story begins: with a headline of its own, a day, or where the page says that all is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.parsing.line_forms import HEADLINES, Kind, LineForm
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import stems_of
from archive.ingest.parsing.page_model import LineReading
from archive.ingest.parsing.page_states import Part
from archive.ingest.parsing.tickers import is_divided

_WHY: Final = "running text, and no other story has begun"
_HEADINGS: Final = (Role.TITLE, Role.TITLE_REPEAT)
_DAYS: Final = (Kind.DATE, Kind.DATE_AND_MORE)
_LONG: Final = 10
"""Words from which a line without a full stop tells rather than names."""
_FEWEST_OF_HEADLINE: Final = 3
_SAME_MATTER: Final = 2
"""Beginnings of words that a teaser shares with the headline above it."""
_BELOW_TITLE: Final = 8
"""Words of a line between title and text that is no label."""
_UNSURE: Final = 0.45
"""Probability below which such a line is not surely another page's."""


def keep_running_text(
    page: PageEvidence, readings: Sequence[LineReading], lines: Sequence[ClassifiedLine]
) -> None:
    """Give articles the lines back that tell what they tell and begin no other story."""
    for position in sorted({line.article for line in lines if line.article is not None}):
        own = [i for i, line in enumerate(lines) if line.article == position]
        text = [i for i in own if lines[i].role.is_prose]
        title = next((i for i in own if lines[i].role in _HEADINGS), None)
        end = next((i for i in range(own[-1] + 1, len(lines)) if _is_others(lines[i])), len(lines))
        if not text and title is not None:
            for index in range(title + 1, end):
                if page.forms[index].kind is Kind.END:
                    break
                if _is_dropped(lines[index]) and _may_be_all(page, index):
                    _keep(lines[index], position)
        elif text:
            if title is None:
                _keep_above_text(page, lines, text[0], position)
            if title is not None:
                _keep_below_title(page, readings, lines, range(title + 1, text[0]))
            _keep_below_text(page, lines, range(text[0] + 1, end), position)


def _is_others(line: ClassifiedLine) -> bool:
    return line.article is not None


def _is_dropped(line: ClassifiedLine) -> bool:
    return line.article is None and line.role in (Role.RELATED, Role.CHROME)


def _keep(line: ClassifiedLine, position: int) -> None:
    line.role, line.article, line.why = Role.BODY, position, f"{_WHY}: {line.why}"


def _may_be_all(page: PageEvidence, index: int) -> bool:
    """Whether a line may be the text of an article that has no other."""
    form = page.forms[index]
    return form.kind is Kind.PROSE or (
        form.kind is Kind.TICKER and not is_divided(page.lines[index].text)
    )


def _keep_below_title(
    page: PageEvidence,
    readings: Sequence[LineReading],
    lines: Sequence[ClassifiedLine],
    between: range,
) -> None:
    """Keep long lines between title and text that are not surely other headlines."""
    position = lines[between.start - 1].article if between else None
    if position is None or any(page.forms[i].kind is Kind.RELATED_MARKER for i in between):
        return
    for index in between:
        form, reading = page.forms[index], readings[index]
        unsure = reading.state.part is Part.RELATED and reading.probability < _UNSURE
        told = form.kind in (*HEADLINES, Kind.PROSE) and form.words >= _BELOW_TITLE
        if _is_dropped(lines[index]) and unsure and told and form.end != "dots":
            _keep(lines[index], position)


def _keep_above_text(
    page: PageEvidence, lines: Sequence[ClassifiedLine], first: int, position: int
) -> None:
    """Keep the paragraphs right above the first of a text that has no headline.

    Nothing but a headline or a day parts a text from what stands above it.
    """
    said = page.lines[first].key
    for index in range(first - 1, -1, -1):
        form, line = page.forms[index], lines[index]
        if form.kind is not Kind.PROSE or not _is_dropped(line) or not _tells(form):
            return
        if "continued" in form.cues or (said and page.lines[index].key == said):
            return
        _keep(line, position)


def _keep_below_text(
    page: PageEvidence, lines: Sequence[ClassifiedLine], below: range, position: int
) -> None:
    """Keep running text below the first of an article's, until another story begins."""
    walk = _Walk(page, below.start - 1, {lines[i].line.key for i in range(below.start)} - {""})
    for index in below:
        line = lines[index]
        if line.article == position:
            if line.role.is_prose:
                walk.take(index)
        elif page.forms[index].kind is Kind.END:
            return
        elif _is_dropped(line) and walk.goes_on_at(index):
            _keep(line, position)
            walk.take(index)
        else:
            walk.pass_by(index)


@dataclass(slots=True)
class _Walk:
    """A walk down a page, below the line ``text`` of an article: what has come since.

    ``said`` are keys of the lines above; ``listed`` the headlines below a «read also», None where
    there is none; ``begun`` says that another story has begun.
    """

    page: PageEvidence
    text: int
    said: set[str]
    listed: list[int] | None = None
    begun: bool = False

    def take(self, index: int) -> None:
        """Go on from the article's own line at ``index``."""
        self.text, self.listed, self.begun = index, None, False

    def pass_by(self, index: int) -> None:
        """Note what a line that is not the article's shows."""
        form = self.page.forms[index]
        if form.kind is Kind.RELATED_MARKER:
            self.listed = []
        elif form.kind in _DAYS or "continued" in form.cues:
            self.begun = True
        elif form.kind in HEADLINES and form.words >= _FEWEST_OF_HEADLINE and not _tells(form):
            if self.listed is None:
                self.begun = True
            else:
                self.listed.append(index)

    def goes_on_at(self, index: int) -> bool:
        """Whether the line at ``index`` is running text and no other story's."""
        form = self.page.forms[index]
        if self.begun or form.kind in (Kind.RELATED_MARKER, *_DAYS) or "continued" in form.cues:
            return False
        if not (_tells(form) or _is_alike(self.page, self.text, index)):
            return False
        taken = self.listed is not None and _is_teaser(self.page, self.listed, index)
        return not taken and self.page.lines[index].key not in self.said


def _tells(form: LineForm) -> bool:
    """Whether a line is running text by its form."""
    if form.end == "dots":
        return False
    if form.kind is Kind.PROSE:
        return True
    sentence = form.end in ("stop", "comma") or form.goes_on or "verb_first" in form.cues
    return form.kind in HEADLINES and form.words >= _LONG and sentence


_OPENINGS: Final = re.compile(r"[-–—•*●■]\s|[«\"“(]|\d{1,2}\s?[-–.)]")
"""How items of a list, quotations and numbered points begin."""
_FEWEST_OF_ITEM: Final = 4


def _is_alike(page: PageEvidence, text: int, index: int) -> bool:
    """Whether a line has the form of the text's last one: an item, a quotation, a point."""
    first, other = (_OPENINGS.match(page.lines[i].plain) for i in (text, index))
    if first is None or other is None or page.forms[index].words < _FEWEST_OF_ITEM:
        return False
    same = first.group()[-1] == other.group()[-1] and len(first.group()) == len(other.group())
    return same and page.forms[text].end == page.forms[index].end


def _is_teaser(page: PageEvidence, listed: Sequence[int], index: int) -> bool:
    """Whether a line tells of the headline above it in a list of other stories."""
    if not listed and page.forms[index].kind is Kind.PROSE:
        return page.forms[index].end not in ("stop", "question")
    if not listed:
        return True
    words = stems_of(page.lines[index].text)
    return len(words & stems_of(page.lines[listed[-1]].text)) >= _SAME_MATTER
