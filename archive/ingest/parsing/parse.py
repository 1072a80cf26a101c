"""From a capture to its articles.

``parse_capture`` decodes a capture and parses each region of its text. A record's text is an
article already (``record_article``). ``parse_text`` is the way of a page: its lines are
classified (``page_classifier``), those of each article put together (``assembly``), and it is
decided whose the article is (``credit``) and when it was published (``archive.ingest.dates``).
Nothing here writes, and nothing is kept between calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from archive.errors import UnreadableDocumentError
from archive.ingest.dates import DateCues, header_day, resolve_publication
from archive.ingest.decoding.origins import host_of
from archive.ingest.decoding.source_text import NO_TEXT, Region, RegionKind, source_text
from archive.ingest.parsing.assembly import ArticleParts, assemble
from archive.ingest.parsing.credit import Credit, credit_of
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.main_text_kept import joined_by_headings, with_main_text
from archive.ingest.parsing.page_classifier import ClassifiedPage, classify_page
from archive.ingest.parsing.plain_names import with_plain_names
from archive.ingest.parsing.record_article import as_stated, parse_record
from archive.ingest.parsing.text_language import language_of
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata, ParsedArticle, RawCapture, Span

_NO_ARTICLE: Final = "no article in it: nothing but headlines of other pages"
"""The reason for refusing a page that has words and tells nothing by itself."""


_MOST_LINES: Final = 50_000
"""Lines of a document: each is weighed in every role. A hundred thousand took 685 MB."""
_TOO_MANY_LINES: Final = f"a text of more than {_MOST_LINES} lines; divide it"


@dataclass(frozen=True, slots=True)
class ParsedCapture:
    """The ``text`` of a capture, and the articles found in it.

    The spans of the articles are code points of ``text``.
    """

    text: str
    charset: str
    articles: tuple[ParsedArticle, ...]
    warnings: tuple[str, ...] = ()


def parse_capture(capture: RawCapture, outlets: OutletRegistry) -> ParsedCapture:
    """Decode ``capture`` and return its articles; ``outlets`` are those that are known.

    Raises:
        UnreadableDocumentError: it is binary, or holds no text at all, or no article.
    """
    source = source_text(capture)
    if _has_too_many_lines(source.text):
        raise UnreadableDocumentError(capture.document, _TOO_MANY_LINES)
    articles: list[ParsedArticle] = []
    for region in source.regions:
        text = source.text[region.span.start : region.span.end]
        if text.strip():
            found = _parse_region(
                text,
                region,
                outlets=outlets,
                url="" if articles else capture.url or "",
                captured=capture.captured.date() if capture.captured else None,
            )
            articles += [_moved(article, region.span.start) for article in found]
    if not articles:
        listed = any(
            region.kind is RegionKind.PAGE and _has_words(source.text, region)
            for region in source.regions
        )
        raise UnreadableDocumentError(capture.document, _NO_ARTICLE if listed else NO_TEXT)
    numbered = tuple(
        with_plain_names(replace(article, position=position))
        for position, article in enumerate(articles)
    )
    warnings = [*capture.warnings, *source.warnings]
    warnings += [warning for article in numbered for warning in _warnings(article)]
    return ParsedCapture(source.text, source.charset, numbered, tuple(dict.fromkeys(warnings)))


def _has_too_many_lines(text: str) -> bool:
    """Whether more lines hold something than are weighed at once; blank ones cost nothing."""
    if text.count("\n") < _MOST_LINES:
        return False
    return sum(1 for line in text.split("\n") if line.strip()) > _MOST_LINES


def _parse_region(
    text: str, region: Region, *, outlets: OutletRegistry, url: str, captured: date | None
) -> list[ParsedArticle]:
    """Return the articles of a region: those found on a page, or the one that a record is."""
    if region.kind is RegionKind.PAGE:
        found = parse_text(
            text, outlets=outlets, url=url, captured=captured, metadata=region.metadata
        )
        found = joined_by_headings(found, region.metadata.headings)
        found = with_main_text(found, text, region.metadata.main_text)
        return [*(as_stated(each, region.stated) for each in found[:1]), *found[1:]]
    article = parse_record(
        text,
        region.heading,
        outlets=outlets,
        metadata=region.metadata,
        url=url,
        captured=captured,
    )
    return [] if article is None else [article]


def _has_words(text: str, region: Region) -> bool:
    return any(char.isalnum() for char in text[region.span.start : region.span.end])


def _moved(article: ParsedArticle, offset: int) -> ParsedArticle:
    if not offset:
        return article
    spans = tuple(Span(span.start + offset, span.end + offset) for span in article.spans)
    return replace(article, spans=spans)


def _warnings(article: ParsedArticle) -> Iterable[str]:
    yield from article.warnings
    if not article.paragraphs:
        yield "no text was found under the title"
    if not article.title:
        yield "no title was found; the first words stand for it"
    if not article.published.edtf:
        yield "no publication date was found"


def parse_text(
    text: str,
    *,
    outlets: OutletRegistry,
    url: str = "",
    captured: date | None = None,
    metadata: PageMetadata | None = None,
) -> list[ParsedArticle]:
    """Return the articles of a page's ``text`` in the order in which they stand.

    ``url`` is the page's address, if it has one; ``captured`` the day of capture that the
    container states. Spans are code points of ``text``. A page without any text gives an
    empty list.
    """
    metadata = metadata or PageMetadata()
    outlets = outlets.preferring(host_of(url) or metadata.domain)
    page = classify_page(text, outlets=outlets, domain=host_of(url), metadata=metadata)
    headers = (each for each in page.lines if each.role is Role.CAPTURE_HEADER)
    header = next((each.value or each.line.text for each in headers), "")
    context = _PageContext(
        page=page,
        url=url,
        metadata=metadata,
        outlets=outlets,
        header=header,
        captured=captured or (header_day(header) if header else None),
        container_day=captured,
    )
    return [
        context.article(position, parts)
        for position, lines in enumerate(page.articles)
        if (parts := assemble(lines, outlets)) is not None
    ]


@dataclass(frozen=True, slots=True)
class _PageContext:
    """What the articles of one page share. Address and metadata are the first one's."""

    page: ClassifiedPage
    url: str
    metadata: PageMetadata
    outlets: OutletRegistry
    header: str
    captured: date | None
    container_day: date | None

    def article(self, position: int, parts: ArticleParts) -> ParsedArticle:
        related = position in self.page.related
        metadata = self.metadata if position == 0 else PageMetadata()
        url = self.url if position == 0 else ""
        credit = credit_of(self.page, parts, self.outlets, self.metadata, related=related)
        if position == 0:
            parts.title = parts.title or self.page.headline_below
        title, warnings = parts.title_or_guess()
        return ParsedArticle(
            position=position,
            title=title,
            paragraphs=parts.paragraphs,
            spans=parts.spans,
            standfirst=parts.standfirst,
            byline=credit.byline or self._author(metadata.author),
            dateline=credit.dateline,
            agency=credit.agency,
            section=parts.section or metadata.section,
            captions=parts.captions,
            keywords=parts.keywords or metadata.keywords,
            language=language_of(parts.paragraphs or (title,), metadata.language),
            url=url,
            outlet=credit.outlet,
            republisher=credit.republisher,
            published=resolve_publication(self._cues(parts, title, credit, metadata, url)),
            captured=self.captured,
            layout=self.page.choice.layout.name,
            warnings=warnings,
        )

    def _author(self, stated: str) -> str:
        """Return the author that metadata states, where it is no outlet's name."""
        return "" if self.outlets.by_name(stated) else stated

    def _cues(
        self, parts: ArticleParts, title: str, credit: Credit, metadata: PageMetadata, url: str
    ) -> DateCues:
        known = self.outlets.by_slug(credit.outlet.slug)
        return DateCues(
            stated=parts.stated_dates,
            dateline=parts.dateline_text,
            metadata=metadata.published,
            url=url,
            header=self.header,
            captured=self.container_day,
            title=title,
            paragraphs=parts.prose,
            quoted=parts.quoted,
            captions=parts.captions,
            outlet_country=known.country if known else "",
        )
