"""The worker is woken by whoever commits, and sleeps where nobody does."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from archive.models import OutboxEntry
from archive.models.database_changes import DatabaseChanges
from archive.models.outbox_bell import BELL_FILE, OutboxBell, ring

LONG = 30.0
"""Seconds that no test waits."""


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Path:
    settings.ARCHIVE_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def _waited(bell: OutboxBell, seconds: float = LONG) -> float:
    began = time.monotonic()
    bell.wait(threading.Event(), seconds)
    return time.monotonic() - began


@pytest.mark.usefixtures("home")
def test_a_ring_wakes_who_waits_and_several_count_as_one() -> None:
    with OutboxBell() as bell:
        ring()
        ring()
        assert _waited(bell) < LONG / 2
        assert _waited(bell, 0.05) >= 0.04


@pytest.mark.usefixtures("home")
def test_a_ring_while_somebody_waits_ends_the_wait() -> None:
    with OutboxBell() as bell:
        threading.Timer(0.1, ring).start()
        assert _waited(bell) < LONG / 2


@pytest.mark.usefixtures("home")
def test_a_worker_that_shall_stop_does_not_wait() -> None:
    stopping = threading.Event()
    stopping.set()
    with OutboxBell() as bell:
        began = time.monotonic()
        bell.wait(stopping, LONG)
    assert time.monotonic() - began < LONG / 2


def test_ringing_without_a_worker_or_without_end_fails_nobody(home: Path) -> None:
    ring()
    assert not (home / BELL_FILE).exists()
    with OutboxBell() as bell:
        pipe = os.open(home / BELL_FILE, os.O_WRONLY | os.O_NONBLOCK)
        os.write(pipe, bytes(1_000_000))  # More than it holds.
        os.close(pipe)
        ring()
        assert _waited(bell) < LONG / 2


def test_a_file_in_the_place_of_the_pipe_is_left_as_it_is(home: Path) -> None:
    (home / BELL_FILE).write_text("ملاحظة", encoding="utf-8")
    ring()
    with OutboxBell() as bell:
        assert 0.04 <= _waited(bell, 0.05) < LONG / 2
    assert (home / BELL_FILE).read_text(encoding="utf-8") == "ملاحظة"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("home")
def test_it_rings_when_what_was_announced_is_committed_and_not_before() -> None:
    with OutboxBell() as bell:
        with transaction.atomic():
            OutboxEntry.announce([1])
            assert _waited(bell, 0.05) >= 0.04
        assert _waited(bell) < LONG / 2


@pytest.mark.django_db(transaction=True)
def test_commits_of_others_are_noticed_once() -> None:
    changes = DatabaseChanges()
    assert changes.since_last_asked()
    if connection.vendor != "sqlite":
        return
    assert not changes.since_last_asked()

    def write() -> None:
        try:
            OutboxEntry.announce([1])
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()
    assert changes.since_last_asked()
    assert not changes.since_last_asked()
    changes.forget()
    assert changes.since_last_asked()
