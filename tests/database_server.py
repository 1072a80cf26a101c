"""A real PostgreSQL server of the tests' own, on a free port of this machine."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_USER: Final = "khizana"
_SYSTEM_USER: Final = "postgres"
"""Whose server it is where the tests are root's: PostgreSQL refuses root."""


def programs() -> Path | None:
    """Return the folder of the newest server that is installed, ``None`` where none is."""
    debian = Path("/usr/lib/postgresql")
    found = sorted(debian.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A server that runs; ``address`` names one of its databases."""

    folder: Path
    port: int
    password: str
    synced: bool = False
    """Whether it waits for the disk. What is tried is no power cut; what is measured may be."""

    def address(self, name: str, password: str | None = None) -> str:
        """Return what a setting says to name a database."""
        secret = self.password if password is None else password
        login = f"{_USER}:{secret}" if secret else _USER
        return f"postgresql://{login}@127.0.0.1:{self.port}/{name}"

    def new(self, name: str = "", options: str = "TEMPLATE template0") -> str:
        """Make a database; return its address."""
        name = name or f"archive_{secrets.token_hex(6)}"
        self.run("postgres", f'CREATE DATABASE "{name}" {options}')
        return self.address(name)

    def run(self, name: str, statement: str) -> list[tuple[object, ...]]:
        """Run a statement in a database; return its rows."""
        import psycopg

        with psycopg.connect(self.address(name), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        options += f" -c fsync={'on' if self.synced else 'off'}"
        log = str(self.folder / "log")
        self._control("start", "-o", f"{options} -c max_connections=60", "-l", log)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as if it had been killed."""
        self._control("stop", "-m", mode)

    def _control(self, *arguments: str) -> None:
        _run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *arguments)


@contextmanager
def database_server(*, synced: bool = False) -> Iterator[DatabaseServer]:
    """Start a server with an empty folder; it ends and goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix="khizana-postgresql-"))
    server = DatabaseServer(folder, _free_port(), secrets.token_hex(8), synced)
    secret = folder / "password"
    try:
        secret.write_text(server.password)
        if os.geteuid() == 0:
            shutil.chown(folder, _SYSTEM_USER)
            shutil.chown(secret, _SYSTEM_USER)
        made = ("--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--username={_USER}")
        _run("initdb", "-D", str(folder / "data"), f"--pwfile={secret}", "--no-sync", *made)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    folder = programs()
    assert folder is not None, "PostgreSQL is not installed"
    command = [str(folder / program), *arguments]
    if os.geteuid() == 0:
        own = [f"--reuid={_SYSTEM_USER}", f"--regid={_SYSTEM_USER}", "--clear-groups"]
        command = ["setpriv", *own, *command]
    # Not captured: the server would hold the pipe open.
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
