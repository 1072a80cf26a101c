"""Loads that are killed, that meet, that run out of disk: nothing twice, nothing half."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked_commands import ForkedCommand
from tests.ingest.page_part_samples import PartsWarc
from tests.processes import manage, new_archive, started, wait_for

pytestmark = pytest.mark.fault

DOCUMENTS = 450
SENTENCE = "أعلنت بلدية الحي رقم {n} تشجير شارع جديد وفتح حديقة عامة للأطفال قرب المكتبة القديمة."


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of an archive of its own, migrated."""
    return new_archive(tmp_path / "archive")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A file of many small records."""
    path = tmp_path / "records.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(DOCUMENTS):
            text = " ".join(SENTENCE.format(n=n * 7 + k) for k in range(4))
            file.write(json.dumps({"id": str(n), "title": f"تشجير شارع {n}", "text": text}) + "\n")
    return path


def loading(environment: dict[str, str], path: Path) -> ForkedCommand:
    return started(environment, "load_articles", str(path), "--no-index")


def counts(environment: dict[str, str]) -> tuple[int, int, int]:
    """Return the numbers of captures, articles, and articles without their own capture."""
    import sqlite3

    database = sqlite3.connect(Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3", timeout=60)
    try:
        captures = database.execute("SELECT count(*) FROM archive_capture").fetchone()[0]
        articles = database.execute("SELECT count(*) FROM archive_article").fetchone()[0]
        lone = database.execute(
            "SELECT count(*) FROM archive_capture c WHERE NOT EXISTS "
            "(SELECT 1 FROM archive_article a WHERE a.capture_id = c.id)"
        ).fetchone()[0]
    finally:
        database.close()
    return captures, articles, lone


def children(pid: int) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = process.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == pid:  # the session, which is the first process's number
            yield int(process.parent.name)


def test_a_load_that_is_killed_goes_on_where_it_was(
    environment: dict[str, str], records: Path
) -> None:
    load = loading(environment, records)
    wait_for(lambda: counts(environment)[0] > 0 or load.poll() is not None)
    load.send_signal(signal.SIGKILL)
    load.wait()
    captures, articles, lone = counts(environment)
    assert captures == articles
    assert lone == 0
    wait_for(lambda: not list(children(load.pid)))

    done = manage(environment, "load_articles", str(records), "--no-index", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["articles"]
    assert report == {"new": DOCUMENTS - captures, "updated": 0, "unchanged": captures}
    assert counts(environment) == (DOCUMENTS, DOCUMENTS, 0)
    assert manage(environment, "check_archive", "--verbosity=0").stdout.count("missing.") == 0


def test_two_loads_at_once_store_everything_once(
    environment: dict[str, str], records: Path
) -> None:
    loads = [loading(environment, records) for _ in range(2)]
    assert [load.wait(timeout=240) for load in loads] == [0, 0]
    assert counts(environment) == (DOCUMENTS, DOCUMENTS, 0)


def test_a_full_disk_ends_a_load_in_one_line(environment: dict[str, str], records: Path) -> None:
    size = (Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3").stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, size + 200_000))

    stopped = manage(environment, "load_articles", str(records), "--no-index", preexec_fn=limit)
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1 or "CommandError: loading stopped" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    captures, articles, lone = counts(environment)
    assert captures == articles
    assert lone == 0
    assert manage(environment, "load_articles", str(records), "--no-index").returncode == 0
    assert counts(environment) == (DOCUMENTS, DOCUMENTS, 0)


PAGES = 24
PAGE = (
    "<html><body><article><h1>{title}</h1><p>{text}</p></article><img src='/{n}.png'></body></html>"
)
PART_BYTES = 4_000_000
"""Some pages with pictures of this size are as much as is written at once."""


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A WARC file of pages with a large picture each, behind all of them."""
    file = PartsWarc()
    for n in range(PAGES):
        text = " ".join(SENTENCE.format(n=n * 7 + k) for k in range(4))
        page = PAGE.format(title=f"تشجير شارع {n}", text=text, n=n)
        file.add(f"http://shari.example/news/{n}", page.encode())
    for n in range(PAGES):
        file.add(f"http://shari.example/{n}.png", b"\x89PNG%d" % n + bytes(PART_BYTES), "image/png")
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(file.content())
    return path


def parts(environment: dict[str, str]) -> tuple[int, int]:
    """Return the numbers of pages with parts and of parts."""
    import sqlite3

    database = sqlite3.connect(Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3", timeout=60)
    counted = (
        "SELECT count(DISTINCT capture_id), count(DISTINCT part_id) FROM archive_partofcapture"
    )
    with closing(database):
        pages, kept = database.execute(counted).fetchone()
    return pages, kept


def test_a_load_that_is_killed_while_it_looks_for_parts_leaves_whole_pages(
    environment: dict[str, str], crawl: Path
) -> None:
    load = loading(environment, crawl)
    wait_for(lambda: parts(environment) > (0, 0) or load.poll() is not None)
    load.send_signal(signal.SIGKILL)
    load.wait()
    pages, kept = parts(environment)
    assert 0 < pages == kept < PAGES
    assert counts(environment) == (PAGES, PAGES, 0)
    wait_for(lambda: not list(children(load.pid)))

    done = manage(environment, "load_articles", str(crawl), "--no-index", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["articles"]
    assert report == {"new": 0, "updated": 0, "unchanged": PAGES}
    assert parts(environment) == (PAGES, PAGES)
    assert counts(environment) == (PAGES, PAGES, 0)
    assert manage(environment, "check_archive", "--verbosity=0").stdout.count("missing.") == 0
