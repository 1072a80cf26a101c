"""WARC files, packed in every way and read from files and pipes: each page comes once."""

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING

from archive.ingest.containers import read_captures
from archive.ingest.containers.bounded_streams import ExpansionBudget
from archive.ingest.containers.source_files import Source
from archive.ingest.containers.warc_pages import SeenPages
from archive.records.documents import HTML, RawCapture, Rejection

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

import gzip
import tempfile
from pathlib import Path

import pytest

from tests.ingest.document_samples import (
    PARAGRAPHS,
    TITLE,
    URL,
    WarcFile,
    captures_of,
    numbered_page,
    page,
    read_file,
    read_pipe,
    reasons_of,
    wacz,
    warc,
    zipped,
)
from tests.ingest.parsed_pages import parse_capture

PAGES = 30
COPY = f"{URL}/copy"


def crawl(*, packed: bool = True) -> bytes:
    """Return a WARC file of thirty pages; from the tenth on, each is met at a second address."""
    file = WarcFile(packed=packed)
    for number in range(PAGES):
        file.page(f"{URL}/{number}", numbered_page(number).encode())
        if number >= 10:
            file.revisit(f"{COPY}/{number}", f"{URL}/{number}")
    return file.content()


PACKINGS = {
    "plain": lambda: crawl(packed=False),
    "each record": lambda: crawl(packed=True),
    "as a whole": lambda: gzip.compress(crawl(packed=False)),
    "as a whole, after an empty member": lambda: (
        gzip.compress(b"") + gzip.compress(crawl(packed=False))
    ),
    "in two halves": lambda: (
        gzip.compress(crawl(packed=False)[:50_000]) + gzip.compress(crawl(packed=False)[50_000:])
    ),
}


@pytest.mark.parametrize("place", ["file", "pipe", "zip", "pipe of a zip"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_each_page_comes_once_with_its_repetitions(
    tmp_path: Path, packing: str, place: str
) -> None:
    content = PACKINGS[packing]()
    if place.endswith("zip"):
        content = zipped({"crawl.warc.gz": content})
    piped = place.startswith("pipe")
    found = read_pipe(content) if piped else read_file(tmp_path, "crawl", content)
    assert reasons_of(found) == []
    captures = {each.uri: each for each in captures_of(found)}
    assert len(found) == len(captures) == PAGES + PAGES - 10
    for number in range(PAGES):
        assert captures[f"{URL}/{number}"].content == numbered_page(number).encode()
    for number in range(10, PAGES):
        assert captures[f"{COPY}/{number}"].content == numbered_page(number).encode()


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_page_has_its_address_moment_and_record(tmp_path: Path, gzipped: bool) -> None:
    content = warc(1, 2, packed=gzipped)
    first, second = captures_of(read_file(tmp_path, "crawl.warc", content))
    assert (first.uri, first.url, second.uri) == (f"{URL}/1", f"{URL}/1", f"{URL}/2")
    assert first.captured is not None
    assert first.captured.isoformat() == "2021-09-13T08:00:00+00:00"
    assert first.record_id.startswith("<urn:uuid:")
    assert first.container == "crawl.warc"
    (article,) = parse_capture(first).articles
    assert (article.title, article.paragraphs) == (f"{TITLE} 1", PARAGRAPHS)
    assert article.captured is not None
    assert article.captured.isoformat() == "2021-09-13"


@pytest.mark.parametrize("packing", ["plain", "each record"])
def test_a_record_can_be_read_at_its_offset(tmp_path: Path, packing: str) -> None:
    content = PACKINGS[packing]()
    for capture in captures_of(read_file(tmp_path, "crawl.warc", content)):
        assert capture.record_offset is not None
        at_offset = content[capture.record_offset :]
        record = gzip.decompress(at_offset) if packing == "each record" else at_offset
        headers = record.partition(b"\r\n\r\n")[0].decode()
        assert headers.startswith("WARC/1.")
        assert capture.record_id in headers
        assert f"WARC-Target-URI: {capture.uri}\r\n" in headers


@pytest.mark.parametrize("packing", ["as a whole", "as a whole, after an empty member"])
def test_a_record_of_a_file_packed_as_a_whole_has_no_offset(tmp_path: Path, packing: str) -> None:
    captures = captures_of(read_file(tmp_path, "crawl.warc.gz", PACKINGS[packing]()))
    assert {each.record_offset for each in captures} == {None}


def test_a_revisit_of_another_address_is_a_capture_of_its_own(tmp_path: Path) -> None:
    content = WarcFile().page(f"{URL}/1", page().encode()).revisit(COPY, f"{URL}/1").content()
    original, copy = captures_of(read_file(tmp_path, "crawl.warc.gz", content))
    assert (original.uri, copy.uri) == (f"{URL}/1", COPY)
    assert copy.content == original.content
    assert copy.record_id != original.record_id
    assert copy.record_offset != original.record_offset


def test_a_revisit_without_a_digest_repeats_nothing(tmp_path: Path) -> None:
    content = WarcFile(packed=False).page(f"{URL}/1", page().encode()).revisit(COPY, f"{URL}/1")
    without = content.content().replace(b"WARC-Payload-Digest", b"X-Unknown-To-Readers")
    assert [each.uri for each in captures_of(read_file(tmp_path, "c.warc", without))] == [
        f"{URL}/1"
    ]


def test_without_room_for_repeated_pages_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("archive.ingest.containers.warc._IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    found = read_pipe(crawl())
    assert len(captures_of(found)) == len(found) == PAGES


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    file = WarcFile().page(f"{URL}/x.png", b"\x89PNG" * 100, "image/png")
    content = file.page(f"{URL}/1", page().encode()).content()
    assert [type(each) for each in read_file(tmp_path, "crawl.warc.gz", content)] == [RawCapture]


@pytest.mark.parametrize("piped", [True, False])
@pytest.mark.parametrize("packing", ["plain", "each record", "as a whole"])
def test_a_file_that_breaks_off_anywhere_gives_what_is_whole_and_says_so(
    tmp_path: Path, packing: str, piped: bool
) -> None:
    pages = [numbered_page(number).encode() for number in range(3)]
    file = WarcFile(packed=packing == "each record")
    for number, body in enumerate(pages):
        file.page(f"{URL}/{number}", body)
    content = file.content()
    if packing == "as a whole":
        content = gzip.compress(content)
    # Not within the blank lines after the last record, which nobody misses.
    for length in [*range(len(content) // 3, len(content) - 8, 97), len(content) - 9]:
        cut = content[:length]
        found = read_pipe(cut) if piped else read_file(tmp_path, "crawl.warc", cut)
        captures = captures_of(found)
        assert [each.content for each in captures] == pages[: len(captures)]
        if len(captures) < len(pages) and not _ends_with_a_record(cut, packing):
            assert len(reasons_of(found)) == 1, length
            assert "breaks off" in reasons_of(found)[0]


def _ends_with_a_record(content: bytes, packing: str) -> bool:
    """Whether what was cut is a shorter file that is whole."""
    if packing == "plain":
        return content.rstrip(b"\r\n").endswith(b"</html>")
    try:
        return bool(gzip.decompress(content))
    except EOFError:
        return False


def test_a_damaged_member_ends_the_file_with_its_reason(tmp_path: Path) -> None:
    content = bytearray(warc(1, 2, 3))
    content[len(content) // 2] ^= 0xFF
    found = read_file(tmp_path, "crawl.warc.gz", bytes(content))
    assert captures_of(found)
    assert len(reasons_of(found)) == 1


def test_zeros_between_members_are_passed_over(tmp_path: Path) -> None:
    content = warc(1) + bytes(512) + warc(2) + bytes(1024)
    found = read_file(tmp_path, "crawl.warc.gz", content)
    assert [each.uri for each in captures_of(found)] == [f"{URL}/1", f"{URL}/2"]
    assert reasons_of(found) == []


def test_a_record_without_an_address_is_passed_over_and_the_rest_read(tmp_path: Path) -> None:
    content = warc(1, 2, packed=False)
    nameless = content.replace(b"WARC-Target-URI", b"X-Unknown-Name-", 1)
    found = read_file(tmp_path, "crawl.warc", nameless)
    assert [each.uri for each in captures_of(found)] == [f"{URL}/2"]
    assert reasons_of(found) == []


def test_an_empty_response_is_passed_over_and_the_rest_read(tmp_path: Path) -> None:
    nothing = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"WARC-Target-URI: https://www.example.com/\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    found = read_file(tmp_path, "crawl.warc", nothing + warc(1, packed=False))
    assert [each.uri for each in captures_of(found)] == [f"{URL}/1"]


def test_a_page_whose_own_compression_breaks_off_has_a_warning(tmp_path: Path) -> None:
    long = page(paragraphs=tuple(f"{number} {text}" for number in range(40) for text in PARAGRAPHS))
    body = gzip.compress(long.encode())
    content = WarcFile().page(URL, body[:-50], Content_Encoding="gzip").content()
    (capture,) = captures_of(read_file(tmp_path, "crawl.warc.gz", content))
    assert capture.content
    assert "its compressed content breaks off" in parse_capture(capture).warnings


def test_a_page_that_the_crawler_cut_off_has_a_warning(tmp_path: Path) -> None:
    content = WarcFile(packed=False).page(URL, page().encode()).content()
    cut = content.replace(b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date")
    (capture,) = captures_of(read_file(tmp_path, "crawl.warc", cut))
    assert "the crawler kept only its beginning (length)" in parse_capture(capture).warnings


def test_a_page_that_a_server_sent_compressed_is_unpacked(tmp_path: Path) -> None:
    body = gzip.compress(page().encode())
    content = WarcFile().page(URL, body, Content_Encoding="gzip").content()
    (capture,) = captures_of(read_file(tmp_path, "crawl.warc.gz", content))
    assert (capture.content, capture.warnings) == (page().encode(), ())


def test_a_packed_warc_ends_at_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE_BYTES", 1_000_000)
    content = WarcFile().page(URL, bytes(30_000_000), "image/png").content()
    (reason,) = reasons_of(read_file(tmp_path, "crawl.warc.gz", content))
    assert "bomb" in reason


@pytest.mark.parametrize("length", [5, 10_000_000, -1, 1 << 70])
def test_a_record_that_lies_about_its_length_is_told_and_what_stands_before_it_is_read(
    tmp_path: Path, length: int
) -> None:
    whole = warc(1, packed=False)
    second = WarcFile(packed=False).page(f"{URL}/2", numbered_page(2).encode()).content()
    begin = second.rindex(b"WARC/1.0")
    stated = second.index(b"Content-Length: ", begin)
    end = second.index(b"\r\n", stated)
    lying = second[begin:stated] + f"Content-Length: {length}".encode() + second[end:]
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.warc").write_bytes(whole + lying)
    (tmp_path / "good" / "b.warc").write_bytes(warc(3, packed=False))
    found = list(read_captures([tmp_path / "good"]))
    uris = [each.uri for each in captures_of(found)]
    assert {f"{URL}/1", f"{URL}/3"} <= set(uris)
    assert all(each.document == "a.warc" for each in found if isinstance(each, Rejection))
    assert len(reasons_of(found)) == 1


def test_a_wacz_gives_the_pages_of_its_warcs_alone(tmp_path: Path) -> None:
    content = wacz(
        {
            "pages/pages.jsonl": '{"format": "json-pages-1.0", "title": "صفحات"}\n',
            "indexes/index.cdx": "",
            "archive/data.warc.gz": warc(1, 2),
        }
    )
    found = read_file(tmp_path, "crawl.wacz", content)
    assert [each.uri for each in captures_of(found)] == [f"{URL}/1", f"{URL}/2"]
    assert reasons_of(found) == []


class FullDisk(io.BytesIO):
    """A temporary file that loses what it had when the disk is full, as a spooled one does."""

    is_full = False

    def write(self, content: ReadableBuffer, /) -> int:
        """Write, unless the disk is full."""
        if self.is_full:
            self.truncate(0)
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_where_no_room_is_left_for_repeated_pages_the_others_go_on() -> None:
    source = Source("pages.warc", lambda: io.BufferedReader(io.BytesIO()), ExpansionBudget(0))
    page = RawCapture(uri="a", document="a", content=b"<p>one</p>", media_type=HTML)
    store = FullDisk()
    seen = SeenPages(source, store)
    seen.note("first", page)
    assert seen.find("first") == page
    store.is_full = True
    seen.note("second", page)
    assert seen.find("first") is None
    assert seen.find("second") is None
