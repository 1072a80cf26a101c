"""What went wrong is counted for a day and a week, whatever it was, and wherever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from archive import error_counts
from archive.error_counts import (
    ErrorKind,
    errors_by_day,
    errors_since,
    forget_old_errors,
    note_error,
)
from archive.errors import ArchiveError
from search.index import worker
from search.index.index_home import index_home
from search.pages import site_pages

NONE = {"answer": 0, "load": 0, "worker": 0, "job": 0}


def counted() -> dict[str, int]:
    return errors_since(timezone.now() - timedelta(days=1))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let an error happen at a moment."""

    def note(moment: datetime) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(timezone, "now", lambda: moment)
            note_error(ErrorKind.WORKER)

    return note


@pytest.mark.usefixtures("archive_home")
def test_nothing_has_happened() -> None:
    assert counted() == NONE
    assert errors_by_day() == {}
    forget_old_errors()


@pytest.mark.usefixtures("archive_home")
def test_each_kind_is_counted() -> None:
    for kind in (ErrorKind.ANSWER, ErrorKind.LOAD, ErrorKind.LOAD):
        note_error(kind)
    assert counted() == NONE | {"answer": 1, "load": 2}
    assert list(errors_by_day().values()) == [3]


@pytest.mark.usefixtures("archive_home")
def test_a_day_and_a_week_are_told_apart(at: Callable[[datetime], None]) -> None:
    now = timezone.now()
    for hours in (23, 25, 6 * 24, 8 * 24):
        at(now - timedelta(hours=hours))
    assert errors_since(now - timedelta(days=1))["worker"] == 1
    assert errors_since(now - timedelta(days=7))["worker"] == 3


@pytest.mark.usefixtures("archive_home")
def test_old_days_are_forgotten(at: Callable[[datetime], None]) -> None:
    at(timezone.now() - timedelta(days=61))
    at(datetime(2019, 1, 1, tzinfo=UTC))
    at(timezone.now() - timedelta(days=2))
    forget_old_errors()
    assert len(errors_by_day()) == 1


def test_a_storm_does_not_fill_the_disk(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_counts, "_MOST_BYTES", 40)
    for _each in range(100):
        note_error(ErrorKind.ANSWER)
    (file,) = (archive_home / "errors").iterdir()
    assert file.stat().st_size < 100


def test_where_nothing_can_be_written_the_page_is_still_answered(archive_home: Path) -> None:
    (archive_home / "errors").write_text("no folder")
    note_error(ErrorKind.ANSWER)
    assert counted() == NONE


def test_what_is_no_line_is_passed_over(archive_home: Path) -> None:
    note_error(ErrorKind.LOAD)
    (file,) = (archive_home / "errors").iterdir()
    file.write_bytes(file.read_bytes() + b"\xff\n12:00:00 nothing\n\n12")
    assert sum(errors_by_day().values()) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
def test_a_page_that_fails_is_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("a mistake of the program")

    monkeypatch.setattr(site_pages, "render", fail)
    client.raise_request_exception = False
    assert client.get("/help/").status_code == 500
    assert client.get("/nothing/here/").status_code == 404
    assert counted() == NONE | {"answer": 1}


@pytest.mark.django_db
def test_a_load_that_refuses_a_document_is_counted(archive_home: Path) -> None:
    empty = archive_home.parent / "empty.txt"
    empty.touch()
    for named in (empty, archive_home.parent / "nowhere"):
        with pytest.raises((SystemExit, CommandError)):
            call_command("load_articles", str(named), "--no-index", verbosity=0)
    assert counted() == NONE | {"load": 2}


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
def test_a_job_of_the_worker_that_fails_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = Event()

    def fail(*_args: object) -> None:
        stopping.set()
        raise ArchiveError("the disk is full")

    monkeypatch.setattr(worker, "_work_until_trouble", fail)
    worker.work(index_home(), stopping)
    assert counted() == NONE | {"worker": 1}
