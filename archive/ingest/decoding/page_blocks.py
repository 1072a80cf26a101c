"""A page's tree as the lines that its reader sees, in order, each with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from archive.ingest.decoding.credit_boxes import (
    begins_part,
    is_author_box,
    is_credit_box,
    moment_of,
    parts_of,
)
from archive.ingest.decoding.data_tables import BETWEEN_CELLS, CELLS, data_rows
from archive.ingest.decoding.silent_elements import is_caption, is_picture_box
from archive.ingest.decoding.visible_elements import visible

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINK_SHARE: Final = 0.8
"""From this share of linked letters on, a line is nothing but a link; the rest are marks."""

_TAG_SHARE: Final = 0.5
_PROSE_LETTERS: Final = 80
_PROSE_LINK_SHARE: Final = 0.5
"""Running text is a sentence long, and less than half of it is links."""

_LONGEST_BOXED: Final = 160
_FEWEST_BOXED: Final = 3
"""Letters, and blanks, of a line beside a picture that is taken for its caption."""

_SPACES: Final = re.compile(r"[ \t\r\n\f\v\u00a0\u200b]+")


def is_block(element: Any) -> bool:
    """Whether an element begins a line of its own."""
    return element.tag in _BLOCKS


@dataclass(slots=True)
class Block:
    """A line as a reader sees it, with the ``tag`` of its element.

    ``linked`` is the share of its letters that stand in links, from 0 to 1, ``tagged`` of those
    that stand in links of keywords, ``captioned`` in captions. ``author`` is what markup calls the
    author in it, or "". ``box`` is the element that it stands in, ``group`` the one around that and
    its neighbours; ``article`` the nearest ``<article>`` around it, or None. ``moment`` is the
    first that it states for machines, or "".
    """

    text: str
    tag: str
    linked: float
    group: Any
    article: Any = None
    tagged: float = 0.0
    captioned: float = 0.0
    author: str = ""
    moment: str = ""
    box: Any = None

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading element."""
        return self.tag in _HEADINGS

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but links."""
        return self.linked > _LINK_SHARE

    @property
    def is_keywords(self) -> bool:
        """Whether it is hardly more than links of keywords, perhaps under a label."""
        return self.tagged > _TAG_SHARE

    @property
    def is_caption(self) -> bool:
        """Whether it is a picture's caption by its element, and no heading."""
        return self.captioned > _LINK_SHARE and not self.is_heading

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough for running text, and not links."""
        return len(self.text) >= _PROSE_LETTERS and self.linked < _PROSE_LINK_SHARE


@dataclass(slots=True)
class _Around:
    """How many links, links of keywords, captions and so on stand around a text."""

    links: int = 0
    tags: int = 0
    captions: int = 0
    credits: int = 0
    authors: int = 0

    def count(self, element: Any, by: int) -> None:
        if element.tag == "a":
            self.links += by
            self.tags += by * (element.get("rel") == "tag")
        self.captions += by * is_caption(element)
        self.credits += by * (element.tag in _BLOCKS and is_credit_box(element))
        self.authors += by * is_author_box(element)


@dataclass(slots=True)
class _Line:
    """A line that is being put together, and its letters that stand in links and the like."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    tagged: int = 0
    captioned: int = 0
    author: str = ""
    moment: str = ""
    credits: bool = False
    after_link: bool = False

    def begin(self, element: Any, around: _Around) -> None:
        """Take note of an element that begins in the line."""
        self.credits = self.credits or around.credits > 0
        self.moment = self.moment or moment_of(element)
        if element.tag == "a":
            self.part_links()

    def add(self, text: str | None, around: _Around) -> None:
        if text:
            self.parts.append(text)
            letters = len(text.strip())
            self.linked += letters if around.links else 0
            self.tagged += letters if around.tags else 0
            self.captioned += letters if around.captions else 0
            self.author += text if around.authors else ""
            self.after_link = False

    def part_links(self) -> None:
        """Set a link apart from the one right before it."""
        if self.after_link:
            self.parts.append(" ")


def page_blocks(
    root: Any, opened: Collection[Any] = (), silent: list[Any] | None = None
) -> Iterator[Block]:
    """Yield the lines of a page without what is silent in it, save what is ``opened``.

    The elements that were left out, and hold text, are added to ``silent``.
    """
    line = _Line()
    stack: list[Any] = []
    articles: list[Any] = []
    around = _Around()
    data: set[Any] = set()
    for event, element in visible(root, opened, silent):
        tag = element.tag
        is_block = tag in _BLOCKS and not (data and tag in CELLS and element.getparent() in data)
        if is_block:
            yield from _flush(line, stack, articles)
            line = _Line()
        if event == "start":
            stack += [element] if is_block else []
            data.update(data_rows(element) if tag == "table" else ())
            articles += [element] if tag == "article" else []
            if around.credits and begins_part(element, "".join(line.parts)):
                yield from _flush(line, stack, articles)
                line = _Line()
            around.count(element, 1)
            line.begin(element, around)
            line.add(element.text, around)
            continue
        if is_block:
            stack.pop()
        elif tag in CELLS and element.getnext() is not None:
            line.add(BETWEEN_CELLS, around)
        if tag == "article":
            articles.pop()
        around.count(element, -1)
        line.after_link = tag == "a"
        if element is not root:
            line.add(element.tail, around)
    yield from _flush(line, stack, articles)


def _flush(line: _Line, stack: list[Any], articles: list[Any]) -> Iterator[Block]:
    whole = _SPACES.sub(" ", "".join(line.parts)).strip()
    for text in parts_of(whole) if line.credits else [whole] if whole else []:
        yield _block(text, line, stack, articles)


def _block(text: str, line: _Line, stack: list[Any], articles: list[Any]) -> Block:
    element = stack[-1] if stack else None
    heading = next((each.tag for each in reversed(stack[-3:]) if each.tag in _HEADINGS), "")
    tag = heading or (element.tag if element is not None else "")
    group = element.getparent() if element is not None else None
    linked, tagged, captioned = (
        min(1.0, letters / len(text)) for letters in (line.linked, line.tagged, line.captioned)
    )
    if _is_boxed(text, linked, tag, stack):
        captioned = 1.0
    article = articles[-1] if articles else None
    author = " ".join(line.author.split())
    return Block(text, tag, linked, group, article, tagged, captioned, author, line.moment, element)


def _is_boxed(text: str, linked: float, tag: str, stack: list[Any]) -> bool:
    """Whether a line is all that is written where a picture stands; names are not told apart."""
    return (
        len(text) <= _LONGEST_BOXED
        and text.count(" ") >= _FEWEST_BOXED
        and linked < _PROSE_LINK_SHARE
        and tag not in _HEADINGS
        and any(is_picture_box(element, len(text)) for element in stack[-3:])
    )
