"""E-mail (RFC 5322, MIME) as documents: headers in letters, and the part that is the text.

A message is material of unknown origin: its parts are counted before they are parsed, and a
header that Python's parser cannot read is taken as it stands.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from archive.ingest.decoding.encodings import BinaryContentError, decode

_MOST_PARTS: Final = 1000
_BOUNDARY: Final = re.compile(rb"\bboundary\s*=", re.IGNORECASE)
_MOST_BOUNDARIES: Final = 100
"""Multiparts of one message: each costs a look at every line, inside all that are around it."""

_MOST_HEADER_LINES: Final = 5000
"""Lines of a message's headers. A choice, not a measurement."""
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_LONGEST_HEADER: Final = 10_000
_FORWARDED: Final = re.compile(r"(?:(?:fwd?|re|aw|tr|رد|إعادة توجيه)\s*:\s*)+", re.IGNORECASE)
_PAGE: Final = "text/html"
_TEXT: Final = "text/plain"


class UnreadableMessageError(ValueError):
    """A message that cannot be taken apart; the message is the reason."""


@dataclass(frozen=True, slots=True)
class MailPart:
    """One part of a message, unpacked; ``location`` is the address that it was saved from."""

    content: bytes
    charset: str | None
    is_page: bool
    location: str = ""


@dataclass(frozen=True, slots=True)
class MailFile:
    """Any part of a message, unpacked, by the address that it was saved from or its own name."""

    content: bytes
    media_type: str
    charset: str | None
    location: str
    content_id: str


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A message taken apart. ``texts`` are its pages and texts, in order, without attachments.

    ``files`` are all its parts, where they were asked for.

    ``identity`` is its Message-ID; ``saved_from`` the address that a browser saved it from.
    """

    subject: str
    sent: datetime | None
    identity: str
    saved_from: str
    texts: tuple[MailPart, ...]
    attachments: int
    files: tuple[MailFile, ...] = ()

    @property
    def document(self) -> MailPart | None:
        """The part that is the document: the page where there is one, else the text."""
        full = [part for part in self.texts if part.content.strip()]
        return next((part for part in full if part.is_page), full[0] if full else None)


def _end_of_headers(content: bytes) -> int:
    blank = _BLANK_LINE.search(content)
    return blank.start() if blank else len(content)


def read_mail(content: bytes, *, with_files: bool = False) -> MailMessage:
    """Return a message taken apart.

    Raises:
        UnreadableMessageError: it has more parts than any message, or none that can be told.
    """
    content = content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if len(_BOUNDARY.findall(content)) > _MOST_BOUNDARIES:
        raise UnreadableMessageError(f"a message of more than {_MOST_BOUNDARIES} multiparts")
    if content.count(b"\n", 0, _end_of_headers(content)) > _MOST_HEADER_LINES:
        raise UnreadableMessageError(f"a message of more than {_MOST_HEADER_LINES} header lines")
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        leaves = list(_leaves(message))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableMessageError(f"a message that cannot be read ({error})") from error
    texts, attachments = [], 0
    for leaf in leaves:
        part = _text_part(leaf)
        if part is not None:
            texts.append(part)
        elif leaf.get_content_maintype() != "image" or not leaf.get("Content-ID"):
            attachments += 1
    return MailMessage(
        subject=_FORWARDED.sub("", _header(message, "Subject"), count=1).strip(),
        sent=_moment(_header(message, "Date")),
        identity=_header(message, "Message-ID").strip("<> "),
        saved_from=_header(message, "Snapshot-Content-Location")
        or _header(message, "Content-Location"),
        texts=tuple(texts),
        attachments=attachments,
        files=tuple(filter(None, map(_file, leaves))) if with_files else (),
    )


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts that hold no others; a message inside a message is one of them."""
    waiting, number = [message], 0
    while waiting:
        part = waiting.pop(0)
        number += 1
        if number > _MOST_PARTS:
            raise UnreadableMessageError(f"a message of more than {_MOST_PARTS} parts")
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [each for each in inner if isinstance(each, Message)]
        else:
            yield part


def _text_part(part: Message) -> MailPart | None:
    """Return a part that is read with the message, or None: attachments, images, messages."""
    kind = part.get_content_type()
    if kind not in (_PAGE, _TEXT) or part.get_content_disposition() == "attachment":
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    charset = _charset(part)
    if kind == _TEXT and str(part.get_param("format", "")).lower() == "flowed":
        # RFC 3676: a line that ends in a blank goes on in the next one.
        content = re.sub(rb"(?<!^--) \r?\n(?!>)", b" ", content)
    return MailPart(content, charset, kind == _PAGE, _header(part, "Content-Location"))


def _file(part: Message) -> MailFile | None:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    return MailFile(
        content,
        part.get_content_type(),
        _charset(part),
        _header(part, "Content-Location"),
        _header(part, "Content-ID").strip("<> "),
    )


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None


def _header(message: Message, name: str) -> str:
    """Return a header in letters: encoded words decoded, bare bytes by what they look like."""
    raw = str(message.get(name) or "")[:_LONGEST_HEADER]
    raw = " ".join(raw.split())
    try:
        # A header's own bytes, where it is no ASCII, come as surrogates, or as an unknown word.
        bare = _bytes_of(message, name)
        if bare:
            return " ".join(decode(bare).text.split())
        return str(make_header(decode_header(raw)))
    except (ValueError, LookupError, BinaryContentError):
        return raw.encode("utf-8", "replace").decode()


def _bytes_of(message: Message, name: str) -> bytes:
    """Return the bytes of a header that holds others than ASCII, or none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            content = str(value)[:_LONGEST_HEADER].encode("ascii", "surrogateescape")
            return content if any(byte > 0x7F for byte in content) else b""
    return b""


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
