"""Feeds and exports in XML, RSS, RDF, Atom and WordPress's WXR: each item a capture of its own.

An item's capture keeps the head of its feed around it, so that it can be read by itself. No
entity is expanded, nothing is fetched, and one item is in memory at a time.
"""

from __future__ import annotations

import codecs
import copy
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from lxml import etree

from archive.ingest.containers.bounded_streams import too_large
from archive.ingest.containers.formats import HEAD
from archive.ingest.containers.source_files import (
    STANDARD_INPUT,
    Source,
    clean_name,
    short_digest,
)
from archive.ingest.decoding.encodings import BinaryContentError, decode
from archive.ingest.decoding.feed_items import (
    feed_item_columns,
    is_protected,
    item_kind,
    local_name,
)
from archive.ingest.decoding.origins import is_web_address
from archive.ingest.decoding.record_columns import MalformedRecordError
from archive.records.documents import DOCUMENT_LIMIT, FEED_ITEM, RawCapture, Rejection

_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_ITEMS: Final = frozenset({"item", "entry"})
_HEADS: Final = frozenset({"channel", "feed"})
_HEAD_FIELDS: Final = frozenset({"title", "link", "language"})
_ARTICLES: Final = frozenset({"", "post", "page"})
_PUBLISHED: Final = frozenset({"", "publish"})
_XML_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ENDS_TOO_EARLY: Final = (
    etree.ErrorTypes.ERR_DOCUMENT_END,
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY,
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED,
)


class _ItemTooLargeError(Exception):
    """More than one document's bytes without the end of an item."""


class _BoundedStream(io.RawIOBase):
    """Gives no more bytes without the end of an item than one document may have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._since_item = 0
        self._begun = False
        self.has_ended = False

    def item_ended(self) -> None:
        """Begin to count anew."""
        self._since_item = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes; blank lines before the declaration are passed over."""
        data = self._stream.read(size)
        while data and not self._begun:
            data = data.lstrip()
            self._begun = bool(data)
            data = data or self._stream.read(size)
        self.has_ended = not data
        self._since_item += len(data)
        if self._since_item > DOCUMENT_LIMIT:
            raise _ItemTooLargeError
        return data


def read_feed(source: Source, stream: io.BufferedReader) -> Iterator[RawCapture | Rejection]:
    """Yield the items of a feed; of a WordPress export those that it publishes."""
    encoding, warning = _encoding(stream.peek(HEAD)[:HEAD])
    bounded = _BoundedStream(stream)
    reader = etree.iterparse(
        bounded,
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        encoding=encoding,
    )
    number = 0
    head: dict[str, Any] = {}
    try:
        for _event, element in reader:
            name = local_name(element)
            if name in _ITEMS and bounded.has_ended:
                # Its end was not in the file: the parser closed what is open.
                break
            if name in _ITEMS:
                number += 1
                bounded.item_ended()
                if found := _item_capture(source, number, element, head):
                    yield _warned(found, warning)
                _forget(element)
            elif name in _HEAD_FIELDS and _is_head_field(element):
                head.setdefault(name, copy.deepcopy(element))
    except _ItemTooLargeError:
        yield Rejection(f"{source.name}#{number + 1}", f"an item {too_large()}")
        return
    except etree.XMLSyntaxError as error:
        yield Rejection(source.name, f"is damaged or breaks off after item {number} ({error})")
        return
    if any(each.type in _ENDS_TOO_EARLY for each in reader.error_log):
        yield Rejection(source.name, f"breaks off after item {number}; what is whole is loaded")
    elif not number:
        yield Rejection(source.name, "a feed without items")


def _encoding(head: bytes) -> tuple[str | None, str]:
    """Return the encoding of a feed where it is not the one that it declares, and a warning."""
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        return None, ""
    try:
        # Cut at a tag, which cuts no letter.
        found = decode(head[: head.rfind(b"<")] if len(head) >= HEAD else head)
    except BinaryContentError:
        return None, ""
    return (None, "") if found.charset.startswith("utf-") else (found.charset, found.warning)


def _warned(found: RawCapture | Rejection, warning: str) -> RawCapture | Rejection:
    if not warning or isinstance(found, Rejection):
        return found
    return replace(found, warnings=(*found.warnings, warning))


def _is_head_field(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in _HEADS


def _forget(element: Any) -> None:
    """Free an item that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _item_capture(
    source: Source, number: int, item: Any, head: dict[str, Any]
) -> RawCapture | Rejection | None:
    """Return an item as a capture, the reason of its refusal, or None where it is no article."""
    kind, status = item_kind(item)
    if kind not in _ARTICLES:
        source.passed_over[f"items of a WordPress export that are no posts or pages ({kind})"] += 1
        return None
    if status not in _PUBLISHED or is_protected(item):
        source.passed_over["unpublished or protected posts of a WordPress export"] += 1
        return None
    content = _standing_alone(item, head)
    name = f"{source.name}#{number}"
    try:
        columns = feed_item_columns(content)
    except MalformedRecordError as error:
        return Rejection(name, str(error))
    if not columns.get("text"):
        source.passed_over["items of a feed without text"] += 1
        return None
    url = columns.get("url", "")
    place = short_digest(content) if source.name == STANDARD_INPUT else str(number)
    identity = columns.get("id") or place
    return RawCapture(
        uri=clean_name(url if is_web_address(url) else f"{source.name}#{identity}"),
        document=f"{source.document}#{number}",
        content=content,
        media_type=FEED_ITEM,
        charset="utf-8",
        url=url if is_web_address(url) else None,
        container=source.name,
        record_id=clean_name(columns.get("id", ""))[:200],
    )


def _standing_alone(item: Any, head: dict[str, Any]) -> bytes:
    """Return an item below its feed's title, address and language, as a document in UTF-8."""
    root_before = item.getroottree().getroot()
    root = etree.Element(root_before.tag, nsmap=root_before.nsmap)
    if language := root_before.get(_XML_LANGUAGE):
        root.set(_XML_LANGUAGE, language)
    parent = root
    if local_name(root_before) not in _HEADS:
        namespace = etree.QName(root_before).namespace
        parent = etree.SubElement(root, f"{{{namespace}}}channel" if namespace else "channel")
    for element in head.values():
        parent.append(copy.deepcopy(element))
    alone = copy.deepcopy(item)
    alone.tail = None
    parent.append(alone)
    content: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
