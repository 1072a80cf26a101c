"""Pages that a web server packed before a crawler recorded them."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
import zstandard

from tests.ingest.document_samples import (
    PARAGRAPHS,
    URL,
    WarcFile,
    captures_of,
    page,
    read_file,
    reasons_of,
)
from tests.ingest.parsed_pages import parse_capture

PACKED = {
    "br": brotli.compress(page().encode()),
    "zstd": zstandard.ZstdCompressor().compress(page().encode()),
}


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_packed_page_is_unpacked(tmp_path: Path, encoding: str) -> None:
    file = WarcFile().page(URL, PACKED[encoding], Content_Encoding=encoding)
    (capture,) = captures_of(read_file(tmp_path, "a.warc.gz", file.content()))
    assert capture.content == page().encode()
    assert parse_capture(capture).articles[0].paragraphs == PARAGRAPHS


def test_a_page_in_chunks_is_unpacked(tmp_path: Path) -> None:
    chunk = b"%x\r\n" % len(PACKED["br"]) + PACKED["br"] + b"\r\n0\r\n\r\n"
    file = WarcFile().page(URL, chunk, Content_Encoding="br", Transfer_Encoding="chunked")
    (capture,) = captures_of(read_file(tmp_path, "a.warc.gz", file.content()))
    assert capture.content == page().encode()


def test_a_page_that_its_crawler_had_unpacked_is_read_as_it_is(tmp_path: Path) -> None:
    file = WarcFile().page(URL, page().encode(), Content_Encoding="br")
    (capture,) = captures_of(read_file(tmp_path, "a.warc.gz", file.content()))
    assert capture.content == page().encode()


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_bomb_costs_no_more_than_a_document(
    tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.containers.warc_pages.DOCUMENT_LIMIT", 1_000_000)
    zeros = b" " * 30_000_000
    packed = {
        "br": brotli.compress(zeros, quality=5),
        "zstd": zstandard.ZstdCompressor().compress(zeros),
    }[encoding]
    assert len(packed) < 10_000
    file = WarcFile().page(URL, packed, Content_Encoding=encoding).page(URL + "/2", page().encode())
    found = read_file(tmp_path, "a.warc.gz", file.content())
    assert "larger than" in reasons_of(found)[0]
    assert len(captures_of(found)) == 1


def test_a_packed_page_that_breaks_off_has_a_warning(tmp_path: Path) -> None:
    file = WarcFile().page(URL, PACKED["br"][:-200], Content_Encoding="br")
    (capture,) = captures_of(read_file(tmp_path, "a.warc.gz", file.content()))
    assert "its compressed content breaks off" in capture.warnings


@pytest.mark.parametrize("encoding", ["br", "zstd", "dcb", "gzip, br"])
def test_what_cannot_be_unpacked_is_refused_and_the_rest_is_read(
    tmp_path: Path, encoding: str
) -> None:
    damaged = b"\xff\xfe damaged " * 100
    file = (
        WarcFile().page(URL, damaged, Content_Encoding=encoding).page(URL + "/2", page().encode())
    )
    found = read_file(tmp_path, "a.warc.gz", file.content())
    (reason,) = reasons_of(found)
    assert "damaged" in reason or f"“{encoding}” is not read" in reason
    assert len(captures_of(found)) == 1
