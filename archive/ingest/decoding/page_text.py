"""A web page as text: one stretch of lines an article, each with what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.ingest.dates import read_date
from archive.ingest.decoding.page_blocks import Block, page_blocks
from archive.ingest.decoding.page_metadata import metadata_for, read_metadata
from archive.ingest.decoding.page_regions import article_regions, extract_main_text
from archive.ingest.decoding.page_tree import PageTree, page_tree
from archive.records.documents import PageMetadata, PublishedCandidate, Span

_GUESS: Final = "trafilatura"
_BETWEEN: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page's articles; ``regions`` say where each stands and what it states."""

    text: str
    regions: tuple[tuple[Span, PageMetadata], ...]
    charset: str
    warning: str = ""


def read_page_text(content: bytes, declared: str | None, url: str) -> PageText | None:
    """Return the articles of a page as text; None where the page holds none.

    Raises:
        BinaryContentError: the bytes are no text.
    """
    tree = page_tree(content, declared)
    if tree is None:
        return None
    blocks = list(page_blocks(tree.root))
    described = read_metadata(tree.root, url, "")
    dated = any(read_date(stated.value) for stated in described[0].published)
    main = extract_main_text(tree.root, url, guess_date=not dated)
    regions = [region for region in article_regions(blocks, main.text) if region]
    if not regions:
        return None
    guess = (PublishedCandidate(main.date, _GUESS),) if main.date else ()
    first = replace(described[0], published=(*described[0].published, *guess), main_text=main.text)
    return _joined(regions, [first, *described[1:]], tree)


def _joined(
    regions: Sequence[Sequence[Block]], described: list[PageMetadata], tree: PageTree
) -> PageText:
    text = ""
    placed = []
    for number, region in enumerate(regions):
        lines = _lines(region)
        text += _BETWEEN if text else ""
        span = Span(len(text), len(text) + len(lines))
        text += lines
        heading = next((block.text for block in region if block.is_heading), "")
        first = number == 0 and _speaks_of(described[0], regions)
        metadata = described[0] if first else _shared(heading, described)
        placed.append((span, metadata))
    return PageText(text, tuple(placed), tree.decoded.charset, tree.decoded.warning)


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
        lines.append(_BETWEEN if number and block.is_heading else "\n" if number else "")
        lines.append(block.text)
    return "".join(lines)
