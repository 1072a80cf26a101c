"""Several workers bring changes into the index, each change once, in order for each article."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from archive.models.database_locks import LockClass
from search.index.outbox_lanes import LANES
from tests.processes import Environment, command, manage, wait_for

pytestmark = pytest.mark.cluster


def _load(archive: Environment, documents: Path) -> None:
    # An index for the empty archive: a later one would be built of all articles.
    assert manage(archive, "index_worker", "--once").returncode == 0
    loaded = manage(archive, "load_articles", str(documents), "--no-index")
    assert loaded.returncode == 0, loaded.stderr


def _indexed(told: str) -> int:
    return int(told.strip().splitlines()[-1].split()[1])


def test_what_another_worker_is_at_is_left_to_it(archive: Environment, documents: Path) -> None:
    _load(archive, documents)
    with psycopg.connect(archive["ARCHIVE_DATABASE"]) as other:
        (article,) = other.execute(
            "SELECT max(article_id) FROM archive_outboxentry"
        ).fetchone() or (0,)
        lane = article % LANES
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(LockClass.OUTBOX), lane])
        first = manage(archive, "index_worker", "--once")
        assert _indexed(first.stdout) == 59, first.stderr
        left = other.execute("SELECT article_id FROM archive_outboxentry").fetchall()
        assert left == [(article,)]
    assert _indexed(manage(archive, "index_worker", "--once").stdout) == 1


def test_two_workers_do_nothing_twice(
    archive: Environment, documents: Path, tmp_path: Path
) -> None:
    # Each has an index of its own: what one does is seen in that one alone.
    second = {**archive, "ARCHIVE_HOME": str(tmp_path / "second")}
    assert manage(second, "index_worker", "--once").returncode == 0
    _load(archive, documents)
    workers = [
        subprocess.Popen(
            command("index_worker", "--once"), env=environment, stdout=subprocess.PIPE, text=True
        )
        for environment in (archive, second)
    ]
    done = [_indexed(worker.communicate()[0]) for worker in workers]
    assert sum(done) == 60
    with psycopg.connect(archive["ARCHIVE_DATABASE"]) as asked:
        assert asked.execute("SELECT count(*) FROM archive_outboxentry").fetchone() == (0,)


def test_two_machines_load_at_once(archive: Environment, documents: Path, tmp_path: Path) -> None:
    second = {**archive, "ARCHIVE_HOME": str(tmp_path / "second")}
    loads = [
        subprocess.Popen(
            command("load_articles", str(documents), "--no-index"),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for environment in (archive, second)
    ]
    for load in loads:
        _none, said = load.communicate()
        assert load.returncode == 0, said
    with psycopg.connect(archive["ARCHIVE_DATABASE"]) as asked:
        counted = "SELECT count(*), count(DISTINCT title) FROM archive_article"
        assert asked.execute(counted).fetchone() == (60, 60)


def test_one_machine_does_the_background_work_of_a_lane(archive: Environment) -> None:
    with psycopg.connect(archive["ARCHIVE_DATABASE"], autocommit=True) as other:
        for lane in (0, 1):
            other.execute("SELECT pg_advisory_lock(%s, %s)", [int(LockClass.JOBS), lane])
        waiting = manage(archive, "shell", "--no-imports", "-c", _REQUEST)
        assert waiting.returncode == 0, waiting.stderr
        assert "jobs ended: 0" in manage(archive, "run_jobs").stdout
        # No served site starts a process for it.
        told = manage(archive, "shell", "--no-imports", "-c", _ELSEWHERE)
        assert told.stdout.split() == ["True", "True"], told.stderr
    told = manage(archive, "shell", "--no-imports", "-c", _ELSEWHERE)
    assert told.stdout.split() == ["False", "False"], told.stderr
    assert "jobs ended: 1" in manage(archive, "run_jobs").stdout


_ELSEWHERE = """
from archive.jobs import Lane, is_done_elsewhere
print(*map(is_done_elsewhere, Lane))
"""
_REQUEST = """
from archive.entities.storage.background_names import request_names
request_names()
"""


def test_what_a_killed_worker_was_at_is_done_by_another(
    archive: Environment, documents: Path
) -> None:
    _load(archive, documents)
    lanes = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
    ours = [int(LockClass.OUTBOX)]
    waiting = "SELECT count(*) FROM archive_outboxentry"
    with psycopg.connect(archive["ARCHIVE_DATABASE"], autocommit=True) as asked:
        worker = subprocess.Popen(command("index_worker"), env=archive, stdout=subprocess.DEVNULL)
        wait_for(lambda: asked.execute(lanes, ours).fetchone() != (0,))
        worker.kill()
        worker.wait()
        # The lanes come back with its connection, and its entries stand as they stood.
        wait_for(lambda: asked.execute(lanes, ours).fetchone() == (0,))
        assert asked.execute(waiting).fetchone() == (60,)
        assert _indexed(manage(archive, "index_worker", "--once").stdout) == 60
        assert asked.execute(waiting).fetchone() == (0,)
    told = manage(archive, "shell", "--no-imports", "-c", _FOUND)
    assert told.stdout.split() == ["60", "60"], told.stderr


_FOUND = """
from whoosh.query import Every
from search.contract import Request
from search.index.index_home import index_home
_opened, reader = index_home().read()
print(reader.search(Request(Every(), limit=0)).total, len(set(reader.all_keys())))
"""
