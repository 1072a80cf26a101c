"""WACZ: what its checksums fit is read; what does not fit is refused by name, and the rest read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from warcio.warcwriter import WARCWriter

from archive.ingest.containers import read_captures
from archive.ingest.containers.wacz_index import NOT_RECORDED
from archive.records.documents import RawCapture, Rejection
from tests.ingest.document_samples import (
    HTML_TYPE,
    URL,
    WarcFile,
    captures_of,
    numbered_page,
    read_file,
    read_pipe,
    reasons_of,
    wacz,
    warc,
    zipped,
)

FIRST, SECOND = "archive/rec-0001.warc.gz", "archive/rec-0002.warc.gz"
Members = dict[str, bytes | str]


def two() -> Members:
    """The files of a WACZ of two WARC files with a page each."""
    return {FIRST: warc(1), SECOND: warc(2)}


def uris(found: list[RawCapture | Rejection]) -> list[str]:
    return [each.uri for each in captures_of(found)]


def refusals(found: list[RawCapture | Rejection]) -> dict[str, str]:
    return {each.document: each.reason for each in found if isinstance(each, Rejection)}


def changed(content: bytes, name: str, new: bytes) -> bytes:
    """Return a zip archive with another file in the place of ``name``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members: Members = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**members, name: new})


def test_a_warc_whose_checksum_is_another_is_refused_and_the_others_read(tmp_path: Path) -> None:
    content = changed(wacz(two()), FIRST, warc(3))
    found = read_file(tmp_path, "crawl.wacz", content)
    assert uris(found) == [f"{URL}/2"]
    assert list(refusals(found)) == [f"crawl.wacz/{FIRST}"]
    assert "checksum" in reasons_of(found)[0]


def test_of_a_wacz_whose_description_was_changed_nothing_is_believed(tmp_path: Path) -> None:
    content = changed(wacz(two()), "datapackage.json", b'{"resources": []}')
    found = read_file(tmp_path, "crawl.wacz", content)
    assert list(refusals(found)) == ["crawl.wacz/datapackage.json"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "description", [None, b"{}", b"[1]", b"{", b'{"resources": 3}', b"[" * 100_000]
)
def test_without_checksums_that_is_told_and_the_pages_are_read(
    tmp_path: Path, description: bytes | None
) -> None:
    members = two() if description is None else {**two(), "datapackage.json": description}
    found = read_file(tmp_path, "crawl.wacz", zipped(members))
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert list(refusals(found)) == ["crawl.wacz/datapackage.json"]


def test_a_file_that_the_description_does_not_name_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(wacz(two()))) as archive:
        members: Members = {each: archive.read(each) for each in archive.namelist()}
    found = read_file(tmp_path, "crawl.wacz", zipped({**members, "archive/new.warc.gz": warc(9)}))
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert list(refusals(found)) == ["crawl.wacz/archive/new.warc.gz"]


def test_a_file_that_is_named_and_missing_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(wacz(two()))) as archive:
        members: Members = {each: archive.read(each) for each in archive.namelist()}
    del members[SECOND]
    found = read_file(tmp_path, "crawl.wacz", zipped(members))
    assert uris(found) == [f"{URL}/1"]
    assert refusals(found) == {f"crawl.wacz/{SECOND}": "is named in datapackage.json and missing"}


@pytest.mark.parametrize("way", ["../../out.warc.gz", "/etc/out.warc.gz", "archive/../../o.warc"])
def test_paths_that_lead_out_are_refused_and_the_rest_read(tmp_path: Path, way: str) -> None:
    found = read_file(tmp_path, "crawl.wacz", wacz({**two(), way: warc(3)}))
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert set(reasons_of(found)) == {"a path that leads out of its archive"}
    assert set(refusals(found)) == {f"crawl.wacz/{way}"}


def test_a_path_of_the_description_that_leads_out_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.warc.gz").write_bytes(warc(8))
    outside = {"path": "../secret.warc.gz", "hash": "sha256:0", "bytes": 1}
    content = wacz(two())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
    package["resources"].append(outside)
    described = json.dumps(package).encode()
    digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(described).hexdigest()}
    content = changed(content, "datapackage.json", described)
    content = changed(content, "datapackage-digest.json", json.dumps(digest).encode())
    found = read_file(tmp_path, "crawl.wacz", content)
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert reasons_of(found) == ["a path that leads out of its archive"]


def test_an_encrypted_file_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    content = bytearray(wacz(two()))
    content[6] |= 1
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    found = read_file(tmp_path, "crawl.wacz", bytes(content))
    assert uris(found) == [f"{URL}/2"]
    assert reasons_of(found) == ["encrypted"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused_and_the_rest_read(tmp_path: Path) -> None:
    out = io.BytesIO(wacz(two()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(FIRST, warc(7))
    found = read_file(tmp_path, "crawl.wacz", out.getvalue())
    assert uris(found) == [f"{URL}/2"]
    assert set(reasons_of(found)) == {"stands more than once in its archive"}


def test_a_bomb_in_a_wacz_ends_at_its_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE_BYTES", 1_000_000)
    found = read_file(
        tmp_path, "crawl.wacz", wacz({**two(), "pages/pages.jsonl": bytes(30_000_000)})
    )
    assert any("bomb" in reason for reason in reasons_of(found))


def test_a_file_with_the_name_of_a_wacz_and_no_warc_is_refused(tmp_path: Path) -> None:
    found = read_file(tmp_path, "crawl.wacz", wacz({"pages/pages.jsonl": "{}\n"}))
    assert reasons_of(found) == ["a WACZ without WARC files"]


def test_a_data_package_of_tables_is_no_wacz(tmp_path: Path) -> None:
    table = "title,text\nخبر,نص الخبر هنا\n"
    found = read_file(tmp_path, "data.zip", zipped({"datapackage.json": "{}", "a.csv": table}))
    assert len(captures_of(found)) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("com,example)/ 2021 {", "that is no CDXJ"),
        ("com,example)/ 2021", "that is no CDXJ"),
        ({"filename": "other.warc.gz", "offset": "0", "length": "9"}, "names a file that is not"),
        ({"filename": "rec-0001.warc.gz", "offset": "9999999", "length": "9"}, "names a place"),
        ({"filename": "rec-0001.warc.gz", "offset": "-1", "length": "9"}, "names a place"),
        ({"filename": "rec-0001.warc.gz", "length": "9"}, "does not tell where"),
    ],
)
def test_an_index_that_is_wrong_is_told_by_its_name_and_the_pages_are_read(
    tmp_path: Path, line: str | Mapping[str, str], told: str
) -> None:
    text = line if isinstance(line, str) else f"com,example)/ 2021 {json.dumps(line)}"
    found = read_file(tmp_path, "crawl.wacz", wacz({**two(), "indexes/index.cdx": f"{text}\n"}))
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    (name, reason), *others = refusals(found).items()
    assert (name, others) == ("crawl.wacz/indexes/index.cdx", [])
    assert reason.startswith("a line that ")
    assert reason.endswith("(line 1)")
    assert told in reason


def test_a_list_of_pages_that_is_damaged_is_told_by_its_name(tmp_path: Path) -> None:
    pages = '{"format": "json-pages-1.0", "id": "pages"}\nnothing\n'
    found = read_file(tmp_path, "crawl.wacz", wacz({**two(), "pages/pages.jsonl": pages}))
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert refusals(found) == {
        "crawl.wacz/pages/pages.jsonl": "a line that is no page: not an object of JSON (line 2)"
    }


def browsertrix() -> bytes:
    """A crawl as browsertrix writes it: records of its own beside the pages, logs, extra pages."""
    out = io.BytesIO(WarcFile().page(f"{URL}/1", numbered_page(1).encode()).content())
    out.seek(0, io.SEEK_END)
    writer = WARCWriter(out, gzip=True)
    for address, kind, content in (
        (f"urn:pageinfo:{URL}/1", "application/json", b'{"pageid": "a", "urls": {}}'),
        (f"urn:text:{URL}/1", "text/plain", numbered_page(1).encode()),
        (f"urn:thumbnail:{URL}/1", "image/jpeg", b"\xff\xd8\xff"),
    ):
        record = writer.create_warc_record(
            address, "resource", io.BytesIO(content), warc_content_type=kind
        )
        writer.write_record(record)
    entry = {"url": f"{URL}/1", "filename": "rec-a.warc.gz", "offset": "0", "length": "10"}
    listed: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "hasText": "false"}]
    listed += [{"id": "a", "url": f"{URL}/1", "seed": True, "status": 200, "loadState": 4}]
    extra: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages"}]
    extra += [{"id": "b", "url": f"{URL}/gone", "status": 0, "loadState": 0}]
    return wacz(
        {
            "archive/rec-a.warc.gz": out.getvalue(),
            "archive/screenshots-a.warc.gz": WarcFile().content(),
            "indexes/index.cdxj": f"com,example)/1 20210913 {json.dumps(entry)}\n",
            "pages/pages.jsonl": lines(listed),
            "pages/extraPages.jsonl": lines(extra),
            "logs/crawl-a.log": '{"context": "general"}\n',
        },
        software="Browsertrix-Crawler 1.5.0",
    )


def lines(values: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_a_crawl_of_browsertrix_gives_its_pages_alone(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    path.write_bytes(browsertrix())
    passed_over = Counter[str]()
    found = list(read_captures([path], passed_over=passed_over))
    assert uris(found) == [f"{URL}/1"]
    assert reasons_of(found) == []
    assert passed_over[NOT_RECORDED] == 1


def test_a_whole_crawl_of_several_wacz_files_is_read(tmp_path: Path) -> None:
    package = wacz(
        {"a-0.wacz": browsertrix(), "a-1.wacz": wacz({FIRST: warc(2)})},
        profile="multi-wacz-package",
    )
    found = read_file(tmp_path, "crawl.wacz", package)
    assert uris(found) == [f"{URL}/1", f"{URL}/2"]
    assert reasons_of(found) == []


def test_a_file_of_archiveweb_page_is_read(tmp_path: Path) -> None:
    file = WarcFile().page(f"{URL}/1", numbered_page(1).encode(), HTML_TYPE)
    entry = {"url": f"{URL}/1", "filename": "data.warc.gz", "offset": 0, "length": 10}
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    listed = {"id": "x", "url": f"{URL}/1#top", "title": "خبر", "text": "نص"}
    found = read_file(
        tmp_path,
        "my-archive.wacz",
        wacz(
            {
                "archive/data.warc.gz": file.content(),
                "indexes/index.cdx": f"com,example)/1 20210913 {json.dumps(entry)}\n",
                "pages/pages.jsonl": lines([head, listed]),
            },
            software="Webrecorder ArchiveWeb.page 0.11.3",
            title="خبر",
        ),
    )
    assert uris(found) == [f"{URL}/1"]
    assert reasons_of(found) == []


def test_early_descriptions_with_their_checksums_below_stats_are_understood(tmp_path: Path) -> None:
    content = warc(1)
    stats = {"hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "bytes": len(content)}
    package = {"resources": [{"name": "d", "path": "archive/data.warc.gz", "stats": stats}]}
    members: Members = {"archive/data.warc.gz": content, "datapackage.json": json.dumps(package)}
    found = read_file(tmp_path, "crawl.wacz", zipped(members))
    assert (uris(found), reasons_of(found)) == ([f"{URL}/1"], [])


def test_a_wacz_through_a_pipe_gives_the_same(tmp_path: Path) -> None:
    assert uris(read_pipe(browsertrix())) == [f"{URL}/1"]
    found = read_file(tmp_path, "all.zip", zipped({"crawl.wacz": browsertrix()}))
    assert uris(found) == [f"{URL}/1"]
