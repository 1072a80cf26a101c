"""Classifies the lines of a page: what each is, to which article it belongs, and why.

The way of a page: its lines (``page_lines``), their breaks put right (``line_breaks``), the
layout that fits (``layouts``), a mark for each line that its rules know (``line_marks``), the form
of each line (``line_kinds``), what speaks for each role (``line_features``), the likeliest reading
of the whole (``page_model``), and the roles that follow from it (``page_roles``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.parsing.feed_lines import headline_below
from archive.ingest.parsing.headline_parts import (
    part_authors,
    part_days,
    part_labels,
    part_outlets,
    part_site_names,
)
from archive.ingest.parsing.label_lines import spread_labels
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.layouts import LayoutChoice, LayoutLibrary
from archive.ingest.parsing.line_breaks import (
    cut_glued_dates,
    divide_stamps,
    join_wrapped,
)
from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.line_kinds import line_form
from archive.ingest.parsing.line_marks import mark_line, mark_lines
from archive.ingest.parsing.line_roles import ClassifiedLine
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import Line, line_key, split_lines
from archive.ingest.parsing.page_model import PageModel
from archive.ingest.parsing.page_roles import assign_roles
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata

_MARKER_REACH: Final = 3
"""Lines above an article among which a «read also» makes it another one than the page's own."""


@dataclass(frozen=True, slots=True)
class ClassifiedPage:
    """The lines of a page in order, the layout that was chosen, and whose lines are whose.

    ``related`` holds the positions of articles that stand under a «read also» marker;
    ``headline_below`` is the first article's, where only the page's foot names it.
    """

    lines: Sequence[ClassifiedLine]
    choice: LayoutChoice
    articles: Sequence[Sequence[ClassifiedLine]]
    related: frozenset[int]
    headline_below: str = ""


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
    page, choice = page_evidence(
        text, outlets=outlets, domain=domain, metadata=metadata, library=library
    )
    readings = PageModel.shipped().decode(features_of(page))
    classified = assign_roles(page, readings, outlets)
    articles: list[list[ClassifiedLine]] = []
    for each in classified:
        if each.article is not None:
            while len(articles) <= each.article:
                articles.append([])
            articles[each.article].append(each)
    starts = _starts(classified)
    related = (n for n, start in starts.items() if n and _is_related(page.marks, start))
    below = headline_below(page.lines)
    return ClassifiedPage(classified, choice, articles, frozenset(related), below)


def page_evidence(
    text: str,
    *,
    outlets: OutletRegistry,
    domain: str = "",
    metadata: PageMetadata | None = None,
    library: LayoutLibrary | None = None,
) -> tuple[PageEvidence, LayoutChoice]:
    """Return the lines of ``text`` with what their forms and the rules show, and the layout."""
    metadata = metadata or PageMetadata()
    lines = join_wrapped(list(split_lines(text)), text)
    lines = list(part_authors(list(part_labels(list(cut_glued_dates(lines))))))
    lines = list(part_outlets(list(part_site_names(list(part_days(lines)))), outlets))
    choice = (library or LayoutLibrary.shipped()).choose(lines, domain or metadata.domain)
    lines = list(divide_stamps(lines, lambda line: mark_line(line, choice.rules, outlets)))
    marks = mark_lines(lines, choice.rules, outlets)
    spread_labels(lines, marks)
    _mark_captions(lines, marks, metadata)
    forms = [line_form(line, mark, outlets) for line, mark in zip(lines, marks, strict=True)]
    page = PageEvidence(lines, forms, marks, choice.layout, line_key(metadata.title))
    return page, choice


def _mark_captions(
    lines: Sequence[Line], marks: list[LineMark | None], metadata: PageMetadata
) -> None:
    """Mark what the page's own markup calls a picture's caption, unless it is the title."""
    captions = {line_key(text) for text in metadata.captions} - {line_key(metadata.title)}
    for number, line in enumerate(lines):
        if captions and line.key in captions and marks[number] is None:
            why = "a caption by the page's own markup"
            marks[number] = LineMark("caption", line.text, why, sure=True)


def _starts(classified: Sequence[ClassifiedLine]) -> dict[int, int]:
    """Return the index of the first line of each article."""
    starts: dict[int, int] = {}
    for index, each in enumerate(classified):
        if each.article is not None:
            starts.setdefault(each.article, index)
    return starts


def _is_related(marks: Sequence[LineMark | None], start: int) -> bool:
    above = range(start - 1, max(-1, start - 1 - _MARKER_REACH), -1)
    return any((mark := marks[i]) is not None and mark.kind == "related" for i in above)
