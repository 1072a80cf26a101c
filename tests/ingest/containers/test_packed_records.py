"""Records that are packed with gzip, as a file and through a pipe."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.records.documents import Rejection
from tests.ingest.containers.test_record_files import FIRST, SECOND, captures, read
from tests.ingest.document_samples import PARAGRAPHS, URL, json_lines, read_pipe


def test_truncated_gzip_gives_what_is_whole(tmp_path: Path) -> None:
    many = [{**FIRST, "url": f"{URL}/{n}", "text": f"{n} {FIRST['text']}"} for n in range(2000)]
    found = read(tmp_path, "n.jsonl.gz", gzip.compress(json_lines(*many))[:-2000])
    *whole, refused = found
    assert isinstance(refused, Rejection)
    assert "breaks off" in refused.reason
    assert 0 < len(captures(whole)) < 2000


def test_an_empty_gzip_member_hides_no_records(tmp_path: Path) -> None:
    content = gzip.compress(b"") + gzip.compress(json_lines(FIRST)) + gzip.compress(b"")
    (capture,) = captures(read(tmp_path, "n.jsonl.gz", content))
    assert capture.url == URL


@pytest.mark.parametrize("members", [1, 7])
def test_records_in_gzip_come_through_a_pipe(members: int) -> None:
    many = [json_lines({**SECOND, "id": str(number)}) for number in range(210)]
    size = len(many) // members
    packed = [gzip.compress(b"".join(many[n * size : (n + 1) * size])) for n in range(members)]
    assert len(captures(read_pipe(b"".join(packed)))) == 210


def test_a_packed_pipe_may_unpack_to_what_its_size_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._FREE_BYTES", 20_000)
    content = json_lines(*({"id": n, "text": f"{n} {PARAGRAPHS[n % 3]}"} for n in range(2000)))
    assert len(captures(read_pipe(gzip.compress(content)))) == 2000


@pytest.mark.parametrize("kept", [2, 9, 20])
def test_a_gzip_file_that_ends_in_its_head_breaks_off(tmp_path: Path, kept: int) -> None:
    (refused,) = read(tmp_path, "n.jsonl.gz", gzip.compress(json_lines(FIRST))[:kept])
    assert isinstance(refused, Rejection)
    assert "breaks off" in refused.reason
