"""The article of a record: what the record says of itself, and for the rest what its text tells.

Every word of its text stays: its lines are the paragraphs (``record_lines`` has the one kind of
line that goes). Title, author, outlet, section, keywords and summary are the record's own; outlet,
agency, byline, dateline and dates are read from the text where the record is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from archive.arabic.letters import INVISIBLES
from archive.arabic.normalize import fold
from archive.ingest.dates import DateCues, resolve_publication
from archive.ingest.parsing import datelines
from archive.ingest.parsing.assembly import (
    ArticleParts,
    keywords_of,
    spans_of,
    stated_dates_of,
    tidy,
)
from archive.ingest.parsing.dateline_openings import dateline_before
from archive.ingest.parsing.datelines import Dateline
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.page_classifier import ClassifiedPage
from archive.ingest.parsing.page_lines import shared
from archive.ingest.parsing.record_credit import credit_of_record
from archive.ingest.parsing.record_lines import classify_record
from archive.ingest.parsing.text_language import language_of
from archive.knowledge.knowledge import OutletRegistry
from archive.knowledge.outlet_lists import KnownOutlet
from archive.records.documents import PageMetadata, ParsedArticle

_UNSEEN_EDGES: Final = re.compile(rf"^[{INVISIBLES}\s]+|[{INVISIBLES}\s]+$")
_COMMA: Final = re.compile(r"(?:(?<!\s)\s+)?[،,]\s*")
_WORD: Final = re.compile(r"\w+")
_SAME: Final = 0.85
"""Share of a summary's words from which the title, or the text's beginning, says the same."""
_COMPARED: Final = 200
"""Code points of the beginning that are compared beside twice the summary's own."""


def parse_record(
    text: str,
    heading: int,
    *,
    outlets: OutletRegistry,
    metadata: PageMetadata,
    url: str = "",
    captured: date | None = None,
) -> ParsedArticle | None:
    """Return the article of a record, or ``None`` where its text has no word.

    The first ``heading`` code points of ``text`` are its title, put above it. ``url`` is its
    address, ``captured`` the day of capture that the record states.
    """
    outlets = outlets.preferring(metadata.domain)
    page = classify_record(text, heading, outlets=outlets, domain=metadata.domain)
    author = _stated(metadata.author)
    parts = _parts(page, author, outlets)
    if not parts.paragraphs:
        return None
    credit = credit_of_record(page, parts, metadata, outlets)
    title, warnings = _title(metadata, parts)
    cues = _cues(parts, metadata, title, outlets.by_slug(credit.outlet.slug))
    return ParsedArticle(
        position=0,
        title=title,
        paragraphs=parts.paragraphs,
        spans=parts.spans,
        standfirst=_standfirst(_stated(metadata.description), title, parts.paragraphs),
        byline=author or credit.byline,
        dateline=credit.dateline,
        agency=credit.agency,
        section=metadata.section or parts.section,
        keywords=metadata.keywords or parts.keywords,
        language=language_of(parts.paragraphs, metadata.language),
        url=url,
        outlet=credit.outlet,
        republisher=credit.republisher,
        published=resolve_publication(replace(cues, url=url, captured=captured)),
        captured=captured,
        layout=page.choice.layout.name,
        warnings=(*warnings, *_left_out(page)),
    )


def _cues(
    parts: ArticleParts, metadata: PageMetadata, title: str, outlet: KnownOutlet | None
) -> DateCues:
    return DateCues(
        stated=parts.stated_dates,
        dateline=parts.dateline_text,
        metadata=metadata.published,
        title=title,
        paragraphs=parts.prose,
        quoted=parts.quoted,
        outlet_country=outlet.country if outlet else "",
    )


def as_stated(article: ParsedArticle, record: PageMetadata) -> ParsedArticle:
    """Return the ``article`` of a page with what the ``record`` that holds it says of itself."""
    return replace(
        article,
        byline=_stated(record.author) or article.byline,
        section=record.section or article.section,
        keywords=record.keywords or article.keywords,
    )


def _stated(words: str) -> str:
    """Return what a record states, without blanks and unseen signs at its edges."""
    return _UNSEEN_EDGES.sub("", tidy(words))


def _parts(page: ClassifiedPage, author: str, outlets: OutletRegistry) -> ArticleParts:
    lines = page.articles[0]
    parts = ArticleParts()
    for each in lines:
        parts.lines.setdefault(each.role, []).append(each)
    text = [each for each in lines if each.role is not Role.TITLE]
    parts.paragraphs = tuple(tidy(each.line.text) for each in text)
    parts.prose = tuple(
        paragraph
        for each, paragraph in zip(text, parts.paragraphs, strict=True)
        if each.role is Role.BODY
    )
    quoted = [*parts.of(Role.ADDRESS), *parts.of(Role.POST)]
    parts.quoted = tuple(each.line.text for each in quoted)
    openings = tuple(_openings(parts, outlets))
    parts.dateline_text = next((opening.text for opening in openings), "")
    parts.datelines = (*openings, *_datelines_of(author, outlets))
    parts.section = next((each.value for each in parts.of(Role.SECTION) if each.value), "")
    parts.keywords = keywords_of(parts)
    parts.stated_dates = stated_dates_of(parts)
    parts.spans = spans_of(lines)
    return parts


def _openings(parts: ArticleParts, outlets: OutletRegistry) -> Iterator[Dateline]:
    """Yield the datelines that stand alone, and the one before the first words."""
    for each in parts.of(Role.DATELINE):
        own = datelines.own_line(each.line.plain, outlets)
        yield own or Dateline(each.line.text, each.value, "", len(each.line.text))
    for each in parts.of(Role.BODY)[:1]:
        opening = dateline_before(each.line.plain, outlets)
        if opening is not None:
            yield opening


def _datelines_of(author: str, outlets: OutletRegistry) -> tuple[Dateline, ...]:
    """Return the dateline that a record gives for its author: «الباحة - خالد زاهي:»."""
    line = author.rstrip(" :")
    found = datelines.own_line(line, outlets) if line else None
    if found is None:
        return ()
    # «الرياض، تحقيق - فلان»: only places are where it was written.
    places = "، ".join(filter(datelines.is_place, _COMMA.split(found.place)))
    return (replace(found, place=places or found.place),)


def _title(metadata: PageMetadata, parts: ArticleParts) -> tuple[str, tuple[str, ...]]:
    """Return the title that a record states; else its text's first words, and the warning."""
    stated = _stated(metadata.title)
    if stated:
        return stated, ()
    behind_credits = parts.prose[:1] or parts.paragraphs[:1]
    return ArticleParts(paragraphs=behind_credits).title_or_guess()


def _standfirst(summary: str, title: str, paragraphs: Sequence[str]) -> str:
    """Return a record's summary, unless the title or the text's beginning says the same."""
    said = _words(summary)
    beginning = " ".join(paragraphs)[: _COMPARED + 2 * len(summary)]
    if shared(said, _words(title)) >= _SAME or shared(said, _words(beginning)) >= _SAME:
        return ""
    return summary


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def _left_out(page: ClassifiedPage) -> Iterator[str]:
    """Yield what is told of lines that are not in the article."""
    links = sum(each.role is Role.RELATED for each in page.lines)
    if links:
        lines = "1 line" if links == 1 else f"{links} lines"
        yield f"{lines} left out of the text: «read also» with its link"
