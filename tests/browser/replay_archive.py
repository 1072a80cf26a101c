"""Captures with parts, put into a served archive."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.browser.conftest import Site

ADDRESS: Final = "http://paper.example/news/page.html"
_PUT: Final = """
import json, base64, hashlib, pathlib
from archive.captures.store import capture_store
from archive.models import Article, Capture, CapturePart, PartOfCapture
path = pathlib.Path({path!r})
keys = []
for number, given in enumerate(json.loads(path.read_text())):
    content = base64.b64decode(given["content"])
    sha256 = capture_store().put(content)
    capture = Capture.objects.create(
        uri=given["uri"], url=given["url"], document="page.html", sha256=sha256,
        size=len(content), media_type=given["media_type"], charset=given["charset"],
        captured="2024-03-05",
    )
    Article.objects.create(
        public_id=sha256[:16], capture=capture, position=0, title="افتتاح المكتبة الوطنية",
        body="افتُتحت المكتبة الوطنية صباح اليوم في العاصمة.", language="ar",
    )
    for address, media_type, part in given["parts"]:
        part = base64.b64decode(part)
        row, made = CapturePart.objects.get_or_create(
            key=hashlib.sha256(address.encode() + part).hexdigest(),
            defaults=dict(address=address, media_type=media_type, size=len(part),
                          sha256=capture_store().put(part)),
        )
        PartOfCapture.objects.create(capture=capture, part=row)
    keys.append(capture.pk)
path.write_text(json.dumps(keys))
"""


@dataclass(frozen=True)
class Page:
    """A capture to be put there; ``parts`` are (address, media type, bytes)."""

    content: bytes
    url: str = ADDRESS
    media_type: str = "text/html"
    charset: str = "utf-8"
    parts: Sequence[tuple[str, str, bytes]] = field(default_factory=tuple)


def put_captures(site: Site, pages: Sequence[Page]) -> list[int]:
    """Put captures into a served archive, each with an article, and return their keys."""
    given = [
        {
            "uri": f"{page.url}#{number}",
            "url": page.url,
            "media_type": page.media_type,
            "charset": page.charset,
            "content": base64.b64encode(page.content).decode(),
            "parts": [(a, kind, base64.b64encode(part).decode()) for a, kind, part in page.parts],
        }
        for number, page in enumerate(pages)
    ]
    path: Path = site.home / "captures-to-put.json"
    path.write_text(json.dumps(given))
    site.manage("shell", "-c", _PUT.format(path=str(path)))
    keys: list[int] = json.loads(path.read_text())
    return keys
