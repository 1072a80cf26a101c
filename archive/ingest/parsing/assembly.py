"""Assembles the classified lines of one article: title, paragraphs, keywords, dates, spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.letters import BYTE_ORDER_MARK
from archive.ingest.parsing import datelines
from archive.ingest.parsing.dateline_openings import dateline_before
from archive.ingest.parsing.datelines import Dateline
from archive.ingest.parsing.keywords import split_keywords
from archive.ingest.parsing.line_breaks import split_glued_subhead
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import Span

_MOST_OPENINGS: Final = 2
"""Paragraphs that may open with the dateline: below one that sums up, the second."""
_GUESSED_TITLE: Final = 90
"""Code points of a title that is made of the text's first words."""
_LONGEST_LEAD: Final = 8
"""Words of a line before the text that a colon ends."""


@dataclass(slots=True)
class ArticleParts:
    """What one article's lines hold, under the names that they have in ``ParsedArticle``.

    ``prose`` is the paragraphs without quoted posts, ``quoted`` these and bare addresses.
    """

    title: str = ""
    standfirst: str = ""
    section: str = ""
    paragraphs: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    stated_dates: tuple[str, ...] = ()
    dateline_text: str = ""
    datelines: tuple[Dateline, ...] = ()
    spans: tuple[Span, ...] = ()
    lines: dict[Role, list[ClassifiedLine]] = field(default_factory=dict)

    def of(self, role: Role) -> Sequence[ClassifiedLine]:
        """Return the article's lines in ``role``."""
        return self.lines.get(role, ())

    def title_or_guess(self) -> tuple[str, tuple[str, ...]]:
        """Return the title, else the first words of the text, and a warning that says so."""
        if self.title or not self.paragraphs:
            return self.title, ()
        words = next((each for each in self.paragraphs if not _leads_in(each)), self.paragraphs[0])
        if len(words) > _GUESSED_TITLE:
            words = words[:_GUESSED_TITLE].rsplit(" ", 1)[0] + "…"
        return words, ("no title: guessed from the first words of the text",)


def _leads_in(paragraph: str) -> bool:
    """Whether a paragraph only says from where or by whom the next ones are («عدن – فلان:»)."""
    return paragraph.endswith(":") and paragraph.count(" ") < _LONGEST_LEAD


def tidy(text: str) -> str:
    """Return ``text`` with every run of blanks, no-break ones too, as one space."""
    return " ".join(text.replace(BYTE_ORDER_MARK, " ").split())


def assemble(lines: Sequence[ClassifiedLine], outlets: OutletRegistry) -> ArticleParts | None:
    """Return the parts of an article, or ``None`` where there is neither title nor text."""
    parts = ArticleParts()
    for each in lines:
        parts.lines.setdefault(each.role, []).append(each)
    parts.title = next((tidy(each.line.text) for each in parts.of(Role.TITLE)), "")
    _add_paragraphs(parts, lines, outlets)
    if not parts.paragraphs and not parts.title:
        return None
    parts.standfirst = " ".join(tidy(each.line.text) for each in parts.of(Role.STANDFIRST))
    # Of guesses the one nearest to the title; a known name of a section before any guess.
    nearest = reversed(parts.of(Role.SECTION))
    sections = sorted(nearest, key=lambda each: each.kind == "weak")
    parts.section = next((each.value or each.line.text for each in sections), "")
    parts.captions = _captions(parts)
    parts.keywords = keywords_of(parts)
    parts.stated_dates = stated_dates_of(parts)
    parts.spans = spans_of(lines)
    return parts


def _captions(parts: ArticleParts) -> tuple[str, ...]:
    """Return the captions, each once; one with which another begins says nothing more."""
    found = dict.fromkeys(tidy(each.value or each.line.text) for each in parts.of(Role.CAPTION))
    return tuple(
        caption for caption in found if not any(other.startswith(f"{caption} ") for other in found)
    )


def _add_paragraphs(
    parts: ArticleParts, lines: Sequence[ClassifiedLine], outlets: OutletRegistry
) -> None:
    paragraphs: list[str] = []
    prose: list[str] = []
    own = (_dateline(each, outlets) for each in parts.of(Role.DATELINE))
    openings = [dateline for dateline in own if dateline is not None]
    text = [each for each in lines if each.role.is_prose]
    for each in text[:_MOST_OPENINGS]:
        if (opening := dateline_before(each.line.plain, outlets)) is not None:
            openings.append(opening)
            break
    for number, each in enumerate(text):
        words = tidy(each.line.text)
        last = number == len(text) - 1
        pieces = (words,) if last or each.role is Role.POST else split_glued_subhead(words)
        paragraphs += pieces
        if each.role is not Role.POST:
            prose += pieces
    parts.paragraphs = tuple(paragraphs)
    parts.prose = tuple(prose)
    quoted = [*parts.of(Role.ADDRESS), *parts.of(Role.POST)]
    parts.quoted = tuple(each.line.text for each in quoted)
    parts.datelines = tuple(openings)
    parts.dateline_text = next((opening.text for opening in openings), "")


def _dateline(each: ClassifiedLine, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline of a line: as a layout's rule names its place, else as read."""
    if each.value and each.value != each.line.text:
        return Dateline(each.line.text, each.value, "", len(each.line.text))
    return datelines.own_line(each.line.plain, outlets)


def keywords_of(parts: ArticleParts) -> tuple[str, ...]:
    """Return the keywords that the article's lines of them hold, each once."""
    evidence = (parts.title, *parts.paragraphs)
    values: list[str] = []
    for each in parts.of(Role.KEYWORDS):
        if not each.value:
            continue
        if each.value == each.line.text and each.value[0] != "#":
            values.append(each.value)
        else:
            values += split_keywords(_full_value(each.line, each.value), evidence)
    return tuple(dict.fromkeys(values))


_ABRIDGED: Final = 20
"""Code points by which ``Line.plain`` is shorter than its text where it is only a beginning, and
by which a value's beginning is found again."""


def _full_value(line: Line, value: str) -> str:
    """Return the value to the line's end: rules see only a line's beginning."""
    if len(line.text) <= len(line.plain) + _ABRIDGED:
        return value
    return line.text[line.text.find(value[:_ABRIDGED]) :]


def stated_dates_of(parts: ArticleParts) -> tuple[str, ...]:
    """Return the article's date lines, labelled ones first; one of change where it is alone.

    Above the title it tells when the site changed, not the article.
    """
    dates = parts.of(Role.DATE)
    own = [each for each in dates if each.kind != "updated"]
    if not own:
        title = next((each.line.number for each in parts.of(Role.TITLE)), 0)
        return tuple(each.line.text for each in dates if each.line.number > title > 0)
    labelled_first = sorted(own, key=lambda each: each.kind != "labelled")
    return tuple(each.value or each.line.text for each in labelled_first)


def spans_of(lines: Sequence[ClassifiedLine]) -> tuple[Span, ...]:
    """Return the runs of the article's own lines; the page's chrome between them divides."""
    spans: list[Span] = []
    last_number = -1
    for each in lines:
        line = each.line
        joined = spans and line.number - line.gap - 1 <= last_number
        if joined:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
        last_number = line.last_number
    return tuple(spans)
