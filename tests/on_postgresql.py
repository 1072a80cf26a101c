"""The tests that use the database, on PostgreSQL: ``python -m tests.on_postgresql [tests] [options]``.

Those that look into files of SQLite, or start commands on an archive of their own, are left out:
the mark ``cluster`` has such tests for PostgreSQL.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.database_server import database_server, programs

_LEFT_OUT: Final = (
    "not cluster and not exhaustive and not browser and not fault and not seeds and not sqlite"
)
_TWO_AT_ONCE: Final = ("--numprocesses", "2", "--dist", "loadfile")


def main(arguments: list[str]) -> int:
    """Run them; return how pytest ended, 0 where no server is installed."""
    if programs() is None:
        sys.stderr.write("PostgreSQL is not installed: its tests are left out.\n")
        return 0
    chosen = list(arguments)
    if not any(Path(each.partition("::")[0]).exists() for each in arguments):
        chosen.append("tests")
    with database_server() as server:
        environment = {**os.environ, "KHIZANA_TEST_DATABASE": server.address("khizana")}
        command = [sys.executable, "-m", "pytest", "-m", _LEFT_OUT, *_TWO_AT_ONCE, *chosen]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
