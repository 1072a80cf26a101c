"""Captures with parts in an archive of the test's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.captures.store import capture_store
from archive.models import Capture, CapturePart, PartOfCapture
from tests.factories import make_article, make_capture
from tests.replay.kept_samples import PAGE

PutPage = Callable[..., Capture]


@pytest.fixture
def put_page(db: None, archive_home: Path) -> PutPage:
    """Put a captured page with an article and its parts into the archive."""

    def put(html: str, parts: dict[str, bytes] | None = None, **fields: Any) -> Capture:
        defaults: dict[str, Any] = {"media_type": "text/html", "url": PAGE}
        capture = make_capture(html, **(defaults | fields))
        make_article("افتتاح المكتبة", "نص الخبر.", capture=capture)
        for address, content in (parts or {}).items():
            row = CapturePart.objects.create(
                key=hashlib.sha256(address.encode() + content).hexdigest(),
                address=address,
                size=len(content),
                sha256=capture_store().put(content),
            )
            PartOfCapture.objects.create(capture=capture, part=row)
        return capture

    return put


def framed_address(client: Client, capture: Capture) -> str:
    """Return the signed address that a capture's page puts into its frame."""
    html = client.get(f"/capture/{capture.pk}/page/").content.decode()
    found = re.search(r'<iframe[^>]*?src="([^"]+)"', html)
    assert found is not None
    return found[1]
