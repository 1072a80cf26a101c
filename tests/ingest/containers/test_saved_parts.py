"""A page that was saved into a folder, a zip, by ArchiveBox or as MHTML comes with its parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ingest.containers import read_with_parts
from archive.records.documents import RawCapture
from archive.records.page_parts import PageParts
from tests.ingest.document_samples import page, zipped

PICTURE = b"\x89PNG picture"
STYLE = b"body { background: url(back.png) }"
HEAD = '<link rel="stylesheet" href="page_files/main.css?v=2">'
BODY = "{}<img src='page_files/%D8%B5.png'><img src='../secret.png'><img src='gone.png'>"
URL = "https://akhbar.example/a/page"
NOTE = f"<!-- saved from url=(0029){URL} -->"


def saved_page(note: str = "") -> bytes:
    return page(head=HEAD, around=BODY).replace("<html", f"{note}<html", 1).encode()


FILES = {
    "news/page.html": saved_page(),
    "news/page_files/main.css": STYLE,
    "news/page_files/back.png": PICTURE + b"2",
    "news/page_files/ص.png": PICTURE,
    "news/page_files/unnamed.png": b"nobody names it",
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def parts(*paths: Path) -> list[PageParts]:
    found = list(read_with_parts(paths))
    assert sum(isinstance(each, RawCapture) for each in found) == 1
    return [each for each in found if isinstance(each, PageParts)]


def contents(found: list[PageParts]) -> dict[str, bytes | None]:
    (one,) = found
    return {each.address: each.content for each in one.parts}


def test_a_saved_page_has_the_files_of_its_folder(tmp_path: Path) -> None:
    assert contents(parts(write(tmp_path / "loaded", FILES))) == {
        "news/page_files/main.css?v=2": STYLE,
        "news/page_files/back.png": PICTURE + b"2",
        "news/page_files/%D8%B5.png": PICTURE,
    }


def test_they_stand_where_the_page_at_its_address_names_them(tmp_path: Path) -> None:
    files = FILES | {"news/page.html": saved_page(NOTE)}
    folder = write(tmp_path / "loaded", files)
    addresses = {
        "https://akhbar.example/a/page_files/main.css?v=2",
        "https://akhbar.example/a/page_files/back.png",
        "https://akhbar.example/a/page_files/%D8%B5.png",
    }
    assert set(contents(parts(folder))) == addresses
    # Also where the page alone is named, and not its folder.
    assert set(contents(parts(folder / "news/page.html"))) == addresses
    (one,) = parts(folder)
    assert {each.media_type for each in one.parts} == {"text/css", "image/png"}


def test_of_a_zip_it_has_them_too(tmp_path: Path) -> None:
    (tmp_path / "saved.zip").write_bytes(zipped(FILES))
    assert len(contents(parts(tmp_path / "saved.zip"))) == 3


def test_nothing_outside_the_folder_is_taken(tmp_path: Path) -> None:
    folder = write(tmp_path / "loaded", FILES)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "loaded/secret.png").symlink_to(tmp_path / "secret.png")
    (folder / "news/page_files/back.png").unlink()
    (folder / "news/page_files/back.png").symlink_to(tmp_path / "secret.png")
    found = contents(parts(folder / "news"))
    assert b"secret" not in found.values()
    assert len(found) == 2


def test_a_page_gives_nothing_that_its_archivist_did_not(tmp_path: Path) -> None:
    body = "{}<img src='passwords.txt'><img src='.hidden/key'><img src='page_files/a.png'>"
    files = {
        "page.html": page(around=body).encode(),
        "passwords.txt.png": b"x",
        "passwords.txt": b"secret",
        ".hidden/key": b"secret",
        "page_files/a.png": PICTURE,
    }
    folder = write(tmp_path / "downloads", files)
    assert contents(parts(folder / "page.html")) == {"page_files/a.png": PICTURE}


def test_a_snapshot_of_archivebox_has_files_under_their_hosts(tmp_path: Path) -> None:
    snapshot = "archive/1700000000"
    index = {"url": "https://akhbar.example/a/page.html", "timestamp": "1700000000"}
    body = "{}<img src='https://cdn.example/p.png?x=1'><img src='../pics/q.png'>"
    files = {
        f"{snapshot}/index.json": json.dumps(index).encode(),
        f"{snapshot}/akhbar.example/a/page.html": page(around=body).encode(),
        f"{snapshot}/akhbar.example/pics/q.png": PICTURE,
        f"{snapshot}/cdn.example/p.png?x=1": PICTURE + b"2",
    }
    assert contents(parts(write(tmp_path / "box", files))) == {
        "https://cdn.example/p.png?x=1": PICTURE + b"2",
        "https://akhbar.example/pics/q.png": PICTURE,
    }


@pytest.mark.parametrize("frame", ["cid:frame-1@saved", "https://akhbar.example/frame.html"])
def test_mhtml_has_its_parts_by_address_and_by_name(tmp_path: Path, frame: str) -> None:
    content = page(around="{}<iframe src='" + frame + "'></iframe>")
    lines = [
        "From: <saved>",
        f"Snapshot-Content-Location: {URL}",
        "Date: Sat, 4 Mar 2023 05:06:07 -0000",
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
        "Content-Type: text/css",
        "Content-Location: https://akhbar.example/main.css",
        "",
        "p { color: red }",
        "--edge",
        "Content-Type: text/html",
        "Content-ID: <frame-1@saved>",
        "Content-Location: https://akhbar.example/frame.html",
        "",
        "<p>frame</p>",
        "--edge--",
        "",
    ]
    (tmp_path / "saved.mhtml").write_bytes("\r\n".join(lines).encode())
    found = contents(parts(tmp_path / "saved.mhtml"))
    assert found["https://akhbar.example/main.css"] == b"p { color: red }"
    assert found["https://akhbar.example/frame.html"] == b"<p>frame</p>"
    assert ("cid:frame-1@saved" in found) == frame.startswith("cid:")


def test_a_page_that_names_nothing_beside_it_has_no_parts(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page().encode())
    assert parts(tmp_path / "page.html") == []
