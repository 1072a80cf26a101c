"""WARC, WACZ, zip and gzip: what is whole is read, what is hostile is refused."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from parsed_pages import parse_capture
from reader_samples import PARAGRAPHS, TEXT, TITLE, URL, page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.ingest.containers import read_captures
from archive.records.documents import RawCapture, Rejection

DAY = "2021-09-13T08:00:00Z"


def warc(*pages: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """Return a WARC file of responses: address, content type, body."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "test"}))
    for url, kind, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": DAY},
        )
        writer.write_record(record)
        revisit = writer.create_revisit_record(
            url, record.rec_headers.get_header("WARC-Payload-Digest"), url, DAY
        )
        writer.write_record(revisit)
    return out.getvalue()


def response(number: int = 0, kind: str = "text/html; charset=utf-8") -> tuple[str, str, bytes]:
    return (f"{URL}/{number}", kind, page().encode())


def packed(**members: bytes | str) -> bytes:
    return packed_as({name.replace("__", "."): content for name, content in members.items()})


def packed_as(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(tmp_path: Path, name: str, content: bytes) -> list[RawCapture | Rejection]:
    (tmp_path / name).write_bytes(content)
    return list(read_captures([tmp_path / name]))


def refusals(found: list[RawCapture | Rejection]) -> list[str]:
    return [each.reason for each in found if isinstance(each, Rejection)]


def pages_of(found: list[RawCapture | Rejection]) -> list[RawCapture]:
    return [each for each in found if isinstance(each, RawCapture)]


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_warc_gives_its_pages_with_address_moment_and_record(
    tmp_path: Path, gzipped: bool
) -> None:
    content = warc(response(1), response(2), packed=gzipped)
    first, second = pages_of(read(tmp_path, "crawl.warc", content))
    assert (first.uri, first.url, second.uri) == (f"{URL}/1", f"{URL}/1", f"{URL}/2")
    assert first.captured is not None and first.captured.isoformat() == "2021-09-13T08:00:00+00:00"
    assert first.record_id.startswith("<urn:uuid:") and first.container == "crawl.warc"
    marker = b"\x1f\x8b" if gzipped else b"WARC/"
    for capture in (first, second):
        assert capture.record_offset is not None
        assert content[capture.record_offset :].startswith(marker)
    (article,) = parse_capture(first).articles
    assert (article.title, article.paragraphs) == (TITLE, PARAGRAPHS)
    assert article.captured is not None and article.captured.isoformat() == "2021-09-13"


def test_a_revisit_of_another_address_brings_its_page(tmp_path: Path) -> None:
    out = io.BytesIO(warc(response(1)))
    out.seek(0, io.SEEK_END)
    writer = WARCWriter(out, gzip=True)
    digest = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    first = writer.create_warc_record(
        f"{URL}/1", "response", io.BytesIO(page().encode()), http_headers=digest
    )
    writer.ensure_digest(first)
    payload = first.rec_headers.get_header("WARC-Payload-Digest")
    writer.write_record(writer.create_revisit_record(f"{URL}/copy", payload, f"{URL}/1", DAY))
    original, copy = pages_of(read(tmp_path, "crawl.warc.gz", out.getvalue()))
    assert (original.uri, copy.uri) == (f"{URL}/1", f"{URL}/copy")
    assert copy.content == original.content and copy.record_id != original.record_id


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    image = (f"{URL}/x.png", "image/png", b"\x89PNG" * 100)
    found = read(tmp_path, "crawl.warc.gz", warc(image, response(1)))
    assert [type(each) for each in found] == [RawCapture]


def test_a_warc_compressed_as_a_whole_is_read_too(tmp_path: Path) -> None:
    whole = gzip.compress(warc(response(1), response(2), packed=False))
    found = read(tmp_path, "crawl.warc.gz", whole)
    assert {each.uri for each in pages_of(found)} == {f"{URL}/1", f"{URL}/2"}
    assert refusals(found) == []


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_warc_that_breaks_off_gives_what_is_whole(tmp_path: Path, gzipped: bool) -> None:
    content = warc(*(response(n) for n in range(5)), packed=gzipped)
    found = read(tmp_path, "crawl.warc", content[: len(content) * 2 // 3])
    assert 0 < len(pages_of(found)) < 5
    assert len(refusals(found)) == 1 and "breaks off" in refusals(found)[0]


def test_a_wacz_gives_the_pages_of_its_warcs_alone(tmp_path: Path) -> None:
    wacz = packed_as(
        {
            "datapackage.json": "{}",
            "pages/pages.jsonl": '{"format": "json-pages-1.0", "title": "صفحات"}\n',
            "indexes/index.cdx": "com,example)/ 2021",
            "archive/data.warc.gz": warc(response(1), response(2)),
        }
    )
    found = read(tmp_path, "crawl.wacz", wacz)
    assert [each.uri for each in pages_of(found)] == [f"{URL}/1", f"{URL}/2"]
    assert refusals(found) == []


def test_a_zip_gives_its_documents_below_its_own_name(tmp_path: Path) -> None:
    inner = packed(b__txt=TEXT + " ثانياً")
    found = read(tmp_path, "z.zip", packed_as({"a.txt": TEXT, "d/p.html": page(), "i.zip": inner}))
    assert [each.uri for each in pages_of(found)] == [
        "z.zip/a.txt",
        "z.zip/d/p.html",
        "z.zip/i.zip/b.txt",
    ]


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"]
)
def test_paths_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, "z.zip", packed_as({name: TEXT, "a.txt": TEXT}))
    assert [each.uri for each in pages_of(found)] == ["z.zip/a.txt"]
    assert refusals(found) == ["a path that leads out of its archive"]


def test_a_symbolic_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusals(read(tmp_path, "z.zip", out.getvalue())) == ["a symbolic link in an archive"]


def test_archives_nest_to_a_bound(tmp_path: Path) -> None:
    content = packed(a__txt=TEXT)
    for _ in range(6):
        content = packed_as({"inner.zip": content, "beside.txt": TEXT})
    found = read(tmp_path, "z.zip", content)
    assert refusals(found) == ["an archive inside 3 archives"]
    assert len(pages_of(found)) == 3


def test_a_zip_bomb_ends_at_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE", 5_000_000)
    zeros = b'{"text": "' + b"0" * 3_000_000 + b'"}\n'
    bomb = packed_as({f"{n}.jsonl": zeros * 3 for n in range(9)})
    found = read(tmp_path, "z.zip", bomb)
    assert any("bomb" in reason for reason in refusals(found))
    assert len(pages_of(found)) < 9


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    found = read(
        tmp_path, "d.docx", packed_as({"[Content_Types].xml": "<x/>", "word/a.xml": "<y/>"})
    )
    assert len(found) == 1 and "binary" in refusals(found)[0]


def test_a_damaged_zip_is_refused_and_the_rest_of_a_folder_read(tmp_path: Path) -> None:
    content = packed(a__txt=TEXT * 50, b__txt=TEXT * 50)
    (tmp_path / "z.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    found = list(read_captures([tmp_path]))
    assert [each.uri for each in pages_of(found)] == ["good.txt"]
    assert len(refusals(found)) == 1 and "zip" in refusals(found)[0]


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed(a__txt=TEXT))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusals(read(tmp_path, "z.zip", bytes(content))) == ["encrypted"]
