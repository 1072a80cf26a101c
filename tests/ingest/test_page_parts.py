"""What came with a page is loaded with it: its parts, and the record that it stood in."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest

from archive.captures.kept_parts import kept_record, parts_of, read_part, record_of_part
from archive.captures.store import capture_store
from archive.captures.withdrawal import withdraw
from archive.ingest.run import load_paths
from archive.models import Article, Capture, CapturePart, PartOfCapture
from tests.ingest.document_samples import zipped
from tests.ingest.page_part_samples import (
    NAMED,
    PAGE,
    PICTURE,
    SITE,
    PartsWarc,
    chunked,
    crawl,
    page_with_parts,
)

pytestmark = pytest.mark.django_db(transaction=True)

PACKINGS = {
    "each record": lambda: crawl(packed=True),
    "plain": lambda: crawl(packed=False),
    "as a whole": lambda: gzip.compress(crawl(packed=False)),
    "in a zip": lambda: zipped({"crawl.warc.gz": crawl(packed=True)}),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_page_of_a_warc_has_all_that_it_names(tmp_path: Path, packing: str) -> None:
    (tmp_path / "crawl").write_bytes(PACKINGS[packing]())
    report = load_paths([str(tmp_path / "crawl")])
    assert report.complete
    assert (report.new, report.completed) == (1, 0)
    capture = Capture.objects.get()
    assert {each.address: read_part(each) for each in parts_of(capture)} == NAMED
    assert Article.objects.count() == 1
    record = kept_record(capture)
    assert record is not None
    assert record.kind == "response"
    assert dict(record.headers)["WARC-Target-URI"] == PAGE
    assert record.http_head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert record.http_head.endswith(b"\r\n\r\n")
    assert capture_store().get(record.body_sha256) == gzip.compress(page_with_parts(), mtime=0)


def test_parts_keep_their_records_as_they_stood(tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(crawl())
    load_paths([str(tmp_path / "crawl")])
    parts = {each.address: each for each in parts_of(Capture.objects.get())}
    style = record_of_part(parts[f"{SITE}/css/main.css"])
    assert style is not None
    assert capture_store().get(style.body_sha256) == chunked(NAMED[f"{SITE}/css/main.css"])
    small = record_of_part(parts[f"{SITE}/pics/small.png"])
    assert small is not None
    assert small.kind == "revisit"
    assert capture_store().get(small.body_sha256) == PICTURE
    back = record_of_part(parts[f"{SITE}/pics/back.png"])
    assert back is not None
    assert (back.kind, back.http_head) == ("resource", b"")
    assert parts[f"{SITE}/pics/back.png"].media_type == "image/png"


def test_a_pipe_brings_parts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(crawl())

    monkeypatch.setattr("sys.stdin", Piped)
    assert load_paths(["-"]).new == 1
    assert len(parts_of(Capture.objects.get())) == len(NAMED)


def test_loading_an_old_file_again_completes_its_pages(tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(crawl())
    load_paths([str(tmp_path / "crawl")])
    before = Capture.objects.values_list("pk", "loaded_at", "load").get()
    article = Article.objects.values_list("public_id", "updated_at", "captured").get()
    PartOfCapture.objects.all().delete()
    CapturePart.objects.all().delete()
    again = load_paths([str(tmp_path / "crawl")])
    assert (again.new, again.updated, again.unchanged, again.completed) == (0, 0, 1, 1)
    assert "pages completed: 1" in again.in_words()
    assert Capture.objects.values_list("pk", "loaded_at", "load").get() == before
    assert Article.objects.values_list("public_id", "updated_at", "captured").get() == article
    assert len(parts_of(Capture.objects.get())) == len(NAMED)
    assert load_paths([str(tmp_path / "crawl")]).completed == 0


def test_pages_share_what_both_name(tmp_path: Path) -> None:
    file = PartsWarc()
    for number in range(3):
        file.add(f"{SITE}/{number}", page_with_parts(f"عنوان الخبر رقم {number}"))
    file.add(f"{SITE}/css/main.css", b"p { color: red }", "text/css")
    (tmp_path / "crawl").write_bytes(file.content())
    load_paths([str(tmp_path / "crawl")])
    assert CapturePart.objects.count() == 1
    assert [len(parts_of(each)) for each in Capture.objects.all()] == [1, 1, 1]


def test_of_several_records_of_an_address_the_nearest_in_time_is_the_pages(
    tmp_path: Path,
) -> None:
    file = PartsWarc()
    for day in ("2023-01-01", "2023-03-04", "2023-09-09"):
        file.add(f"{SITE}/css/main.css", day.encode(), "text/css", date=f"{day}T06:00:00Z")
    file.add(PAGE, page_with_parts())
    (tmp_path / "crawl").write_bytes(file.content())
    load_paths([str(tmp_path / "crawl")])
    (part,) = parts_of(Capture.objects.get())
    assert read_part(part) == b"2023-03-04"


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(crawl())
    before = set(capture_store().hashes())
    assert load_paths([str(tmp_path / "crawl")], dry_run=True).new == 1
    assert not CapturePart.objects.exists()
    assert set(capture_store().hashes()) == before


def test_what_is_too_much_is_left_out_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.containers.part_limits.PAGE_BYTES", 3000)
    (tmp_path / "crawl").write_bytes(crawl())
    load_paths([str(tmp_path / "crawl")])
    capture = Capture.objects.get()
    kept = sum(each.size for each in parts_of(capture))
    assert 0 < kept <= 3000
    (warning,) = [each for each in capture.warnings if "not kept" in each]
    load_paths([str(tmp_path / "crawl")])
    capture.refresh_from_db()
    assert capture.warnings.count(warning) == 1


def test_a_framed_page_with_an_address_of_its_own_stays_a_document(tmp_path: Path) -> None:
    file = PartsWarc()
    file.add(PAGE, page_with_parts())
    own = f"<link rel=canonical href='{SITE}/frame.html'>".encode()
    framed = page_with_parts("خبر داخل إطار").replace(b"<head>", b"<head>" + own)
    file.add(f"{SITE}/frame.html", framed)
    (tmp_path / "crawl").write_bytes(file.content())
    assert load_paths([str(tmp_path / "crawl")]).new == 2
    page = Capture.objects.get(uri=PAGE)
    assert [each.address for each in parts_of(page)] == [f"{SITE}/frame.html"]


def test_of_a_file_that_breaks_off_what_is_whole_is_kept(tmp_path: Path) -> None:
    whole = crawl(packed=False)
    (tmp_path / "crawl").write_bytes(whole[: whole.index(f"{SITE}/font.woff2".encode())])
    report = load_paths([str(tmp_path / "crawl")])
    assert len(report.rejected) == 1
    addresses = {each.address for each in parts_of(Capture.objects.get())}
    assert f"{SITE}/pics/back.png" in addresses
    assert f"{SITE}/font.woff2" not in addresses


def test_a_part_with_damaged_content_is_left_out_alone(tmp_path: Path) -> None:
    file = PartsWarc()
    file.add(PAGE, page_with_parts())
    file.add(f"{SITE}/css/main.css", b"\xff not brotli", "text/css", Content_Encoding="br")
    file.add(f"{SITE}/js/a.js", b"x = 1", "text/javascript", Content_Length="99999999")
    (tmp_path / "crawl").write_bytes(file.content())
    assert load_paths([str(tmp_path / "crawl")]).complete
    capture = Capture.objects.get()
    assert [each.address for each in parts_of(capture)] == [f"{SITE}/js/a.js"]
    assert any("not kept" in each for each in capture.warnings)


@pytest.mark.parametrize("change", [-20, 20, 10**18])
def test_a_record_that_lies_about_its_length_brings_no_false_part(
    tmp_path: Path, change: int
) -> None:
    file = PartsWarc(packed=False).add(f"{SITE}/js/a.js", b"x = 1", "text/javascript")
    file.add(PAGE, page_with_parts())
    lied = PartsWarc(packed=False).add(f"{SITE}/css/main.css", b"p { color: red } " * 9, "text/css")
    head, length, rest = re.split(rb"(?<=Content-Length: )(\d+)", lied.content(), maxsplit=1)
    lie = str(int(length) + change).encode()
    (tmp_path / "crawl").write_bytes(file.content() + head + lie + rest)
    load_paths([str(tmp_path / "crawl")])
    assert [each.address for each in parts_of(Capture.objects.get())] == [f"{SITE}/js/a.js"]


def test_a_page_whose_digest_is_false_says_so(tmp_path: Path) -> None:
    content = PartsWarc(packed=False).add(PAGE, page_with_parts()).content()
    changed = content.replace("الخرطوم".encode(), "الخرطون".encode())
    (tmp_path / "crawl").write_bytes(changed)
    report = load_paths([str(tmp_path / "crawl")])
    told = "its record states a digest that is not that of its bytes"
    assert [warning for _document, warning in report.warnings].count(told) == 1
    assert told in Capture.objects.get().warnings


def test_parts_come_whole_however_many_are_asked_for_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.loading.part_writer._ASKED_AT_ONCE", 1)
    file = PartsWarc()
    for number in range(3):
        file.add(f"{SITE}/{number}", page_with_parts(f"عنوان الخبر رقم {number}"))
    file.add(f"{SITE}/css/main.css", b"p { color: red }", "text/css")
    (tmp_path / "crawl").write_bytes(file.content())
    load_paths([str(tmp_path / "crawl")])
    assert [len(parts_of(each)) for each in Capture.objects.all()] == [1, 1, 1]


def test_a_part_shared_with_a_withdrawn_page_comes_with_the_other(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(PartsWarc().add(PAGE, page_with_parts()).content())
    load_paths([str(tmp_path / "first")])
    withdraw(Capture.objects.get(), "سبب")
    file = PartsWarc().add(PAGE, page_with_parts())
    file.add(f"{SITE}/2", page_with_parts("عنوان آخر لخبر آخر"))
    file.add(f"{SITE}/css/main.css", b"p { color: red }", "text/css")
    (tmp_path / "both").write_bytes(file.content())
    load_paths([str(tmp_path / "both")])
    assert [each.address for each in parts_of(Capture.objects.get(uri=f"{SITE}/2"))] == [
        f"{SITE}/css/main.css"
    ]
    assert parts_of(Capture.objects.get(uri=PAGE)) == ()


def test_what_a_pipe_leaves_no_room_for_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.containers.record_index.SPOOL", 2500)
    file = PartsWarc(packed=False).add(PAGE, page_with_parts())
    file.add(f"{SITE}/css/main.css", b"p { color: red }" * 500, "text/css")
    (tmp_path / "crawl.gz").write_bytes(gzip.compress(file.content()))
    load_paths([str(tmp_path / "crawl.gz")])
    capture = Capture.objects.get()
    assert kept_record(capture) is not None
    assert parts_of(capture) == ()
    assert any("some parts are not kept" in each for each in capture.warnings)


def test_what_a_page_names_without_security_is_found_where_browsers_ask_for_it(
    tmp_path: Path,
) -> None:
    file = PartsWarc().add(PAGE, page_with_parts(extra="<img src='http://akhbar.example/p.png'>"))
    file.add(f"{SITE}/p.png", PICTURE, "image/png")
    (tmp_path / "crawl").write_bytes(file.content())
    load_paths([str(tmp_path / "crawl")])
    assert [each.address for each in parts_of(Capture.objects.get())] == [f"{SITE}/p.png"]
