"""Documents of every container and format, made in a few words, for tests that spoil them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

GOOD_TITLE: Final = "افتتاح مكتبة الحي بعد ترميمها"
GOOD_NAME: Final = "zz_good.jsonl"
"""The good document beside each bad one; its name is read last."""
TEXT: Final = (
    "افتتحت بلدية المدينة صباح اليوم مكتبة الحي بعد ترميم دام سنتين. "
    "وقال رئيس البلدية إن المكتبة تضم عشرين ألف كتاب وقاعة للأطفال. "
    "ويستقبل المبنى زواره كل يوم من التاسعة صباحا حتى السادسة مساء."
)
_PAGE: Final = (
    "<html><head><meta charset='{charset}'><title>{title}</title>{head}</head>"
    "<body><article><h1>{title}</h1><p>{text}</p>{body}</article></body></html>"
)


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file's name, and how its bytes are made."""

    name: str
    make: Callable[[], bytes]


def made_of(name: str, value: _Value, make: Callable[[_Value], bytes]) -> BadFile:
    """Return the file that ``make`` makes of a value."""
    return BadFile(name, partial(make, value))


def good_document() -> bytes:
    """Return a record that is loaded whatever stands beside it."""
    return (json.dumps({"title": GOOD_TITLE, "text": TEXT}, ensure_ascii=False) + "\n").encode()


def page(head: str = "", body: str = "", charset: str = "utf-8", title: str = "خبر") -> bytes:
    """Return a page with an article, and what is added to its head and body."""
    written = _PAGE.format(charset=charset, title=title, head=head, text=TEXT, body=body)
    return written.encode()


def record(**columns: object) -> bytes:
    """Return a line of JSON with a text and ``columns``."""
    return (json.dumps({"title": "خبر", "text": TEXT, **columns}) + "\n").encode()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of ``members``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def warc(*, date: str = "2020-01-01T00:00:00Z", length: str = "", charset: str = "utf-8") -> bytes:
    """Return a WARC file of one page whose headers say what they are told to."""
    body = page()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/news/1\r\n"
        f"WARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length or len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def feed(item: str = "", head: str = "") -> bytes:
    """Return a feed of one entry."""
    return (
        f"<?xml version='1.0'?>{head}<rss version='2.0'><channel><title>خبر</title><item>"
        f"<title>خبر</title><description>{TEXT}</description>{item}</item></channel></rss>"
    ).encode()


def mail(headers: str = "", body: str = TEXT, kind: str = "text/plain; charset=utf-8") -> bytes:
    """Return an e-mail."""
    return (
        f"From: a@paper.example\r\nTo: b@paper.example\r\nSubject: news\r\nMIME-Version: 1.0\r\n{headers}"
        f"Content-Type: {kind}\r\n\r\n{body}\r\n"
    ).encode()


def docx(document: bytes, **others: bytes) -> bytes:
    """Return a DOCX file of one part."""
    types = b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
    return zipped({"[Content_Types].xml": types, "word/document.xml": document, **others})


def odt(content: bytes) -> bytes:
    """Return an ODT file."""
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


def stated_date(date: str) -> str:
    """Return elements of a head that state a date of publication."""
    data = json.dumps({"@type": "NewsArticle", "headline": "خبر", "datePublished": date})
    return (
        f"<meta property='article:published_time' content='{date}'>"
        f"<script type='application/ld+json'>{data}</script>"
    )
