"""Which of a page's lines are its articles: by the page's own elements, else by its main text.

The main text is trafilatura's (A. Barbaresi, "Trafilatura: A Web Scraping Library", ACL 2021
demonstrations). It is only a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from archive.ingest.decoding.page_blocks import Block
from archive.ingest.decoding.page_openings import share_of

_LEAST_PROSE: Final = 200
"""Letters of running text from which an ``<article>`` is one and no teaser."""

_SIDE_LINKS: Final = 3
"""So many lines of nothing but links in a row are a menu or a list of headlines."""

_PARAGRAPH: Final = 120
"""Letters from which a line that is all links may be a paragraph."""

_LONGEST_LABEL: Final = 30
"""Letters of a label above a list of links."""

_CONFIRMED: Final = 40
"""Letters at the beginning of a line by which it is found in the main text."""

_FEWEST_HEADLINE: Final = 3
"""Blanks of a link that is another story's headline, and no name."""

_LEAST_HELD: Final = 0.5
"""Share of the main text that a page's article elements hold, else they are other articles."""

_FEWEST_CARDS: Final = 2
"""Linked headings with their texts that are other stories; one alone may be a link of the text."""

_FEWEST_LINKED: Final = 3
"""The same, where the headlines are links that are no headings."""

_SURE_HITS: Final = 3
"""Lines of an article in the main text from which its end may be believed."""

_NOT_LETTERS: Final = re.compile(r"\W+")
_TEASED: Final = re.compile(r"comment|related|teaser|card|recommend", re.IGNORECASE)


def article_regions(blocks: Sequence[Block], main_text: str) -> list[list[Block]]:
    """Return the lines of each article of a page; all that is left where none is found."""
    confirmed = _letters(main_text)
    lines = _without_cards(blocks)
    lines = _without_lone_links(_without_side_links(lines, confirmed), confirmed)
    elements = _without_teasers(_article_elements(lines), lines, confirmed)
    inside = [block for block in lines if block.article is not None and block.article in elements]
    if _loses(inside, main_text):
        return [_around_main_text(lines, confirmed)]
    if len(elements) > 1:
        return [[block for block in lines if block.article is each] for each in elements]
    if len(elements) == 1:
        title = _title_above(lines, inside[0])
        return [[*title, *_without_tail(inside, confirmed)]]
    return [_around_main_text(lines, confirmed)]


def _loses(blocks: Sequence[Block], main_text: str) -> bool:
    """Whether the main text is longer than what ``blocks`` hold, and they hold little of it."""
    held = share_of(main_text, [block.text for block in blocks])
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    return held is not None and held < _LEAST_HELD and prose < len(main_text)


def _without_cards(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` without those that stand under a linked headline of their own, in a row.

    They tell of other stories, each in a box: a headline that leads there, and a text. A heading
    of the article's own text stands in the box that its first text stands in.
    """
    first = next((i for i, block in enumerate(blocks) if block.is_prose), len(blocks))
    own = blocks[first].group if first < len(blocks) else None
    links = [
        block
        for block in blocks[first + 1 :]
        if block.is_link and block.tag != "h1" and block.group is not own
    ]
    texts = {block.group for block in blocks if len(block.text) >= _CONFIRMED and not block.is_link}
    boxes = {block.group for block in links if block.is_heading} & texts
    headlines = [block for block in links if block.text.count(" ") >= _FEWEST_HEADLINE]
    linked = {each for block in headlines for each in (block.group, block.box)} & texts
    boxes |= linked if len(linked) >= _FEWEST_LINKED else set()
    if len(boxes) < _FEWEST_CARDS:
        return list(blocks)
    return [
        block
        for i, block in enumerate(blocks)
        if i <= first or (block.group not in boxes and block.box not in boxes)
    ]


def _without_lone_links(blocks: Sequence[Block], confirmed: str) -> list[Block]:
    """Return ``blocks`` without other stories' headlines: links below the first prose.

    A short one may name a source, and what the main text holds is the article's.
    """
    first = next((i for i, block in enumerate(blocks) if block.is_prose), len(blocks))
    return [
        block
        for i, block in enumerate(blocks)
        if i < first
        or not block.is_link
        or block.text.count(" ") < _FEWEST_HEADLINE
        or _letters(block.text)[:_CONFIRMED] in confirmed
    ]


def _without_tail(blocks: Sequence[Block], confirmed: str) -> list[Block]:
    """Return the lines of an ``<article>`` up to a heading below all that the main text holds."""
    hits = _confirmed_lines(blocks, confirmed)
    if len(hits) < _SURE_HITS:
        return list(blocks)
    last = blocks[hits[-1]]
    for index in range(hits[-1] + 1, len(blocks)):
        tail = blocks[index:]
        if blocks[index].is_heading and not any(b.is_prose and b.group is last.group for b in tail):
            return list(blocks[:index])
    return list(blocks)


def _without_side_links(blocks: Sequence[Block], confirmed: str) -> list[Block]:
    """Return ``blocks`` without keywords, runs of links and lines like «more» among them.

    A paragraph of the main text is none, though all of its words be links.
    """
    kept: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if block.is_keywords:
            continue
        linked = block.is_link and block.tag != "h1"
        if linked and not (len(block.text) >= _PARAGRAPH and _is_confirmed(block, confirmed)):
            run.append(block)
            continue
        _add_links(kept, run)
        run = []
        kept.append(block)
    _add_links(kept, run)
    return kept


def _add_links(kept: list[Block], run: list[Block]) -> None:
    """Add a run of links where it is no list; else take away the label above the list."""
    if len(run) < _SIDE_LINKS:
        kept += run
    elif kept and kept[-1].text.endswith(":") and len(kept[-1].text) <= _LONGEST_LABEL:
        kept.pop()


def _article_elements(blocks: Sequence[Block]) -> list[Any]:
    prose: dict[Any, int] = {}
    for block in blocks:
        if block.article is not None:
            letters = len(block.text) if block.is_prose else 0
            prose[block.article] = prose.get(block.article, 0) + letters
    return [
        element
        for element, letters in prose.items()
        if letters >= _LEAST_PROSE and not _TEASED.search(element.get("class") or "")
    ]


def _without_teasers(elements: list[Any], blocks: Sequence[Block], confirmed: str) -> list[Any]:
    """Return the elements but those whose heading is a link, or that have none and no main text.

    Where all are so they are a list of articles, and stay.
    """

    def is_teaser(element: Any) -> bool:
        heading = next(element.iter("h1", "h2", "h3", "h4"), None)
        if heading is None:
            inside = [block for block in blocks if block.article is element]
            return not _confirmed_lines(inside, confirmed)
        parent = heading.getparent()
        linked = heading.find(".//a") is not None or (parent is not None and parent.tag == "a")
        return bool(linked and heading.tag != "h1")

    return [element for element in elements if not is_teaser(element)] or elements


def _title_above(blocks: Sequence[Block], first: Block) -> list[Block]:
    """Return the page's main heading where it stands above its only article element."""
    above = blocks[: next(i for i, block in enumerate(blocks) if block is first)]
    start = next((i for i, block in enumerate(above) if block.tag == "h1"), None)
    return [] if start is None else list(above[start:])


def _around_main_text(blocks: Sequence[Block], confirmed: str) -> list[Block]:
    """Return the lines from the main heading to the last line that the main text confirms.

    What stands in the same element right after it (a source, keywords) belongs to it too.
    """
    hits = _confirmed_lines(blocks, confirmed)
    prose = any(block.is_prose for block in blocks)
    if not hits or (prose and not any(blocks[hit].is_prose for hit in hits)):
        return list(blocks)
    heading = next((i for i, block in enumerate(blocks) if block.tag == "h1"), hits[0])
    end = hits[-1] + 1
    while end < len(blocks) and blocks[end].group is blocks[hits[-1]].group:
        end += 1
    return list(blocks[min(heading, hits[0]) : end])


def _confirmed_lines(blocks: Sequence[Block], confirmed: str) -> list[int]:
    return [i for i, block in enumerate(blocks) if _is_confirmed(block, confirmed)]


def _is_confirmed(block: Block, confirmed: str) -> bool:
    return len(block.text) >= _CONFIRMED and _letters(block.text)[:_CONFIRMED] in confirmed


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text)


def extract_main_text(root: Any, url: str) -> str:
    """Return the main text that trafilatura extracts; "" of a page that it fails on.

    Its text alone is asked for: the dates that it guesses take more time than all the rest.
    """
    # Imported here: it takes a second, which loads of texts and records save.
    import trafilatura

    try:
        document = trafilatura.bare_extraction(
            root,
            url=url or None,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError, KeyError):
        return ""
    if document is None or isinstance(document, dict):
        return ""
    return document.text or ""
