"""DOCX (ISO 29500) and ODT (ISO 26300): paragraphs and properties, from the XML in their zip."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

_LARGEST_PART: Final = 50_000_000
"""Bytes of one unpacked part: a book of a thousand pages takes a fifth of it."""

_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""By which office programs pack: others unpack without bound."""
_DOCX_TEXT: Final = "word/document.xml"
_DOCX_PROPERTIES: Final = "docProps/core.xml"
_ODT_TEXT: Final = "content.xml"
_ODT_PROPERTIES: Final = "meta.xml"
_PARAGRAPHS: Final = frozenset({"p", "h"})
_WORDS: Final = frozenset({"t"})
_BLANKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_LEFT_OUT: Final = frozenset(
    {"Fallback", "annotation", "tracked-changes", "del", "moveFrom", "instrText", "binary-data"}
)
_NO_AUTHORS: Final = frozenset(
    {"", "user", "admin", "administrator", "pc", "hp", "dell", "microsoft", "python-docx", "owner"}
)
_NO_TITLES: Final = ("microsoft word", "document", "untitled", "word document")


class UnreadableOfficeDocumentError(ValueError):
    """A document that is damaged, encrypted or too large; the message is the reason."""


@dataclass(frozen=True, slots=True)
class OfficeDocument:
    """The text of a document, a line a paragraph, and what its properties say of it."""

    text: str
    title: str
    creator: str
    created: str


def read_office_document(content: bytes) -> OfficeDocument:
    """Return the text and the properties of a DOCX or ODT file.

    Raises:
        UnreadableOfficeDocumentError: it cannot be unpacked, or is none of these.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            is_word = _DOCX_TEXT in names
            if not is_word and _ODT_TEXT not in names:
                raise UnreadableOfficeDocumentError("an office document without a text")
            body = _part(archive, _DOCX_TEXT if is_word else _ODT_TEXT)
            about = _DOCX_PROPERTIES if is_word else _ODT_PROPERTIES
            properties = _properties(_part(archive, about)) if about in names else {}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableOfficeDocumentError(f"a damaged or locked document ({error})") from error
    title = properties.get("title", "")
    text = _text(body, is_word=is_word)
    heading, _break, below = text.partition("\n")
    creator = properties.get("creator") or properties.get("initial-creator", "")
    return OfficeDocument(
        # A heading that repeats the title in the document's properties is the title.
        text=below.strip() if below.strip() and heading.strip() == title else text,
        title="" if title.lower().startswith(_NO_TITLES) else title,
        creator="" if creator.lower() in _NO_AUTHORS else creator,
        created=properties.get("created") or properties.get("creation-date", ""),
    )


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root of one part.

    Raises:
        UnreadableOfficeDocumentError: it is larger than any document's, no XML, or packed as none is.
    """
    if archive.getinfo(name).compress_type not in _METHODS:
        raise UnreadableOfficeDocumentError("an office document packed by an unknown method")
    with archive.open(name) as stream:
        content = stream.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise UnreadableOfficeDocumentError("an office document larger than 50 MB of text")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableOfficeDocumentError(f"a damaged office document ({error})") from error


def _properties(root: Any) -> Mapping[str, str]:
    return {_name(each): (each.text or "").strip() for each in root.iter(etree.Element)}


def _text(root: Any, *, is_word: bool) -> str:
    """Return the paragraphs in order; one inside another (a text box) comes first."""
    paragraphs: list[str] = []
    open_ones: list[list[str]] = []
    left_out = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _name(element)
        is_start = event == "start"
        if name in _LEFT_OUT:
            left_out += 1 if is_start else -1
        elif name in _PARAGRAPHS:
            if is_start:
                open_ones.append([])
            elif words := "".join(open_ones.pop()).strip():
                paragraphs.append(words)
        elif is_start and name in _BLANKS and open_ones and not left_out:
            open_ones[-1].append(_BLANKS[name])
        # Word keeps its words in elements of their own; in ODT they stand wherever they are.
        here = element.text if is_start else None if is_word else element.tail
        takes = name in _WORDS if is_word else True
        if here and takes and open_ones and not left_out:
            open_ones[-1].append(here)
    return "\n".join(paragraphs)


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
