"""Commands in processes of their own, on an archive of their own: what can be killed for real."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings

Environment = dict[str, str]


def new_archive(home: Path) -> Environment:
    """Make an archive at ``home``; return the environment in which commands work on it."""
    environment = {**os.environ, "ARCHIVE_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    shutil.copytree(_empty_archive(), home, dirs_exist_ok=True)
    with closing(sqlite3.connect(home / "archive.sqlite3")) as database, database:
        database.execute('UPDATE archive_archiveidentity SET "key" = ?', (uuid4().hex,))
    return environment


def new_site(home: Path) -> Environment:
    """Make an archive at ``home`` that can be served, with its static files."""
    environment = new_archive(home)
    shutil.copytree(_static_files(), home / "static")
    return environment


@cache
def _empty_archive() -> Path:
    """Make an archive that holds nothing, once: its tables take seconds."""
    return _made_by("migrate")


@cache
def _static_files() -> Path:
    """Collect the static files, once."""
    return _made_by("collectstatic", "--noinput") / "static"


def _made_by(*arguments: str) -> Path:
    """Return a new home on which one command has worked; it goes when the tests end."""
    home = Path(tempfile.mkdtemp(prefix="khizana-empty-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    environment = {**os.environ, "ARCHIVE_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = manage(environment, *arguments, "--verbosity=0", "--skip-checks")
    assert done.returncode == 0, done.stderr
    return home


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
    return subprocess.run(
        command(*arguments),
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=preexec_fn,
        check=False,
    )


def started(environment: Environment, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        command(*arguments),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds, for a minute at most."""
    for _attempt in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")
