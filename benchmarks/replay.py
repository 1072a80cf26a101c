"""What a captured page of a megabyte costs when it is shown as it was.

``python -m benchmarks.replay`` (``make bench-replay``) stores one made page of a megabyte with two
hundred pictures in a new archive and asks for it as a reader's frame does, plain and packed: the
processor time until its first letters are there (bar: 50 ms) and until its end, at the median and
at the 95th percentile of thirty requests after three that warm up.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any, Final

_BLOCK: Final = (
    '<div class="story" id="x{0}"><h2><a href="/news/{0}" title="عنوان">عنوان الخبر رقم {0}</a></h2>'
    '<p style="color:red">نص الخبر الأول الذي يحكي عن شيء ما في المدينة <b>مهم</b></p>'
    '<img src="/img/{0}.jpg" alt="صورة" width="100"></div>\n'
)
_PAGE: Final = "http://paper.example/news/"
_BLOCKS: Final = 3_500
_PICTURES: Final = 200
_WARM_UP: Final = 3
_REQUESTS: Final = 30
_FIRST: Final = 1_000
"""Letters that count as the beginning."""


def main() -> None:
    """Print the table."""
    home = tempfile.mkdtemp(prefix="khizana-bench-")
    os.environ["ARCHIVE_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _run()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    size, key = _store_page()
    print(f"a page of {size:,} bytes with {_PICTURES} pictures, {_REQUESTS} requests")
    print(
        "| answer | first letters, ms p50 | p95 | whole page, ms p50 | p95 |\n|---|---|---|---|---|"
    )
    for coding in ("identity", "gzip"):
        client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_ENCODING=coding)
        framing = client.get(f"/capture/{key}/page/", HTTP_ACCEPT_ENCODING="identity")
        found = re.search(r'<iframe[^>]*?src="([^"]+)"', framing.content.decode())
        if found is None:
            raise SystemExit("the page that shows it has no frame")
        asked = [_asked(client, found[1]) for _each in range(_WARM_UP + _REQUESTS)][_WARM_UP:]
        firsts, wholes = ([1000 * each[place] for each in asked] for place in (0, 1))
        print(
            f"| {coding} | {median(firsts):.1f} | {_high(firsts):.1f} "
            f"| {median(wholes):.0f} | {_high(wholes):.0f} |"
        )


def _store_page() -> tuple[int, int]:
    """Store the page and its pictures; return its bytes and the capture's key."""
    from archive.captures.store import capture_store
    from archive.models import Article, Capture, CapturePart, PartOfCapture

    html = "<!DOCTYPE html><html><head><title>x</title></head><body>"
    content = (html + "".join(map(_BLOCK.format, range(_BLOCKS)))).encode()
    capture = Capture.objects.create(
        uri=_PAGE,
        url=_PAGE,
        document="page.html",
        sha256=capture_store().put(content),
        size=len(content),
        media_type="text/html",
        charset="utf-8",
    )
    Article.objects.create(
        public_id="a" * 12, capture=capture, position=0, title="عنوان", body="نص الخبر."
    )
    for number in range(_PICTURES):
        address, picture = f"http://paper.example/img/{number}.jpg", b"x"
        part = CapturePart.objects.create(
            key=hashlib.sha256(address.encode() + picture).hexdigest(),
            address=address,
            size=len(picture),
            sha256=capture_store().put(picture),
        )
        PartOfCapture.objects.create(capture=capture, part=part)
    return len(content), capture.pk


def _asked(client: Any, address: str) -> tuple[float, float]:
    """Return the processor seconds until an answer's first letters, and until its end."""
    begun = time.process_time()
    chunks: Iterator[bytes] = iter(client.get(address))
    written = 0
    while written < _FIRST:
        written += len(next(chunks))
    first = time.process_time() - begun
    for _chunk in chunks:
        pass
    return first, time.process_time() - begun


def _high(values: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
