"""Commands in processes of their own, on an archive of their own: what can be killed for real."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from django.conf import settings

from tests.forked_commands import ForkedCommand, can_fork, start

Environment = dict[str, str]
PREPARED: Final = "KHIZANA_PREPARED"
"""Names the folder of what the processes of one run of the tests prepare once for all of them."""
_LONGEST: Final = 240.0
"""Seconds that a command may take."""


def new_archive(home: Path) -> Environment:
    """Make an archive at ``home``; return the environment in which commands work on it."""
    shutil.copytree(empty_archive(), home, dirs_exist_ok=True)
    with closing(sqlite3.connect(home / "archive.sqlite3")) as database, database:
        database.execute('UPDATE archive_archiveidentity SET "key" = ?', (uuid4().hex,))
    return environment_of(home)


def empty_archive() -> Path:
    """Return the folder of an archive that holds nothing, to be copied."""
    return _prepared("empty", _make_empty)


def new_site(home: Path) -> Environment:
    """Make an archive at ``home`` that can be served, with its static files."""
    environment = new_archive(home)
    shutil.copytree(_prepared("static", _collect_static) / "static", home / "static")
    return environment


def new_demonstration(home: Path) -> Environment:
    """Make a site at ``home`` with the demonstration documents, whose names are found."""
    shutil.copytree(_prepared("demonstration", _load_demonstration), home, dirs_exist_ok=True)
    return environment_of(home)


def environment_of(home: Path) -> Environment:
    """Return the environment in which commands work on the archive at ``home``."""
    environment = {**os.environ, "ARCHIVE_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


def _prepared(name: str, make: Callable[[Path], None]) -> Path:
    """Return the archive of that name, made once for all processes of this run of the tests."""
    folder = Path(os.environ[PREPARED])
    place = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            half = folder / f"{name}.half"
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(mode=0o700)
            make(half)
            half.rename(place)
    return place


def _make_empty(home: Path) -> None:
    _do(home, "migrate", "--skip-checks")


def _collect_static(home: Path) -> None:
    _do(home, "collectstatic", "--noinput", "--skip-checks")


def _load_demonstration(home: Path) -> None:
    new_site(home)
    _do(home, "load_articles", str(Path(settings.BASE_DIR) / "fixtures" / "documents"))
    _do(home, "run_jobs")
    _do(home, "index_worker", "--once")


def _do(home: Path, *arguments: str) -> None:
    done = manage(environment_of(home), *arguments, "--verbosity=0")
    assert done.returncode == 0, done.stderr


def command(*arguments: str) -> list[str]:
    """Return the words of a shell command that runs ``manage.py`` with these arguments."""
    manage_py = str(Path(settings.BASE_DIR) / "manage.py")
    return [sys.executable, manage_py, *arguments]


def manage(
    environment: Environment,
    *arguments: str,
    stdin: str | None = None,
    preexec_fn: Callable[[], object] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; ``preexec_fn`` runs in its process first."""
    if preexec_fn is None and can_fork(environment):
        given = None if stdin is None else stdin.encode()
        done = run_forked(environment, *arguments, stdin=given)
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )
    return subprocess.run(
        command(*arguments),
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        preexec_fn=preexec_fn,
        check=False,
    )


def run_forked(
    environment: Environment, *arguments: str, stdin: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end; what is given on standard input comes through a pipe."""
    with ExitStack() as stack:
        out, error = (stack.enter_context(tempfile.TemporaryFile()) for _each in range(2))
        taken, given = os.pipe()
        running = start(environment, arguments, (taken, out.fileno(), error.fileno()))
        os.close(taken)
        with suppress(BrokenPipeError), os.fdopen(given, "wb") as pipe:
            pipe.write(stdin or b"")
        try:
            running.wait(_LONGEST)
        finally:
            running.kill()
        out.seek(0)
        error.seek(0)
        return subprocess.CompletedProcess(arguments, running.wait(), out.read(), error.read())


def started(
    environment: Environment,
    *arguments: str,
    output: BinaryIO | None = None,
    errors: BinaryIO | None = None,
) -> ForkedCommand:
    """Start a command in a session of its own; what it says goes into the files, or nowhere."""
    assert can_fork(environment)
    with open(os.devnull, "r+b") as nothing:
        streams = [each.fileno() for each in (nothing, output or nothing, errors or nothing)]
        return start(environment, arguments, streams, new_session=True)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds, for a minute at most."""
    for _attempt in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")
