"""A served site starts the process that does background work when something waits."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.processes import new_archive, started, wait_for

_JOB = (
    "INSERT INTO archive_job (kind, parameters, upkeep, state, position, done, report, reason,"
    " attempts, stop_asked, made_at)"
    " VALUES ('of another version', '{}', 0, 'waiting', '{}', 0, '{}', '', 0, 0, '2026-01-01')"
)


@pytest.mark.fault
def test_the_worker_has_waiting_jobs_done(tmp_path: Path) -> None:
    home = tmp_path / "archive"
    worker = started(new_archive(home), "index_worker")
    database = sqlite3.connect(next(home.glob("*.sqlite3")), timeout=10)
    try:
        with database:
            database.execute(_JOB)
        wait_for(
            lambda: database.execute("SELECT state FROM archive_job").fetchone()[0] == "failed"
        )
    finally:
        database.close()
        os.killpg(worker.pid, signal.SIGTERM)
        assert worker.wait(30) == 0
