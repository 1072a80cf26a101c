"""The bytes of a captured page as a tree, as a browser without scripts would build it.

Nothing is put right here: letters, order of text and structure are those of the capture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from archive.errors import ArchiveError
from archive.ingest.decoding.encodings import BinaryContentError, decode

MOST_BYTES: Final = 5_000_000
"""Of a page that is replayed: five times the largest of a thousand news pages."""
_MOST_TAGS: Final = 150_000
"""Tags of a page: browsers lay out more only in minutes."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_SUBSET: Final = re.compile(r"(<!DOCTYPE[^\[>]{0,500})\[[^\]]{0,10000}\]", re.IGNORECASE)
_PUBLIC_ID: Final = re.compile(r"[-+/A-Za-z0-9 .:]{1,100}")


class UnreplayablePageError(ArchiveError):
    """A page that cannot be replayed: it is too large, or no page."""


@dataclass(frozen=True, slots=True)
class CapturedTree:
    """A page's root element; ``doctype`` is what decides how browsers lay it out.

    ``cut`` says that the page is nested more deeply than can be read, and goes on.
    """

    root: Any
    doctype: str
    cut: bool = False


def captured_tree(content: bytes, charset: str) -> CapturedTree:
    """Return the tree of a page of bytes in ``charset`` ("" where that is not known).

    Raises:
        UnreplayablePageError: the page is too large, or no page.
    """
    if len(content) > MOST_BYTES:
        raise UnreplayablePageError("the page is too large to be replayed")
    text = _UNPRINTABLE.sub("\ufffd", page_letters(content, charset))
    if text.count("<") > _MOST_TAGS:
        raise UnreplayablePageError("the page has too many elements to be replayed")
    text = _SUBSET.sub(r"\1", _DECLARATION.sub("", text), count=1)
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        default_doctype=False,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreplayablePageError("there is no page in it")
    is_cut = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return CapturedTree(root, _doctype(root.getroottree().docinfo), is_cut)


def page_letters(content: bytes, charset: str) -> str:
    """Return bytes as text: by their mark, the encoding that is known, else by their letters.

    Raises:
        UnreplayablePageError: they are no text.
    """
    for mark, named in _MARKS:
        if content.startswith(mark):
            return content.decode(named, "replace")
    try:
        return content.decode(charset or "utf-8", "replace" if charset else "strict")
    except (LookupError, ValueError):
        pass
    try:
        return decode(content).text
    except BinaryContentError as error:
        raise UnreplayablePageError("there is no page in it") from error


def _doctype(info: Any) -> str:
    """Return the document type that makes a browser lay the page out as it did.

    The mode depends on the public identifier, and on whether a system identifier is there
    (WHATWG HTML, “The initial insertion mode”).
    """
    if not info.doctype:
        return ""
    if info.public_id and _PUBLIC_ID.fullmatch(info.public_id):
        system = ' "kept"' if info.system_url else ""
        return f'<!DOCTYPE html PUBLIC "{info.public_id}"{system}>'
    return "<!DOCTYPE html>"
