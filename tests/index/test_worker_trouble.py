"""The worker goes on after trouble: it says what is wrong, waits, and forgets nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from search.index.columnar_home import ColumnarHome
from tests.forked_commands import ForkedCommand
from tests.processes import Environment, manage, new_archive, started, wait_for

pytestmark = pytest.mark.fault

IMPATIENT = """
from archive.settings import *
DATABASES["default"]["OPTIONS"]["timeout"] = 0.1
"""
"""Settings of a worker that waits for a locked database for a tenth of a second, not for thirty."""
CASTLE = "قلعة على تلة\n\nرمّم فريق من المهندسين قلعة قديمة على تلة تطل على السهل."
SCAN = """
import django
django.setup()
from archive.entities.storage.alias_scan import request_scan
from archive.models import Alias, Entity
fort = Entity.objects.create(key="fort", kind="place", name_ar="القلعة")
request_scan(Alias.objects.create(entity=fort, text="قلعة قديمة"))
"""


class Archive:
    """An archive with one article that waits to be indexed, and its worker."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "archive"
        self.environment: Environment = new_archive(self.home)
        (folder / "castle.txt").write_text(CASTLE, encoding="utf-8")
        manage(self.environment, "load_articles", "--no-index", str(folder / "castle.txt"))
        (folder / "impatient.py").write_text(IMPATIENT, encoding="utf-8")
        self.environment |= {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "impatient"}
        self.log = folder / "worker.log"
        self.index = ColumnarHome(self.home / "index")

    @contextmanager
    def worker(self) -> Iterator[ForkedCommand]:
        with self.log.open("wb") as log:
            process = started(self.environment, "index_worker", output=log, errors=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            yield
            database.rollback()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(self._connect()) as database:
            return database.execute(query).fetchall()

    def waiting(self) -> int:
        return len(self.rows("SELECT id FROM archive_outboxentry"))

    def reports(self) -> int:
        return self.log.read_text(encoding="utf-8").count("indexing waits")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.home / "archive.sqlite3", timeout=60, isolation_level=None)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_locked_database_is_reported_and_tried_again(archive: Archive) -> None:
    with ExitStack() as running:
        with archive.locked_database():
            worker = running.enter_context(archive.worker())
            wait_for(lambda: archive.reports() >= 2)
            assert "locked" in archive.log.read_text(encoding="utf-8")
            assert archive.waiting()
        wait_for(lambda: not archive.waiting())
        assert worker.poll() is None
    assert archive.index.read()[1].document_count == 1


def test_a_scan_for_a_spelling_goes_on_after_a_locked_database(archive: Archive) -> None:
    manage(archive.environment, "index_worker", "--once")
    script = [sys.executable, "-c", SCAN]
    subprocess.run(script, env=archive.environment, cwd=settings.BASE_DIR, check=True)
    with ExitStack() as running:
        with archive.locked_database():
            worker = running.enter_context(archive.worker())
            wait_for(lambda: archive.reports() >= 1)
        finished = "SELECT found FROM archive_aliasscan WHERE finished_at IS NOT NULL"
        wait_for(lambda: bool(archive.rows(finished)))
        assert worker.poll() is None
        assert archive.rows(finished) == [(1,)]


def test_an_index_that_is_gone_is_built_anew_by_the_worker(archive: Archive) -> None:
    manage(archive.environment, "index_worker", "--once")
    folder = archive.index.current().folder
    with archive.worker() as worker:
        wait_for(lambda: worker.poll() is None and archive.index.exists())
        folder.rename(folder.with_name("hidden"))
        wait_for(lambda: archive.index.current_name() not in (None, folder.name))
        assert worker.poll() is None
    assert archive.index.read()[1].document_count == 1
    assert "rebuilt now" in archive.log.read_text(encoding="utf-8")


def test_a_worker_in_trouble_stops_when_it_is_told_to(archive: Archive) -> None:
    with archive.locked_database(), archive.worker() as worker:
        wait_for(lambda: archive.reports() >= 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
