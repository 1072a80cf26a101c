"""Telegram's export as HTML (``messages.html``): each post a record, as in ``result.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO, Final

from lxml import etree, html

from archive.ingest.containers.bounded_streams import too_large
from archive.ingest.containers.record_files import record_capture
from archive.ingest.containers.source_files import Source
from archive.ingest.decoding.html_fragments import fragment_text
from archive.ingest.decoding.known_objects import known_columns
from archive.records.documents import DOCUMENT_LIMIT, JSON_RECORD, RawCapture, Rejection

_MOMENT: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
_NUMBER: Final = re.compile(r"message-?(\d+)")
_CHANNEL: Final = "public_channel"


def read_telegram_page(source: Source, stream: BinaryIO) -> Iterator[RawCapture | Rejection]:
    """Yield the posts of one page of the export as records like those of ``result.json``."""
    content = stream.read(DOCUMENT_LIMIT + 1)
    if len(content) > DOCUMENT_LIMIT:
        yield Rejection(source.name, f"{too_large()}; export the channel as JSON")
        return
    parser = html.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    root = html.document_fromstring(content, parser=parser)
    name = _words(next(iter(_of_class(root, "page_header")), None))
    for number, message in enumerate(_of_class(root, "message"), 1):
        if "service" in message.get("class", "").split():
            source.passed_over["service messages of a Telegram export"] += 1
            continue
        values = {"name": name, "type": _chat_type(message, name), "messages": [_post(message)]}
        columns = known_columns(values)
        if not columns.get("text"):
            source.passed_over["posts without text"] += 1
            continue
        text = json.dumps(values, ensure_ascii=False)
        yield record_capture(source, number, text.encode(), columns, {}, JSON_RECORD)


def _chat_type(message: Any, name: str) -> str:
    """Return the type of the chat: in a channel all posts are its own."""
    sender = _words(next(iter(_of_class(message, "from_name")), None))
    return _CHANNEL if not sender or sender == name else "group"


def _post(message: Any) -> dict[str, object]:
    number = _NUMBER.search(message.get("id", ""))
    return {
        "id": int(number[1]) if number else 0,
        "type": "message",
        "from": _words(next(iter(_of_class(message, "from_name")), None)),
        "date": _moment(next(iter(_of_class(message, "date")), None)),
        "text": _text(message),
    }


def _text(message: Any) -> object:
    """Return a post's text as ``result.json`` has it: a bold beginning stands by itself."""
    element = next(iter(_of_class(message, "text")), None)
    if element is None:
        return ""
    whole = fragment_text(_markup(element))
    first = next(iter(element), None)
    if first is None or first.tag not in ("strong", "b") or (element.text or "").strip():
        return whole
    bold = " ".join(first.text_content().split())
    rest = whole.removeprefix(bold)
    return [{"type": "bold", "text": bold}, rest] if rest.startswith("\n") else whole


def _moment(element: Any) -> str:
    """Read ``18.04.2021 10:00:00 UTC+03:00`` into ISO 8601, or ""."""
    found = _MOMENT.search(element.get("title", "")) if element is not None else None
    if found is None:
        return ""
    day, month, year, clock, offset = found.groups()
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{offset or ''}").isoformat()
    except ValueError:
        return ""


def _of_class(root: Any, name: str) -> list[Any]:
    found: list[Any] = root.xpath(
        "descendant::div[contains(concat(' ', normalize-space(@class), ' '), $wanted)]",
        wanted=f" {name} ",
    )
    return found


def _words(element: Any) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _markup(element: Any) -> str:
    inner: str = etree.tostring(element, encoding="unicode", with_tail=False, method="html")
    return inner
