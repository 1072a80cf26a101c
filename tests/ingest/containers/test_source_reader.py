"""Sources of every kind: what is wrong with one is said of it, and ends no other."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.containers import read_captures, read_stream
from archive.ingest.containers import record_files as records
from tests.ingest.document_samples import (
    TEXT,
    captures_of,
    json_lines,
    page,
    read_pipe,
    reasons_of,
    zipped,
)


@pytest.mark.parametrize("error", [ValueError, RuntimeError, KeyError, NotImplementedError])
def test_a_fault_of_the_program_is_named_as_one_and_ends_no_other_document(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def fail(*_arguments: object) -> None:
        raise error("a slip of ours")

    monkeypatch.setattr(records, "mapped", fail)
    (tmp_path / "a.jsonl").write_bytes(json_lines({"text": TEXT}))
    (tmp_path / "b.zip").write_bytes(zipped({"c.jsonl": json_lines({"text": TEXT}), "d.txt": TEXT}))
    (tmp_path / "e.txt").write_text(TEXT, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        found = list(read_captures([tmp_path]))
    assert [each.uri for each in captures_of(found)] == ["b.zip/d.txt", "e.txt"]
    assert len(reasons_of(found)) == 2
    for reason in reasons_of(found):
        assert reason.startswith(f"internal error ({error.__name__} at archive/")
        assert "unpacked" not in reason
    assert "'a.jsonl' was not read to its end" in caplog.text
    assert "a slip of ours" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_pipe_that_begins_slowly_is_recognised() -> None:
    class Trickle(io.RawIOBase):
        """Gives a byte at a time, as an unbuffered pipe may."""

        def __init__(self, content: bytes) -> None:
            self._content = io.BytesIO(content)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            data = self._content.read(1)
            buffer[: len(data)] = data
            return len(data)

    for content, kind in (
        (json_lines({"text": TEXT}), "application/json"),
        (page().encode(), "text/html"),
    ):
        stream: Any = io.BufferedReader(Trickle(content))
        (capture,) = captures_of(list(read_stream(stream)))
        assert capture.media_type == kind
        assert not stream.closed


def test_an_empty_pipe_is_refused() -> None:
    assert reasons_of(read_pipe(b"")) == ["empty"]
