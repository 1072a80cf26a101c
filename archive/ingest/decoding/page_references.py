"""The files that a page's markup, or a style sheet, names: what a browser would ask for.

HTML Living Standard (images 4.8, links 4.6.7, media 4.8.9); CSS Values 4, ``url()``, and CSS
Cascade 5, ``@import``. Pictures that scripts load late are named too (``data-src``). Nothing is
looked for in scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from archive.ingest.decoding.encodings import BinaryContentError, decode
from archive.ingest.decoding.resource_addresses import resolved

MOST: Final = 3000
"""Names that are taken of one page or style sheet. A choice, not a measurement."""

_LINKED: Final = frozenset(
    [
        "stylesheet",
        "icon",
        "apple-touch-icon",
        "apple-touch-icon-precomposed",
        "mask-icon",
        "preload",
    ]
)
_FRAME: Final = "iframe"
_LATE: Final = ("data-src", "data-original", "data-lazy-src")
_SOURCES: Final = {
    "img": ("src", *_LATE),
    "source": ("src", *_LATE),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "script": ("src",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "use": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "iframe": ("src", "data-src"),
    "frame": ("src",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
}
_SETS: Final = {
    "img": ("srcset", "data-srcset"),
    "source": ("srcset", "data-srcset"),
    "link": ("imagesrcset",),
}
_STYLE: Final = "style"
_NAMING: Final = (*_SOURCES, "link", _STYLE)
"""The elements that are looked at: a page has ten times as many."""

_STYLES: Final = etree.XPath("//@style")
_CANDIDATE: Final = re.compile(r"([^\s,]\S*+)[^,]*+")
"""One picture of a ``srcset``: its address, up to a blank, and how wide or dense it is."""

_COMMENT: Final = re.compile(r"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?")
"""One that is not closed goes to the end (CSS Syntax 3, 4.3.2)."""

_NAMED: Final = re.compile(
    r"@import\s++(?:\"([^\"\n]*+)\"|'([^'\n]*+)')"
    r"|\burl\(\s*+(?:\"([^\"\n]*+)\"|'([^'\n]*+)'|([^\s\"'()]++))\s*+\)",
    re.IGNORECASE,
)
_ESCAPE: Final = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))", re.DOTALL)
_NESTED: Final = 2
"""Pages inside ``srcdoc`` inside pages that are looked into."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The absolute address of a file that is named, and whether an ``iframe`` shows it.

    The frames of a frameset are pages of their own: the page around them says nothing.
    """

    address: str
    in_frame: bool = False


def page_references(content: bytes, base: str, charset: str | None = None) -> tuple[Reference, ...]:
    """Return what a page at the address ``base`` names, each once, what gives it its look first.

    ``charset`` is the encoding that was declared or found. Of a page that cannot be taken apart
    nothing is returned.
    """
    found = {each.address: each for each in _named_in_page(_text(content, charset), base, 0)}
    ordered = sorted(found.values(), key=lambda each: not _is_style(each.address))
    return tuple(ordered[:MOST])


def style_references(
    content: bytes, base: str, charset: str | None = None
) -> tuple[Reference, ...]:
    """Return what a style sheet at the address ``base`` names, each once."""
    found = dict.fromkeys(_named_in_style(_text(content, charset or "utf-8"), base))
    return tuple(Reference(address) for address in found)[:MOST]


def _is_style(address: str) -> bool:
    return address.partition("?")[0].lower().endswith(".css")


def _text(content: bytes, charset: str | None) -> str:
    try:
        return decode(content, charset).text
    except BinaryContentError:
        return ""


def _named_in_page(text: str, base: str, depth: int) -> Iterator[Reference]:
    root = _parsed(text)
    if root is None:
        return
    stated = next(root.iter("base"), None)
    if stated is not None and stated.get("href"):
        base = resolved(str(stated.get("href")), base) or base
    for element in root.iter(*_NAMING):
        tag = str(element.tag)
        in_frame = tag == _FRAME
        for name in _names(element, tag):
            if address := resolved(name, base):
                yield Reference(address, in_frame)
        if tag == _STYLE:
            yield from map(Reference, _named_in_style(element.text or "", base))
        if in_frame and element.get("srcdoc") and depth < _NESTED:
            yield from _named_in_page(str(element.get("srcdoc")), base, depth + 1)
    for style in _STYLES(root):
        yield from map(Reference, _named_in_style(str(style), base))


def _parsed(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _names(element: etree._Element, tag: str) -> Iterator[str]:
    """Yield the names of files in an element's attributes."""
    if tag == "link" and _LINKED & set((element.get("rel") or "").lower().split()):
        yield element.get("href") or ""
    for attribute in _SOURCES.get(tag, ()):
        yield element.get(attribute) or ""
    for attribute in _SETS.get(tag, ()):
        for candidate in _CANDIDATE.finditer(element.get(attribute) or ""):
            # Without a width, the comma that ends an address stands at its end.
            yield candidate[1].rstrip(",")


def _named_in_style(style: str, base: str) -> Iterator[str]:
    if "url(" not in style.lower() and "@import" not in style.lower():
        return
    for found in _NAMED.finditer(_COMMENT.sub(" ", style)):
        name = next((group for group in found.groups() if group is not None), "")
        if address := resolved(_ESCAPE.sub(_unescaped, name), base):
            yield address


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return str(found[2])
    number = int(found[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
