"""A command that is a fork is what a started one is, to who calls it."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.forked_commands import can_fork
from tests.processes import Environment, command, manage, new_archive, started

pytestmark = pytest.mark.fault


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return new_archive(tmp_path / "archive")


def test_it_says_and_ends_as_a_started_one_does(environment: Environment) -> None:
    asked = ("search_articles", "قلعة", "--sort", "nothing")
    forked = manage(environment, *asked)
    alone = subprocess.run(command(*asked), env=environment, capture_output=True, text=True)
    assert (forked.returncode, forked.stdout) == (alone.returncode, alone.stdout)
    assert forked.stderr == alone.stderr != ""


def test_a_killed_one_ends_by_its_signal(environment: Environment) -> None:
    worker = started(environment, "index_worker")
    assert worker.poll() is None
    worker.kill()
    assert worker.wait(60) == worker.poll() == -signal.SIGKILL


def test_what_an_interpreter_reads_at_its_start_is_read_by_one(environment: Environment) -> None:
    assert can_fork(environment | {"ARCHIVE_HTTPS": "1"})
    assert not can_fork(environment | {"PYTHONIOENCODING": "ascii"})
    assert not can_fork(environment | {"LD_PRELOAD": "faults.so"})
