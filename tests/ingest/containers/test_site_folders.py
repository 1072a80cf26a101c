"""Mirrors of sites and ArchiveBox's folders: one document a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.ingest.containers import read_captures
from archive.records.documents import RawCapture
from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TITLE,
    captures_of,
    page,
    reasons_of,
)

ADDRESS = "https://example.com/culture/mosul"
LISTING = "<html><body><h1>وسم</h1>{}</body></html>".format(
    "".join(
        f'<div><h2><a href="{n}">{TITLE} {n}</a></h2><p>{PARAGRAPHS[0][:60]}</p></div>'
        for n in range(5)
    )
)
FEED = f"<rss><channel><item><title>{TITLE}</title><description>{PARAGRAPHS[0]}</description></item></channel></rss>"


def load(
    tmp_path: Path, files: Mapping[str, str | bytes]
) -> tuple[list[RawCapture], list[str], Counter[str]]:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    passed_over = Counter[str]()
    found = list(read_captures([tmp_path], {}, passed_over))
    return captures_of(found), reasons_of(found), passed_over


def test_a_mirrored_site_gives_its_pages_alone(tmp_path: Path) -> None:
    found, refused, counts = load(
        tmp_path,
        {
            "example.com/index.html": LISTING,
            "example.com/robots.txt": "User-agent: *\n",
            "example.com/sitemap-news.xml": "<urlset/>",
            "example.com/manifest.json": '{"name": "x"}',
            "example.com/css/a.css?ver=6": "a{color:red}",
            "example.com/wp-content/app.js": "var a = 1;",
            "example.com/img/a.jpg": b"\xff\xd8\xff\xe0",
            "example.com/tag/mosul/index.html": LISTING,
            "example.com/feed/index.html": FEED,
            "example.com/wp-json/wp/v2/posts/7": "{}",
            "example.com/culture/mosul.html": page(),
            "example.com/culture/mosul?amp=1": page(),
            "example.com/index.html?p=7": page(),
            "example.com/culture/workshop/index.html": page(SECOND_TITLE, SECOND_PARAGRAPHS),
            "example.com/culture/workshop/amp/index.html": page(SECOND_TITLE, SECOND_PARAGRAPHS),
        },
    )
    assert [capture.uri for capture in found] == [
        "example.com/culture/mosul.html",
        "example.com/culture/workshop/index.html",
    ]
    assert refused == []
    assert sum(counts.values()) == 13
    assert counts["second renderings of pages"] == 3


def test_pages_with_a_query_of_their_own_are_pages(tmp_path: Path) -> None:
    found, _refused, _counts = load(
        tmp_path,
        {
            "example.com/news.php?id=1": page(),
            "example.com/news.php?id=2": page(SECOND_TITLE, SECOND_PARAGRAPHS),
        },
    )
    assert len(found) == 2


def test_an_article_in_an_index_page_is_an_article(tmp_path: Path) -> None:
    found, _refused, _counts = load(tmp_path, {"mosul/index.html": page()})
    assert len(found) == 1


def test_a_feed_that_is_no_part_of_a_mirror_is_read(tmp_path: Path) -> None:
    found, _refused, _counts = load(tmp_path, {"feed.xml": FEED})
    assert len(found) == 1


def test_pictures_beside_no_page_are_refused_by_name(tmp_path: Path) -> None:
    _found, refused, _counts = load(tmp_path, {"scans/1.jpg": b"\xff\xd8\xff\xe0"})
    assert "OCR" in refused[0]


SNAPSHOT = "archive/1631520000.5"


def snapshot(**files: str | bytes) -> dict[str, str | bytes]:
    index = {"url": ADDRESS, "timestamp": "1631520000.5", "title": TITLE, "history": {}}
    beside: dict[str, str | bytes] = {
        "index.json": json.dumps(index),
        "index.html": "<html><body>Archived</body></html>",
        "screenshot.png": b"\x89PNG",
        "headers.json": "{}",
        "mercury/content.html": f"<div><p>{PARAGRAPHS[0]}</p></div>",
    }
    return {f"{SNAPSHOT}/{name}": content for name, content in {**beside, **files}.items()}


def test_a_snapshot_of_archivebox_is_one_page_at_its_address(tmp_path: Path) -> None:
    found, refused, counts = load(
        tmp_path,
        snapshot(**{"singlefile.html": page(), "example.com/culture/mosul.html": page()}),
    )
    (capture,) = found
    assert (capture.uri, capture.url) == (ADDRESS, ADDRESS)
    assert capture.document == "mosul.html"
    assert capture.captured == datetime(2021, 9, 13, 8, 0, 0, 500_000, tzinfo=UTC)
    assert refused == []
    assert counts == {"second renderings of pages": 6}


def test_a_page_that_scripts_fill_is_taken_from_the_browser(tmp_path: Path) -> None:
    shell = "<html><head><script>fill()</script></head><body><div id=a></div></body></html>"
    (capture,), _refused, _counts = load(
        tmp_path,
        snapshot(**{"example.com/culture/mosul.html": shell, "singlefile.html": page()}),
    )
    assert capture.document == "singlefile.html"


def test_a_snapshot_that_failed_says_so(tmp_path: Path) -> None:
    files = snapshot()
    del files[f"{SNAPSHOT}/mercury/content.html"]
    _found, refused, _counts = load(tmp_path, files)
    assert refused == ["a snapshot of ArchiveBox in which no page was kept"]


def test_of_a_collection_only_the_snapshots_are_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.sqlite3": b"SQLite format 3",
        "sources/list.txt": ADDRESS,
        "ArchiveBox.conf": "x",
    }
    found, refused, _counts = load(tmp_path, {**files, **snapshot(**{"output.html": page()})})
    assert [capture.uri for capture in found] == [ADDRESS]
    assert refused == []


@pytest.mark.parametrize("value", ["[]", "{", '{"url": "x", "timestamp": "1"}', '{"url": 1}'])
def test_another_programs_index_is_no_snapshot(tmp_path: Path, value: str) -> None:
    found, _refused, _counts = load(tmp_path, {"index.json": value, "a.html": page()})
    assert [capture.uri for capture in found] == ["a.html"]
