"""The bytes of a captured page as a tree, as a browser without scripts would build it.

Nothing is put right here: letters, order of text and structure are those of the capture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final

from lxml import etree

from archive.errors import ArchiveError
from archive.ingest.decoding.encodings import BinaryContentError, decode

MOST_BYTES: Final = 5_000_000
"""Of a page that is replayed: five times the largest of a thousand news pages."""
_MOST_TAGS: Final = 150_000
"""Tags of a page: browsers lay out more only in minutes."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BEGINNING: Final = 1 << 16
"""Bytes that are read of a page before its first letters are written."""
_BASE: Final = b"<base"
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_SUBSET: Final = re.compile(r"(<!DOCTYPE[^\[>]{0,500})\[[^\]]{0,10000}\]", re.IGNORECASE)
_PUBLIC_ID: Final = re.compile(r"[-+/A-Za-z0-9 .:]{1,100}")


class UnreplayablePageError(ArchiveError):
    """A page that cannot be replayed: it is too large, or no page."""


@dataclass(frozen=True, slots=True)
class CapturedTree:
    """A page's root element; ``doctype`` is what decides how browsers lay it out.

    What stands behind ``</html>`` is of the page too: this parser makes it another root.
    ``cut`` says that the page is nested more deeply than can be read, and goes on.
    """

    root: Any
    doctype: str
    cut: bool = False

    def iter(self, *names: str) -> Iterator[Any]:
        """Yield the elements of these names."""
        return chain.from_iterable(each.iter(*names) for each in self._roots())

    def walk(self) -> Iterator[tuple[str, Any]]:
        """Yield ``start`` and ``end`` of each element."""
        return chain.from_iterable(
            etree.iterwalk(each, events=("start", "end")) for each in self._roots()
        )

    @property
    def last(self) -> Any:
        """The element that begins last."""
        *_others, last = self._roots()
        while len(last):
            last = last[-1]
        return last

    def _roots(self) -> Iterator[Any]:
        yield self.root
        yield from self.root.itersiblings()


def captured_tree(content: bytes, charset: str) -> CapturedTree:
    """Return the tree of a page of bytes in ``charset`` ("" where that is not known).

    Raises:
        UnreplayablePageError: the page is too large, or no page.
    """
    return _tree(_markup(content, charset))


@dataclass(slots=True)
class PageReading:
    """A page that is read while it is written: ``tree`` is its beginning, then all of it.

    The beginning goes as far as the last address that others begin with (``base``), which counts
    for all. It is read again with the rest: a parser that stops and goes on keeps its tree alive
    until the collector of garbage comes, which then takes as long as ten pages.
    """

    tree: CapturedTree
    is_whole: bool
    _markup: bytes = field(repr=False)

    @classmethod
    def begin(cls, content: bytes, charset: str) -> PageReading:
        """Read the beginning of a page of bytes in ``charset`` ("" where that is not known).

        Raises:
            UnreplayablePageError: the page is too large, or no page.
        """
        markup = _markup(content, charset)
        reach = max(_BEGINNING, markup.lower().rfind(_BASE) + _BEGINNING)
        # No tag is cut in two: the parser would take its beginning for text.
        end = markup.rfind(b"<", 0, reach) if reach < len(markup) else 0
        if end > 0:
            with suppress(UnreplayablePageError):
                return cls(_tree(markup[:end]), False, markup)
        return cls(_tree(markup), True, markup)

    def events(self) -> Iterator[tuple[str, Any] | None]:
        """Yield each ``start`` and ``end`` of an element, once; None before more is read.

        The text within an element, and the one behind it, are whole when the next event comes.
        """
        given = 0
        if not self.is_whole:
            # Of this one, what it holds and what stands behind it is not known yet.
            last = self.tree.last
            for event in self.tree.walk():
                if event[1] is last:
                    break
                yield event
                given += 1
            yield None
            self.tree, self.is_whole = _tree(self._markup), True
        yield from islice(self.tree.walk(), given, None)


def _tree(markup: bytes) -> CapturedTree:
    """Return the tree of a page's bytes. Raises ``UnreplayablePageError``."""
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
        default_doctype=False,
    )
    try:
        root = etree.fromstring(markup, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreplayablePageError("there is no page in it")
    is_cut = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return CapturedTree(root, _doctype(root), is_cut)


def _markup(content: bytes, charset: str) -> bytes:
    """Return a page's bytes as a parser takes them. Raises ``UnreplayablePageError``."""
    if len(content) > MOST_BYTES:
        raise UnreplayablePageError("the page is too large to be replayed")
    text = _UNPRINTABLE.sub("\ufffd", page_letters(content, charset))
    if text.count("<") > _MOST_TAGS:
        raise UnreplayablePageError("the page has too many elements to be replayed")
    text = _SUBSET.sub(r"\1", _DECLARATION.sub("", text), count=1)
    return text.encode("utf-8", "replace")


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


def _doctype(root: Any) -> str:
    """Return the document type that makes a browser lay the page out as it did.

    The mode depends on the public identifier, and on whether a system identifier is there
    (WHATWG HTML, “The initial insertion mode”).
    """
    info = root.getroottree().docinfo
    if not info.doctype:
        return ""
    if info.public_id and _PUBLIC_ID.fullmatch(info.public_id):
        system = ' "kept"' if info.system_url else ""
        return f'<!DOCTYPE html PUBLIC "{info.public_id}"{system}>'
    return "<!DOCTYPE html>"
