"""zip archives, files and pipes of them: what is whole is read, what is hostile is refused."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from archive.ingest.containers import read_captures
from archive.ingest.containers.bounded_streams import ExpansionBudget
from archive.ingest.containers.zip_entries import open_entry
from tests.ingest.document_samples import (
    TEXT,
    captures_of,
    json_lines,
    page,
    read_file,
    read_pipe,
    reasons_of,
    warc,
    zipped,
)


def test_a_zip_gives_its_documents_below_its_own_name(tmp_path: Path) -> None:
    inner = zipped({"b.txt": TEXT + " ثانياً"})
    found = read_file(
        tmp_path, "z.zip", zipped({"a.txt": TEXT, "d/p.html": page(), "i.zip": inner})
    )
    assert [each.uri for each in captures_of(found)] == [
        "z.zip/a.txt",
        "z.zip/d/p.html",
        "z.zip/i.zip/b.txt",
    ]


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"]
)
def test_paths_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    found = read_file(tmp_path, "z.zip", zipped({name: TEXT, "a.txt": TEXT}))
    assert [each.uri for each in captures_of(found)] == ["z.zip/a.txt"]
    assert reasons_of(found) == ["a path that leads out of its archive"]


def test_a_symbolic_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert reasons_of(read_file(tmp_path, "z.zip", out.getvalue())) == [
        "a symbolic link in an archive"
    ]


def test_archives_nest_to_a_bound(tmp_path: Path) -> None:
    content = zipped({"a.txt": TEXT})
    for _ in range(6):
        content = zipped({"inner.zip": content, "beside.txt": TEXT})
    found = read_file(tmp_path, "z.zip", content)
    assert reasons_of(found) == ["an archive inside 3 archives"]
    assert len(captures_of(found)) == 3


def test_a_zip_bomb_ends_at_its_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE_BYTES", 5_000_000)
    zeros = b'{"text": "' + b"0" * 3_000_000 + b'"}\n'
    bomb = zipped({f"{n}.jsonl": zeros * 3 for n in range(9)})
    found = read_file(tmp_path, "z.zip", bomb)
    assert any("bomb" in reason for reason in reasons_of(found))
    assert len(captures_of(found)) < 9


def test_an_office_document_is_no_archive(tmp_path: Path) -> None:
    found = read_file(
        tmp_path, "d.xlsx", zipped({"[Content_Types].xml": "<x/>", "xl/a.xml": "<y/>"})
    )
    assert len(found) == 1
    assert "save it as" in reasons_of(found)[0]


def test_a_damaged_zip_is_refused_and_the_rest_of_a_folder_read(tmp_path: Path) -> None:
    content = zipped({"a.txt": TEXT * 50, "b.txt": TEXT * 50})
    (tmp_path / "z.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    found = list(read_captures([tmp_path]))
    assert [each.uri for each in captures_of(found)] == ["good.txt"]
    assert len(reasons_of(found)) == 1
    assert "zip" in reasons_of(found)[0]


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": TEXT}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert reasons_of(read_file(tmp_path, "z.zip", bytes(content))) == ["encrypted"]


def test_a_zip_through_a_pipe_gives_the_same_documents(tmp_path: Path) -> None:
    content = zipped({"a.txt": TEXT, "i.zip": zipped({"p.html": page()}), "c.warc.gz": warc(1, 2)})
    of_file = captures_of(read_file(tmp_path, "standard input", content))
    of_pipe = captures_of(read_pipe(content))
    assert [each.uri for each in of_pipe] == [each.uri for each in of_file]
    assert len(of_pipe) == 4


def test_an_archive_of_nothing_is_refused(tmp_path: Path) -> None:
    assert reasons_of(read_file(tmp_path, "z.zip", zipped({}))) == ["an archive without documents"]


def test_an_empty_member_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    found = read_file(tmp_path, "z.zip", zipped({"a.txt": "", "b.jsonl": "", "c.txt": TEXT}))
    assert reasons_of(found) == ["empty", "empty"]
    assert [each.uri for each in captures_of(found)] == ["z.zip/c.txt"]


def test_a_member_packed_by_an_unknown_method_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(sign) + place] = 99
    found = read_file(tmp_path, "z.zip", bytes(content))
    assert [each.uri for each in captures_of(found)] == ["z.zip/b.txt"]
    assert len(reasons_of(found)) == 1
    assert "cannot be unpacked" in reasons_of(found)[0]


def test_a_damaged_member_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.jsonl": json_lines({"text": TEXT}), "b.txt": TEXT}))
    content[content.index(b"a.jsonl") + 40] ^= 0xFF
    found = read_file(tmp_path, "z.zip", bytes(content))
    assert [each.uri for each in captures_of(found)] == ["z.zip/b.txt"]
    assert len(reasons_of(found)) == 1


def test_a_pipe_may_unpack_to_what_its_size_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE_BYTES", 20_000)
    whole = zipped({f"{number}.txt": f"{number} {TEXT}" for number in range(40)})
    assert len(captures_of(read_pipe(whole))) == 40


def test_what_stands_beside_pages_is_counted_and_not_refused(tmp_path: Path) -> None:
    site: dict[str, bytes | str] = {
        "s/a.html": "<p>" + TEXT,
        "s/a.css": "a{}",
        "s/a.jpg": b"\xff\xd8\xff",
        "robots.txt": "x",
    }
    found = read_file(tmp_path, "z.zip", zipped(site))
    assert [capture.document for capture in captures_of(found)] == ["a.html"]
    assert reasons_of(found) == []


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_of_rare_methods_is_unpacked_a_little_at_a_time(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("bomb.txt", b"a" * 150_000_000)
    with zipfile.ZipFile(packed) as archive:
        small, bomb = archive.infolist()
        budget = ExpansionBudget(len(packed.getvalue()))
        with open_entry(archive, small, budget) as stream:
            assert stream.peek().decode() == TEXT
        tracemalloc.start()
        with open_entry(archive, bomb, budget) as stream:
            assert len(stream.read(1_000)) == 1_000
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 120_000_000
