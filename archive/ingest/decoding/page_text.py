"""A web page as text: one stretch of lines an article, each with what is said of it.

Bytes become a tree harmlessly: no entity is expanded and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from lxml import etree, html

from archive.arabic.normalize import fold
from archive.ingest.dates import looks_like_date_line
from archive.ingest.decoding.credit_boxes import is_stamp, is_tools
from archive.ingest.decoding.encodings import BinaryContentError, DecodedText, decode
from archive.ingest.decoding.page_blocks import Block
from archive.ingest.decoding.page_credits import author_of, moment_above
from archive.ingest.decoding.page_headlines import with_headline
from archive.ingest.decoding.page_metadata import (
    json_ld_body,
    metadata_for,
    read_metadata,
    site_slogans,
)
from archive.ingest.decoding.page_openings import spoken_blocks
from archive.ingest.decoding.page_regions import article_regions, extract_main_text
from archive.ingest.decoding.page_scripts import NEXT_DATA, next_data_body
from archive.ingest.decoding.peer_texts import (
    JSON_LD_TAKEN,
    SCRIPT_DATA_TAKEN,
    KeptRegions,
    kept_regions,
)
from archive.ingest.decoding.visual_order import PUT_IN_ORDER
from archive.ingest.decoding.visual_pages import put_in_order
from archive.records.documents import PageMetadata, Span

_ARTICLE_BODY: Final = b"articleBody"
_BETWEEN_PARTS: Final = "\n\n"
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_HEAD: Final = 8192
"""Bytes in which a page declares its encoding."""

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE: Final = re.compile(
    r"^([\s\ufeff]*+(?:<!--.*?-->\s*)*+)<!DOCTYPE[^\[>]{0,500}\[.*?\]\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""The document type with its own declarations, which stands above the page or nowhere."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WESTERN: Final = frozenset(
    {"iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
)
"""What careless servers declare for anything; the letters know better."""


_MOST_TAGS: Final = 200_000
"""Tags of a page, counted before a tree of them is built. A choice, not a measurement."""


class OversizedPageError(ValueError):
    """A page has more elements than can be read; the message is the reason."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page's articles; ``regions`` say where each stands and what it states."""

    text: str
    regions: tuple[tuple[Span, PageMetadata], ...]
    charset: str
    warnings: tuple[str, ...] = ()


def read_page_text(content: bytes, declared: str | None, url: str) -> PageText | None:
    """Return the articles of a page as text; None where the page holds none.

    Raises:
        BinaryContentError: the bytes are no text.
    """
    tree = page_tree(content, declared)
    if tree is None:
        return None
    described = read_metadata(tree.root, url, "")
    main_text = cache(lambda: extract_main_text(tree.root, url))
    slogans = site_slogans(tree.root)
    spoken = spoken_blocks(tree.root, main_text)
    blocks = [
        block
        for block in spoken
        if not (slogans and fold(block.text) in slogans) and not _says_nothing(block.text)
    ]
    body = json_ld_body(tree.root) if _ARTICLE_BODY in content else ""
    taken = JSON_LD_TAKEN
    if not body and NEXT_DATA in content:
        body, taken = next_data_body(tree.root, described[0].title), SCRIPT_DATA_TAKEN
    found = kept_regions(article_regions(blocks, main_text()), main_text(), body, taken)
    if not found.regions:
        return None
    first = _completed(described[0], found.regions[0], spoken)
    if len(found.regions) == 1:
        found = replace(found, regions=[with_headline(found.regions[0], first)])
    return _joined(found, [replace(first, main_text=main_text()), *described[1:]], tree)


def _says_nothing(text: str) -> bool:
    """Whether a line holds words of buttons alone, or a stamp of a calendar that is not read."""
    return is_tools(text) or (is_stamp(text) and not looks_like_date_line(text))


def _completed(
    page: PageMetadata, article: Sequence[Block], lines: Sequence[Block]
) -> PageMetadata:
    """Return a page's metadata, with what the names of its elements tell where it is silent."""
    author = page.author or author_of(article, lines, (page.site_name,))
    return replace(page, author=author, published=page.published or moment_above(article))


@dataclass(frozen=True, slots=True)
class PageTree:
    """A page's root element, and how its bytes were decoded."""

    root: Any
    decoded: DecodedText


def page_tree(content: bytes, declared: str | None) -> PageTree | None:
    """Return the tree of a page; None where there is nothing in it.

    Raises:
        BinaryContentError: the bytes are no text.
    """
    decoded = _decode_page(content, declared)
    # lxml refuses a str with an XML declaration; an internal subset can only do harm.
    text = _XML_DECLARATION.sub("", _CONTROLS.sub("", decoded.text))
    if text.count("<") > _MOST_TAGS:
        raise OversizedPageError(f"a page of more than {_MOST_TAGS} tags; divide it")
    text = _DOCTYPE.sub(r"\1", text, count=1).encode("utf-8", "replace").decode()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if put_in_order(root):
        warning = "; ".join(filter(None, (decoded.warning, PUT_IN_ORDER)))
        decoded = replace(decoded, warning=warning)
    return PageTree(root, decoded)


def _decode_page(content: bytes, declared: str | None) -> DecodedText:
    """Decode a page by its byte order mark, the server's word, its own, or its letters.

    Raises:
        BinaryContentError: the bytes are no text.
    """
    meta = _META_CHARSET.search(content[:_HEAD])
    own = meta[1].decode("ascii", "ignore") if meta else None
    charset = declared or own
    if charset is None or charset.lower() not in _WESTERN:
        return decode(content, charset)
    try:
        return decode(content)
    except BinaryContentError:
        return decode(content, charset)


def _joined(found: KeptRegions, described: list[PageMetadata], tree: PageTree) -> PageText:
    text = ""
    regions = found.regions
    placed = []
    for number, region in enumerate(regions):
        lines = _lines(region)
        text += _BETWEEN_PARTS if text else ""
        span = Span(len(text), len(text) + len(lines))
        text += lines
        heading = next((block.text for block in region if block.is_heading), "")
        first = number == 0 and _speaks_of(described[0], regions)
        metadata = described[0] if first else _shared(heading, described)
        captions = tuple(block.text for block in region if block.is_caption)
        headings = tuple(block.text for block in region if block.is_heading)
        placed.append((span, replace(metadata, captions=captions, headings=headings)))
    warnings = tuple(filter(None, (tree.decoded.warning, found.warning)))
    return PageText(text, tuple(placed), tree.decoded.charset, warnings)


def _speaks_of(page: PageMetadata, regions: Sequence[Sequence[Block]]) -> bool:
    """Whether the page's metadata may be taken for its first article's.

    It is not where another article of the page bears the title that the metadata gives.
    """
    if len(regions) == 1:
        return True
    headings = [{block.text for block in region if block.is_heading} for region in regions]
    return not any(page.title in each for each in headings[1:]) or page.title in headings[0]


def _shared(heading: str, described: list[PageMetadata]) -> PageMetadata:
    """Return an article's own metadata, with what holds for all articles of its site."""
    own = metadata_for(heading, described)
    page = described[0]
    return replace(
        own,
        site_name=own.site_name or page.site_name,
        domain=page.domain,
        language=own.language or page.language,
    )


def _lines(region: Sequence[Block]) -> str:
    """Return the lines of a region; headings stand apart from what is above them."""
    lines = []
    for number, block in enumerate(region):
        lines.append(_BETWEEN_PARTS if number and block.is_heading else "\n" if number else "")
        lines.append(block.text)
    return "".join(lines)
