"""Records for tests: each call makes one that is whole, and that differs from the last."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from django.conf import settings

from archive.captures.store import CaptureStore
from archive.models import (
    Article,
    Capture,
    CapturePart,
    CaptureRecord,
    DateBasis,
    DatePrecision,
    Entity,
    EntityKind,
    Mention,
    Outlet,
    OutletBasis,
    PartOfCapture,
)

_numbers = count(1)


def make_outlet(name: str = "صحيفة التجربة", **fields: Any) -> Outlet:
    """An outlet with a slug of its own."""
    defaults: dict[str, Any] = {"slug": f"outlet-{next(_numbers)}", "name_ar": name}
    return Outlet.objects.create(**(defaults | fields))


def make_capture(content: str = "عنوان\n\nنص الخبر.", **fields: Any) -> Capture:
    """A capture whose bytes are in the store of the archive's home."""
    number = next(_numbers)
    raw = content.encode()
    (settings.ARCHIVE_HOME / "captures").mkdir(parents=True, exist_ok=True)
    CaptureStore(settings.ARCHIVE_HOME / "captures").put(raw)
    defaults: dict[str, Any] = {
        "uri": f"documents/{number}.txt",
        "document": f"{number}.txt",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "size": len(raw),
        "media_type": "text/plain",
        "charset": "utf-8",
    }
    return Capture.objects.create(**(defaults | fields))


def make_part(
    capture: Capture,
    address: str,
    content: bytes,
    media_type: str = "image/png",
    *,
    http_head: bytes = b"",
    headers: Sequence[tuple[str, str]] = (),
    **fields: Any,
) -> CapturePart:
    """A part that came with a capture, in the store; with ``headers`` it has a record."""
    sha256 = CaptureStore(settings.ARCHIVE_HOME / "captures").put(content)
    defaults = {
        "key": hashlib.sha256(f"{address} {sha256}".encode()).hexdigest(),
        "address": address,
        "media_type": media_type,
        "size": len(content),
        "sha256": sha256,
    }
    part = CapturePart.objects.create(**(defaults | fields))
    PartOfCapture.objects.create(capture=capture, part=part)
    if headers:
        make_record(content, headers, http_head=http_head, part=part)
    return part


def make_record(
    body: bytes,
    headers: Sequence[tuple[str, str]],
    *,
    kind: str = "response",
    http_head: bytes = b"",
    **owner: Any,
) -> CaptureRecord:
    """The WARC record of a ``capture`` or ``part``, with its body as it was transferred."""
    sha256 = CaptureStore(settings.ARCHIVE_HOME / "captures").put(body)
    return CaptureRecord.objects.create(
        kind=kind,
        headers=[list(pair) for pair in headers],
        http_head=http_head,
        body_sha256=sha256,
        body_size=len(body),
        **owner,
    )


def make_article(title: str = "خبر للتجربة", body: str = "نص الخبر.", **fields: Any) -> Article:
    """An article in a capture of its own, published by an outlet on a stated day."""
    number = next(_numbers)
    day = fields.pop("day", date(2024, 10, 26))
    defaults: dict[str, Any] = {
        "public_id": f"art{number:06d}",
        "position": 0,
        "title": title,
        "body": body,
    }
    if "capture" not in fields:
        defaults["capture"] = make_capture(f"{title}\n\n{body}\n")
    if "outlet" not in fields:
        defaults |= {"outlet": make_outlet(), "outlet_basis": OutletBasis.STATED}
    if day is not None and "published_earliest" not in fields:
        defaults |= stated_day(day)
    return Article.objects.create(**(defaults | fields))


def stated_day(day: date) -> dict[str, Any]:
    """The fields of an article whose text states the day of its publication."""
    return {
        "published_earliest": day,
        "published_latest": day,
        "precision": DatePrecision.DAY,
        "edtf": day.isoformat(),
        "date_basis": DateBasis.STATED,
        "date_evidence": day.strftime("%d/%m/%Y"),
    }


def make_entity(name: str = "دمشق", kind: str = EntityKind.PLACE, **fields: Any) -> Entity:
    """An accepted entity with a key of its own."""
    defaults: dict[str, Any] = {"key": f"entity-{next(_numbers)}", "name_ar": name, "kind": kind}
    return Entity.objects.create(**(defaults | fields))


def make_mention(article: Article, entity: Entity, surface: str = "", **fields: Any) -> Mention:
    """A mention of ``entity`` where ``surface`` first stands in the article's body."""
    surface = surface or entity.name_ar
    text = getattr(article, fields.get("field", "body"))
    start = text.index(surface)
    defaults: dict[str, Any] = {"start": start, "end": start + len(surface), "surface": surface}
    return Mention.objects.create(article=article, entity=entity, **(defaults | fields))
