"""Bytes of a page to its tree, harmlessly: no entity is expanded, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree, html

from archive.ingest.decoding.encodings import BinaryContentError, DecodedText, decode

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_HEAD: Final = 8192
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[>]{0,500}\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WESTERN: Final = frozenset(
    {"iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
)
"""What careless servers declare for anything; the letters know better."""


@dataclass(frozen=True, slots=True)
class PageTree:
    """A page's root element, and how its bytes were decoded."""

    root: Any
    decoded: DecodedText


def decode_page(content: bytes, declared: str | None) -> DecodedText:
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


def page_tree(content: bytes, declared: str | None) -> PageTree | None:
    """Return the tree of a page; None where there is nothing in it.

    Raises:
        BinaryContentError: the bytes are no text.
    """
    decoded = decode_page(content, declared)
    # lxml refuses a str with an XML declaration; an internal subset can only do harm.
    text = _XML_DECLARATION.sub("", _CONTROLS.sub("", decoded.text))
    text = _DOCTYPE.sub("", text, count=1).encode("utf-8", "replace").decode()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return PageTree(root, decoded)
