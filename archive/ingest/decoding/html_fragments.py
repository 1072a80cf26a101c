"""Pieces of HTML that records hold as their text: every word of them, a line a paragraph.

A feed's item or a post is no page: it has no navigation to leave out.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final

from lxml import etree, html

_MARKUP: Final = re.compile(r"<(?:[a-zA-Z][^<>]{0,2000}|/[a-zA-Z]+\s*|!--)>?")
_TAGS: Final = re.compile(
    r"</(?:p|div|span|strong|b|li|h[1-6]|a)\s*>|<(?:br|p)\s*/?>", re.IGNORECASE
)
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg"})
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
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
_PARAGRAPHS: Final = frozenset(
    ["p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dd", "dt"]
)
_BREAK: Final = "br"
_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINE_BREAKS: Final = re.compile(r" ?\n[ \n]*")
_SHORTCODES: Final = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+|su_\w+)\b[^\[\]]{0,1000}\]"
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fragment_text(markup: str) -> str:
    """Return the text of a piece of HTML, or of a text that has character references.

    Each block stands in a line of its own, as each line does of a text that has no blocks
    (WordPress stores its posts so). Shortcodes of WordPress are taken out.
    """
    markup = _SHORTCODES.sub("", _CONTROLS.sub("", markup))
    if not _MARKUP.search(markup):
        return _tidy(unescape(markup))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(f"<div>{markup}</div>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _tidy(unescape(_MARKUP.sub(" ", markup)))
    lines: list[str] = []
    _collect(root, lines, keeps_lines="<p" not in markup.lower())
    # What is nested beyond the parser's depth would be lost.
    return _tidy("".join(lines)) or _tidy(unescape(_MARKUP.sub(" ", markup)))


def is_markup(text: str) -> bool:
    """Tell whether a record's text is HTML: it has the tags of paragraphs or of lines."""
    return _TAGS.search(text) is not None


def plain_line(markup: str) -> str:
    """Return a title or a name in one line, without markup and references, even twice escaped."""
    return " ".join(fragment_text(unescape(markup)).split())


def _collect(root: Any, lines: list[str], *, keeps_lines: bool) -> None:
    """Gather the words in the order of the document, without recursion."""
    hidden = 0
    inside = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_start = event == "start"
        if tag in _UNSEEN:
            hidden += 1 if is_start else -1
        if tag in _PARAGRAPHS:
            inside += 1 if is_start else -1
        if (tag in _BLOCKS) or (tag == _BREAK and is_start):
            lines.append("\n")
        words = element.text if is_start else element.tail
        if words and not hidden:
            lines.append(_flowing(words, keeps_lines=keeps_lines and not inside))


def _flowing(words: str, *, keeps_lines: bool) -> str:
    """Return words with the line breaks that mean something: blank lines, or all of them."""
    if keeps_lines:
        return words
    return "\n".join(re.sub(r"\s+", " ", each) for each in re.split(r"\n[^\S\n]*\n", words))


def _tidy(text: str) -> str:
    return _LINE_BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()
