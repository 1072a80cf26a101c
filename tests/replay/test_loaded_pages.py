"""Pages as they are saved: what was loaded with them is shown with them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.ingest.loading import LoadReport
from archive.models import Capture
from search.replay.pdf_drawing import png
from tests.ingest.document_samples import page
from tests.replay.conftest import framed_address

URL = "https://akhbar.example/a/page"
RED = png(b"\xff\x00\x00", 1, 1, 3)
STYLE = b"body { background: url(back.png) }"
NOTE = f"<!-- saved from url=(0029){URL} -->"
Load = Callable[..., LoadReport]


def saved_folder(folder: Path, note: str = "") -> None:
    head = '<link rel="stylesheet" href="page_files/main.css?v=2">'
    html = page(head=head, around="{}<img src='page_files/%D8%B5.png'>")
    (folder / "page_files").mkdir(parents=True)
    (folder / "page.html").write_text(html.replace("<html", f"{note}<html", 1))
    (folder / "page_files/main.css").write_bytes(STYLE)
    (folder / "page_files/back.png").write_bytes(RED)
    (folder / "page_files/ص.png").write_bytes(RED)


def shown_parts(client: Client, capture: Capture) -> tuple[int, list[str]]:
    """Return how many pictures the page shows, and the media types of all its parts."""
    address = framed_address(client, capture)
    html = b"".join(client.get(address)).decode()
    names = [each.split('"')[0] for each in html.replace('src="', 'href="').split('href="')[1:]]
    answers = [client.get(address + name) for name in names if name[1:2] == "-"]
    sheets = [each.content.decode() for each in answers if "css" in each["Content-Type"]]
    for sheet in sheets:
        assert "data:," not in sheet
        behind = sheet.split('url("')[1].split('"')[0]
        assert client.get(address + behind).content == RED
    return html.count("<img"), [answer["Content-Type"] for answer in answers]


@pytest.mark.parametrize("note", ["", NOTE])
def test_a_saved_folder_is_shown_with_its_files(
    client: Client, load: Load, tmp_path: Path, note: str
) -> None:
    saved_folder(tmp_path / "saved", note)
    load(tmp_path / "saved")
    found = shown_parts(client, Capture.objects.get())
    assert found == (1, ["text/css; charset=utf-8", "image/png"])


def test_a_warc_is_shown_with_its_records(client: Client, load: Load, tmp_path: Path) -> None:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    html = page(head='<link rel="stylesheet" href="/main.css">', around="{}<img src='../b.png'>")
    for address, kind, content in (
        (URL, "text/html; charset=utf-8", html.encode()),
        ("https://akhbar.example/main.css", "text/css", STYLE),
        ("https://akhbar.example/back.png", "image/png", RED),
        ("https://akhbar.example/b.png", "image/png", RED),
    ):
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(content), http_headers=head
        )
        writer.write_record(record)
    (tmp_path / "crawl.warc.gz").write_bytes(stream.getvalue())
    load(tmp_path / "crawl.warc.gz")
    found = shown_parts(client, Capture.objects.get())
    assert found == (1, ["text/css; charset=utf-8", "image/png"])


def test_mhtml_is_shown_with_its_frames(client: Client, load: Load, tmp_path: Path) -> None:
    content = page(around="{}<iframe src='cid:frame-1@saved'></iframe>")
    lines = [
        "From: <saved>",
        f"Snapshot-Content-Location: {URL}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; type="text/html"; boundary="edge"',
        "",
        "--edge",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Location: {URL}",
        "Content-Transfer-Encoding: 8bit",
        "",
        content,
        "--edge",
        "Content-Type: text/html",
        "Content-ID: <frame-1@saved>",
        "",
        "<p>frame</p><script>x</script>",
        "--edge--",
        "",
    ]
    (tmp_path / "saved.mhtml").write_bytes("\r\n".join(lines).encode())
    load(tmp_path / "saved.mhtml")
    address = framed_address(client, Capture.objects.get())
    html = b"".join(client.get(address)).decode()
    frame = html.split('<iframe src="')[1].split('"')[0]
    inner = client.get(address + frame)
    assert "<p>frame</p>" in b"".join(inner).decode()
    assert "frame-ancestors" not in inner["Content-Security-Policy"]
