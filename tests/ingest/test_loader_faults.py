"""Loads that are killed, that meet, that run out of disk: nothing twice, nothing half."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forked_commands import ForkedCommand
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
