"""E-mail and pages that are saved as e-mail: .eml, .mbox, and MHTML (.mht, .mhtml; RFC 2557)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import bounded_lines, too_large
from archive.ingest.containers.part_limits import PartLimits
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.decoding.mail_messages import (
    MailFile,
    MailMessage,
    MailPart,
    UnreadableMessageError,
    read_mail,
)
from archive.ingest.decoding.origins import is_web_address, page_origin
from archive.ingest.decoding.resource_addresses import resolved, resource_key
from archive.records.documents import DOCUMENT_LIMIT, HTML, MAIL_MESSAGE, RawCapture, Rejection
from archive.records.page_parts import Found, FoundPart, PageParts, found_part

_WEB_ARCHIVE_LIMIT: Final = 3 * DOCUMENT_LIMIT
"""Bytes of a page with its images."""

_ATTACHMENTS: Final = "attachments of e-mail"
_NO_TEXT: Final = "a message without a text"
_BEGINS: Final = b"From "
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )")


def read_web_archive(source: Source, stream: BinaryIO) -> Iterator[Found]:
    """Yield the page of an MHTML file as one capture, and its parts; or why it is refused.

    Its address is the one that it was saved from; the date in its header is that of saving.
    """
    content = stream.read(_WEB_ARCHIVE_LIMIT + 1)
    if len(content) > _WEB_ARCHIVE_LIMIT:
        yield Rejection(source.name, too_large(_WEB_ARCHIVE_LIMIT))
        return
    try:
        saved = read_mail(content, with_files=source.with_parts)
    except UnreadableMessageError as error:
        yield Rejection(source.name, str(error))
        return
    page = _main_page(saved)
    if page is None:
        yield Rejection(source.name, "a web archive (MHTML) without a page of HTML in it")
        return
    if len(page.content) > DOCUMENT_LIMIT:
        yield Rejection(source.name, too_large())
        return
    capture = _saved_page(source, content, saved, page)
    yield capture
    if source.with_parts:
        yield _parts_of(capture, saved, page)


def _saved_page(source: Source, content: bytes, saved: MailMessage, page: MailPart) -> RawCapture:
    stated = next(filter(is_web_address, (saved.saved_from, page.location)), "")
    url = stated or page_origin(page.content).url
    name = source.name_of(content, ".mhtml")
    return RawCapture(
        uri=clean_name(url or name),
        document=name.rsplit("/", 1)[-1],
        content=page.content,
        media_type=HTML,
        charset=page.charset,
        captured=saved.sent,
        url=url or None,
        container=source.name,
        fallback_uri="" if stated or not url else clean_name(name),
    )


def _parts_of(capture: RawCapture, saved: MailMessage, page: MailPart) -> PageParts:
    """Return what an MHTML file holds beside its page: all of it was saved with the page."""
    limits, parts = PartLimits(), list[FoundPart]()
    known = {resource_key(page.location)}
    for each in saved.files:
        for address in _addresses(each, capture):
            key = resource_key(address)
            if each.content == page.content or not key or key in known or not limits.has_room():
                continue
            known.add(key)
            if limits.takes(len(each.content)):
                charset, moment = each.charset or "", capture.captured
                parts.append(found_part(address, each.content, each.media_type, charset, moment))
    return PageParts(
        replace(capture, content=b""),
        hashlib.sha256(capture.content).hexdigest(),
        None,
        tuple(parts),
        limits.left_out,
        limits.left_out_bytes,
    )


def _addresses(file: MailFile, capture: RawCapture) -> Iterator[str]:
    """Yield what the page calls a file: where it was saved from, and its name in the message."""
    inside = f"cid:{file.content_id}" if file.content_id else ""
    location = resolved(file.location, capture.url or "") or file.location
    if location:
        yield location
    if inside and (not location or inside.encode() in capture.content):
        yield inside


def _main_page(saved: MailMessage) -> MailPart | None:
    """Return the page that was saved: the one of its address, else the first; not a frame's."""
    pages = [part for part in saved.texts if part.is_page and part.content.strip()]
    named = [part for part in pages if part.location and part.location == saved.saved_from]
    return next(iter([*named, *pages]), None)


def read_message(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return an e-mail as one capture, or why it is refused."""
    content = stream.read(DOCUMENT_LIMIT + 1)
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(source.name, f"{too_large()}; save it without its attachments")
    return _capture(source, source.name_of(content, ".eml"), content)


def read_mailbox(source: Source, stream: BinaryIO) -> Iterator[RawCapture | Rejection]:
    """Yield the messages of an mbox file (RFC 4155), one in memory at a time."""
    for number, content in enumerate(_messages(stream), 1):
        name = f"{source.name}#{number}"
        if content is None:
            yield Rejection(name, f"a message {too_large()}")
        elif content.strip():
            yield _capture(source, name, content, in_mailbox=True)


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox without its own marks; None for one that is too long."""
    lines: list[bytes] = []
    size, is_blank, begun = 0, True, False
    for line in bounded_lines(stream):
        text = line.content
        if text is not None and is_blank and text.startswith(_BEGINS):
            if begun:
                yield b"".join(lines) if size <= DOCUMENT_LIMIT else None
            lines, size, begun, is_blank = [], 0, True, False
            continue
        size += DOCUMENT_LIMIT + 1 if text is None else len(text)
        if size > DOCUMENT_LIMIT:
            lines = []
        elif text is not None:
            lines.append(_QUOTED_FROM.sub(rb"\1", text))
        is_blank = text is not None and not text.strip()
    if begun:
        yield b"".join(lines) if size <= DOCUMENT_LIMIT else None


def _capture(
    source: Source, name: str, content: bytes, *, in_mailbox: bool = False
) -> RawCapture | Rejection:
    """Return a message as a capture; in a mailbox it goes by its Message-ID, else by its place."""
    try:
        message = read_mail(content)
    except UnreadableMessageError as error:
        return Rejection(name, str(error))
    if message.attachments:
        source.passed_over[_ATTACHMENTS] += message.attachments
    if message.document is None:
        return Rejection(name, _NO_TEXT)
    identified = in_mailbox and bool(message.identity)
    return RawCapture(
        uri=clean_name(f"{source.name}#{message.identity}" if identified else name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=MAIL_MESSAGE,
        container=source.name if in_mailbox else source.container,
        record_id=clean_name(message.identity),
    )
