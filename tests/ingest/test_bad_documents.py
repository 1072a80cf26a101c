"""Bad files of every kind: none takes long or much memory, and the good one beside it is loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.containers import bounded_streams, read_captures, source_reader
from archive.ingest.containers.formats import Format
from archive.ingest.containers.source_files import Source
from archive.ingest.enrichment.enriched_capture import enrich_capture
from archive.ingest.run import load_paths
from archive.knowledge.knowledge import Knowledge
from archive.models import Article
from archive.records.documents import HTML, RawCapture, Rejection
from archive.work_limit import TooLargeError, TooSlowError, work_limit
from tests.ingest.bad_document_runs import read
from tests.ingest.bad_documents import bad_files
from tests.ingest.spoilt_samples import GOOD_NAME, GOOD_TITLE, good_document, page, record, zipped
from tests.pattern_growth import ROOT

FEWEST = 150
SECONDS = 30
MEGABYTES = 600
SHARE = 12
"""One file of so many is loaded by ``make test``."""
COSTLY = frozenset(
    [
        "blank_rows.csv",
        "bomb.docx",
        "bomb.odt",
        "bomb.txt.gz",
        "bomb.warc.gz",
        "bomb_in_zip.zip",
        "bomb_pages.zip",
        "bomb_tables.zip",
        "bombs.zip",
        "empty_members.zip",
        "endless_word.txt",
        "headings.html",
        "links.md",
        "long_class.html",
        "many_keys.jsonl",
        "metas.html",
        "odd_members.zip",
        "one_line.txt",
        "one_word.txt",
        "open_doctype.html",
        "parts.eml",
        "quote_lines.csv",
        "run_7.jsonl",
        "run_bzip2.zip",
        "run_lzma.zip",
    ]
)
"""Bad files that take a third of a second or more to make or to read."""


@pytest.fixture(scope="module")
def runs() -> list[dict[str, Any]]:
    """What became of bad files, each loaded in a process of its own: of all with ``make fuzz``."""
    share = 1 if os.environ.get("KHIZANA_HYPOTHESIS") == "explore" else SHARE
    command = [sys.executable, "-m", "tests.ingest.bad_document_runs", f"--share={share}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.exhaustive
@pytest.mark.fault
@pytest.mark.property
def test_no_bad_file_takes_long_or_much_memory(runs: list[dict[str, Any]]) -> None:
    assert len(runs) >= FEWEST // SHARE
    assert [run for run in runs if run["seconds"] > SECONDS or run["megabytes"] > MEGABYTES] == []


@pytest.mark.exhaustive
@pytest.mark.fault
@pytest.mark.property
def test_no_bad_file_ends_in_a_traceback(runs: list[dict[str, Any]]) -> None:
    assert [run for run in runs if run["traceback"] or run["status"]] == []
    assert [run for run in runs if "at archive/" in str(run["refused"])] == []


@pytest.mark.exhaustive
@pytest.mark.fault
@pytest.mark.property
def test_the_good_document_beside_a_bad_one_is_loaded(runs: list[dict[str, Any]]) -> None:
    assert [run["name"] for run in runs if not run["good"]] == []


@pytest.mark.django_db(transaction=True)
def test_all_but_the_costly_are_loaded_or_refused_by_name(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for bad in bad_files():
        if bad.name not in COSTLY:
            (folder / bad.name).write_bytes(bad.make())
    (folder / GOOD_NAME).write_bytes(good_document())
    report = load_paths([str(folder)])
    assert len(list(folder.iterdir())) > 270
    assert Article.objects.filter(title=GOOD_TITLE).exists()
    assert all(refused.document and refused.reason for refused in report.rejected)
    assert not any("at archive/" in refused.reason for refused in report.rejected)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("length_0.warc", "is damaged or breaks off after the record"),
        ("paragraphs.html", "a page of more than 200000 tags"),
        ("many_lines.txt", "a text of more than 50000 lines"),
        ("odd_quotes.csv", "a quotation mark is never closed"),
        ("bombs.zip", "larger than 20 MB"),
        ("deep.zip", "an archive inside 3 archives"),
        ("deep.json", "nested too deeply"),
        ("pieces.pdf", "more than 50000 pieces of text"),
        ("method.docx", "packed by an unknown method"),
    ],
)
def test_what_passes_its_budget_is_refused_by_name(tmp_path: Path, name: str, reason: str) -> None:
    (bad,) = (each for each in bad_files() if each.name == name)
    (tmp_path / name).write_bytes(bad.make())
    (tmp_path / GOOD_NAME).write_bytes(good_document())
    good, refused = read(tmp_path)
    assert good
    assert any(each.startswith(name) and reason in each for each in refused), refused


@pytest.mark.parametrize("depth", [1, 2])
def test_members_are_counted_over_all_archives_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: int
) -> None:
    monkeypatch.setattr("archive.ingest.containers.bounded_streams._MOST_MEMBERS", 12)
    packed = zipped({f"{n}.jsonl": record() for n in range(13 if depth == 1 else 7)})
    if depth == 2:
        packed = zipped({"a.zip": packed, "b.zip": packed})
    (tmp_path / "many.zip").write_bytes(packed)
    (tmp_path / GOOD_NAME).write_bytes(good_document())
    good, refused = read(tmp_path)
    assert good
    assert ["more than 12 members" in each for each in refused] == [True]


def test_a_document_that_takes_too_long_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_capture: RawCapture, _outlets: object) -> None:
        while True:
            pass

    monkeypatch.setattr("archive.ingest.enrichment.enriched_capture._LONGEST", 0.05)
    monkeypatch.setattr("archive.ingest.enrichment.enriched_capture.parse_capture", endless)
    capture = RawCapture(uri="n.html", document="n.html", content=page(), media_type=HTML)
    refused = enrich_capture(capture, Knowledge())
    assert "n.html" in str(refused)
    assert "took more than" in str(refused)


def test_a_time_limit_is_over_with_its_block() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(TooSlowError), work_limit(0.02):
        endless()
    with work_limit(5):
        assert sum(range(1000))


def test_memory_is_limited_within_its_block() -> None:
    held: list[bytes] = []

    def grow() -> None:
        while True:
            held.append(bytes(1_000_000) + b"x")

    with pytest.raises(TooLargeError), work_limit(20, memory=50_000_000):
        grow()


def slowly(source: Source, _stream: object) -> Iterator[Rejection]:
    for number in range(3):
        yield Rejection(source.name, f"{number}")
    while True:
        pass


def test_time_is_counted_for_a_whole_file_and_not_for_what_is_done_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(source_reader._MANY, Format.WARC, slowly)
    monkeypatch.setattr(bounded_streams, "_FREE_SECONDS", 0.2)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.writestr("slow.warc", b"WARC/1.0\r\n")
        outer.writestr("never.txt", "خبر")
    (tmp_path / "then.txt").write_text("خبر يأتي بعده", encoding="utf-8")
    found = []
    for each in read_captures([tmp_path]):
        found.append(each)
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
    *counted, slow, then = found
    assert len(counted) == 3
    assert isinstance(slow, Rejection)
    assert slow.document == "outer.zip"
    assert "seconds to read" in slow.reason
    assert isinstance(then, RawCapture)


def test_the_same_bad_files_come_each_time() -> None:
    first, second = ([bad.name for bad in bad_files()] for _ in range(2))
    assert first == second
    assert len(first) == len(set(first)) >= FEWEST
    assert record() == record()
