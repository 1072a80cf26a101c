"""A page's tree as the lines that its reader sees, in order, each with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_SILENT: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "form",
        "map",
        "head",
        "nav",
        "aside",
        "footer",
        "menu",
        "dialog",
    ]
)
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
_SILENT_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog", "alert"}
)
_CHROME_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|breadcrumbs?|cookies?|gdpr|consent|newsletter|subscribe"
    r"|popup|modal|advert\w*|ads?|banner|sidebar|menu|navbar|comments?|disqus|addtoany|sharedaddy"
    r"|most-?read|trending|ticker|skip-link|screen-reader-text|sr-only|visually-hidden)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_COMMENTS: Final = re.compile("comment|disqus", re.IGNORECASE)
_ARTICLE_LETTERS: Final = 600
"""Letters in paragraphs from which an element is no share bar, whatever its name says."""

_LINK_SHARE: Final = 0.8
"""From this share of linked letters on, a line is nothing but a link; the rest are marks."""

_PROSE_LETTERS: Final = 80
_PROSE_LINK_SHARE: Final = 0.5
"""Running text is a sentence long, and less than half of it is links."""

_SPACES: Final = re.compile(r"[ \t\r\n\f\v\u00a0\u200b]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """A line as a reader sees it, with the ``tag`` of its element.

    ``linked`` is the share of its letters that stand in links, from 0 to 1. ``group`` is the element that holds it and its neighbours; ``article`` the nearest
    ``<article>`` around it, or None.
    """

    text: str
    tag: str
    linked: float
    group: Any
    article: Any = None

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading element."""
        return self.tag in _HEADINGS

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but links."""
        return self.linked > _LINK_SHARE

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough for running text, and not links."""
        return len(self.text) >= _PROSE_LETTERS and self.linked < _PROSE_LINK_SHARE


@dataclass(slots=True)
class _Line:
    """A line that is being put together, and its letters that stand in links."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.parts.append(text)
            self.linked += len(text.strip()) if in_link else 0


def page_blocks(root: Any) -> Iterator[Block]:
    """Yield the lines of a page without its navigation, scripts, forms and share bars."""
    line = _Line()
    stack: list[Any] = []
    articles: list[Any] = []
    links = 0
    for event, element in _visible(root):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                yield from _flush(line, stack, articles)
                line = _Line()
                stack.append(element)
            articles += [element] if tag == "article" else []
            links += tag == "a"
            line.add(element.text, links > 0)
            continue
        if tag in _BLOCKS:
            yield from _flush(line, stack, articles)
            line = _Line()
            stack.pop()
        if tag == "article":
            articles.pop()
        links -= tag == "a"
        line.add(element.tail, links > 0)
    yield from _flush(line, stack, articles)


def _visible(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield start and end of the elements that are shown, without recursion.

    The text after a silent element belongs to what is around it: it is kept by an end
    event of an empty element's kind, namely a ``span``'s.
    """
    work: list[tuple[str, Any]] = [("start", root)]
    while work:
        event, element = work.pop()
        if event == "end":
            yield event, element
            continue
        if not isinstance(element.tag, str) or is_silent(element):
            if element.tail:
                yield "end", _Tail(element.tail)
            continue
        yield event, element
        work.append(("end", element))
        work.extend(("start", child) for child in reversed(element))


@dataclass(frozen=True, slots=True)
class _Tail:
    tail: str
    tag: str = "span"


def is_silent(element: Any) -> bool:
    """Whether an element and all in it are no part of what a page has to say."""
    tag = element.tag
    if tag in _SILENT or (tag == "header" and not _holds_title(element)):
        return True
    if element.get("role") in _SILENT_ROLES or element.get("aria-hidden") == "true":
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag in ("html", "body", "main", "article") or not _CHROME_NAME.search(names):
        return False
    return not _holds_article(element, names)


def _holds_article(element: Any, names: str) -> bool:
    """Whether a name like ``with-sidebar`` or ``no-ads`` stands on the article's own element."""
    if element.find(".//h1") is not None:
        return True
    if _COMMENTS.search(names):
        return False
    paragraphs = (len(each.text_content()) for each in element.iterfind(".//p"))
    return sum(paragraphs) >= _ARTICLE_LETTERS


def _holds_title(element: Any) -> bool:
    return element.find(".//h1") is not None or any(
        ancestor.tag == "article" for ancestor in element.iterancestors()
    )


def _flush(line: _Line, stack: list[Any], articles: list[Any]) -> Iterator[Block]:
    text = _SPACES.sub(" ", "".join(line.parts)).strip()
    if not text:
        return
    element = stack[-1] if stack else None
    heading = next((each.tag for each in reversed(stack[-3:]) if each.tag in _HEADINGS), "")
    tag = heading or (element.tag if element is not None else "")
    group = element.getparent() if element is not None else None
    share = min(1.0, line.linked / max(len(text), 1))
    yield Block(text, tag, share, group, articles[-1] if articles else None)
