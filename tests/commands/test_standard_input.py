"""``load_articles -``, fed through a real pipe: every format, each document once."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.document_samples import (
    PARAGRAPHS,
    SECOND_PARAGRAPHS,
    SECOND_TITLE,
    TEXT,
    TITLE,
    URL,
    WarcFile,
    json_lines,
    numbered_page,
    zipped,
)
from tests.processes import Environment, new_archive, run_forked

PAGES = 12


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The environment of an archive of its own; each format brings other addresses into it."""
    return new_archive(tmp_path_factory.mktemp("pipes") / "archive")


def load(environment: Environment, content: bytes) -> dict[str, Any]:
    """Feed ``content`` to the command through a pipe; return its report."""
    done = run_forked(environment, "load_articles", "-", "--no-index", "--json", stdin=content)
    assert done.returncode == 0, done.stderr.decode()
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def crawl(name: str, *, packed: bool) -> bytes:
    """Return a WARC file of twelve pages, and twelve revisits of them from other addresses."""
    file = WarcFile(packed=packed)
    for number in range(PAGES):
        url = f"{URL}/{name}/{number}"
        file.page(url, numbered_page(number).encode()).revisit(f"{url}/print", url)
    return file.content()


def records(name: str) -> bytes:
    return json_lines(
        {"url": f"{URL}/{name}/1", "title": TITLE, "text": "\n".join(PARAGRAPHS)},
        {"id": name, "title": SECOND_TITLE, "text": "\n".join(SECOND_PARAGRAPHS)},
    )


@pytest.mark.parametrize(
    ("content", "documents"),
    [
        pytest.param(TEXT.encode(), 1, id="text"),
        pytest.param(numbered_page(1).encode(), 1, id="HTML"),
        pytest.param(records("lines"), 2, id="JSONL"),
        pytest.param(gzip.compress(records("packed-lines")), 2, id="JSONL in gzip"),
        pytest.param(f"id,text\n1,{PARAGRAPHS[0]}\n2,{PARAGRAPHS[1]}\n".encode(), 2, id="CSV"),
        pytest.param(crawl("plain", packed=False), 2 * PAGES, id="WARC"),
        pytest.param(crawl("each", packed=True), 2 * PAGES, id="WARC, each record packed"),
        pytest.param(
            gzip.compress(crawl("whole", packed=False)), 2 * PAGES, id="WARC packed as a whole"
        ),
        pytest.param(
            zipped(
                {
                    "a.txt": f"{TEXT} في ملف مضغوط",
                    "b.jsonl": records("zipped-lines"),
                    "c.warc.gz": gzip.compress(crawl("zip", packed=False)),
                }
            ),
            3 + 2 * PAGES,
            id="zip",
        ),
    ],
)
def test_each_document_of_a_pipe_is_loaded_once(
    environment: Environment, content: bytes, documents: int
) -> None:
    report = load(environment, content)
    assert report["documents"] == documents
    assert report["articles"] == {"new": documents, "updated": 0, "unchanged": 0}


@pytest.mark.parametrize("content", [TEXT.encode() + b" ", records("again")], ids=["text", "JSONL"])
def test_what_has_no_name_in_a_pipe_goes_by_its_content(
    environment: Environment, content: bytes
) -> None:
    articles = load(environment, content)["articles"]["new"]
    again = load(environment, content)
    assert again["articles"] == {"new": 0, "updated": 0, "unchanged": articles}


def test_the_encoding_of_a_table_is_kept_and_its_warning_reported(
    environment: Environment,
) -> None:
    content = f"id,title,text\nملف,{SECOND_TITLE},{SECOND_PARAGRAPHS[0]}\n"
    report = load(environment, content.encode("windows-1256"))
    assert "no encoding declared; read as windows-1256" in [
        each["warning"] for each in report["warnings"]
    ]

    database = sqlite3.connect(Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3")
    (charset,) = database.execute(
        "SELECT charset FROM archive_capture ORDER BY id DESC LIMIT 1"
    ).fetchone()
    database.close()
    assert charset == "windows-1256"
