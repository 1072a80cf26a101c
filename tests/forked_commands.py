"""Commands of ``manage.py`` as forks of one process that has read what does not change.

Python, the libraries, the gazetteer and the patterns take seconds to read, for each command anew.
Here one process reads them, and forks for each command: the fork has an environment, a standard
input and output, signals and an end of its own, reads the settings itself, and can be killed.

``python -m tests.forked_commands DESCRIPTOR`` is that process; it ends when the socket is closed.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

ROOT: Final = Path(__file__).parents[1]
MANAGE: Final = ROOT / "manage.py"
READ_BEFORE: Final = (
    *("django.core.management", "django.contrib.admin", "django.template.loader_tags"),
    *("django.db.backends.sqlite3.base", "django.db.models.sql.compiler"),
    *("django.contrib.auth.password_validation", "django.contrib.staticfiles.finders"),
    *("django_otp", "csp.constants", "simple_history.models", "babel.dates", "whoosh.query"),
    *("archive.ingest.containers", "archive.ingest.enrichment.preloaded"),
    *("search.index.analyzers", "search.query.compile", "search.query.language"),
    *("search.hits.snippets", "search.suggest.edit_distance"),
)
"""Modules that ask for no settings."""
_OF_THE_INTERPRETER: Final = ("PYTHON", "LC_", "LANG", "LD_", "OPENBLAS_", "OMP_", "TZ")
"""Beginnings of variables that are read when a process starts: a fork would not heed them."""
_LONGEST_REQUEST: Final = 1 << 18


def can_fork(environment: dict[str, str]) -> bool:
    """Return whether a fork would be as a process that is started in this environment."""
    return _of_interpreter(environment) == _of_interpreter(_server().environment)


def _of_interpreter(environment: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_OF_THE_INTERPRETER) and name != "PYTHONPATH"
    }


class ForkedCommand:
    """A command that runs, with what the tests use of ``subprocess.Popen``."""

    def __init__(self, told: int) -> None:
        self.returncode: int | None = None
        self._told = os.fdopen(told, encoding="ascii")
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        """Return the code that it ended with, or None."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self._read_end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its code; raise ``subprocess.TimeoutExpired`` after it."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            self._read_end()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _read_end(self) -> None:
        self.returncode = int(self._told.readline())
        self._told.close()


def start(
    environment: dict[str, str],
    arguments: Sequence[str],
    streams: Sequence[int],
    *,
    new_session: bool = False,
) -> ForkedCommand:
    """Start a command with these standard streams, each a descriptor."""
    request = {
        "environment": environment,
        "arguments": list(arguments),
        "folder": str(Path.cwd()),
        "new_session": new_session,
    }
    told, tells = os.pipe()
    try:
        socket.send_fds(_server().asks, [json.dumps(request).encode()], [*streams, tells])
    finally:
        os.close(tells)
    return ForkedCommand(told)


class Server(NamedTuple):
    """The process that forks: the socket that it is asked through, and what it was started in."""

    asks: socket.socket
    environment: dict[str, str]


@cache
def _server() -> Server:
    """Start the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {name: each for name, each in os.environ.items() if name != "ARCHIVE_HOME"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forked_commands", str(theirs.fileno())],
        cwd=ROOT,
        env=environment,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(30)

    atexit.register(end)
    return Server(ours, environment)


def serve(asked: socket.socket) -> None:
    """Fork for each command that is asked for, until nobody can ask any more."""
    import gc

    _read()
    gc.collect()
    gc.freeze()
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        request, descriptors, _flags, _address = socket.recv_fds(asked, _LONGEST_REQUEST, 4)
        if not request:
            return
        if os.fork() == 0:
            asked.close()
            _watch(json.loads(request), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _read() -> None:
    """Read what every command reads: modules without settings, and the shipped tables."""
    for name in READ_BEFORE:
        importlib.import_module(name)
    from archive.arabic.frequencies import FrequencyTable

    FrequencyTable.shipped()


def _watch(request: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """Fork once more, and tell the code that this process ends with; it tells its number."""
    *streams, tells = descriptors
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Until ``manage.py`` says what it does then.
        if request["new_session"]:
            os.setsid()
        os.write(tells, f"{os.getpid()}\n".encode())
        os.close(tells)
        _become(request, streams)
    for descriptor in streams:
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.write(tells, f"{code}\n".encode())
    os._exit(0)


def _become(request: dict[str, Any], streams: list[int]) -> NoReturn:
    """Be the process of a command, to its end."""
    for place, descriptor in enumerate(streams):
        os.dup2(descriptor, place)
    os.closerange(3, max(streams) + 1)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = [str(MANAGE), *request["arguments"]]
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = dict.fromkeys([str(ROOT), *filter(None, paths), *sys.path[1:]])
    code = 1
    try:
        runpy.run_path(str(MANAGE), run_name="__main__")
        code = 0
    except SystemExit as end:
        code = _code_of(end)
    except BaseException:
        traceback.print_exc()
    finally:
        _end(code)


def _code_of(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


def _end(code: int) -> NoReturn:
    """Do what Python does at its end."""
    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code & 0xFF)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
