"""How fast documents come into an archive on PostgreSQL, beside one on SQLite.

``python -m benchmarks.cluster_loading [ARTICLES]`` loads real articles into new archives by
``load_articles``, without indexing, on the one database and the other in turn. The server runs on
this machine and waits for the disk as it does when it is installed.
"""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Final

from tests.database_server import DatabaseServer, database_server, programs

_ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or _ROOT.parent / "shared")
_NEWS: Final = _SHARED / "data" / "news" / "news.jsonl.gz"
_TURNS: Final = 3


def main() -> None:
    """Print how many articles a second each database takes: the median of three loads."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    if programs() is None:
        sys.exit("PostgreSQL is not installed.")
    seconds: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
    with tempfile.TemporaryDirectory(prefix="khizana-bench-") as folder:
        news = Path(folder) / "news.jsonl"
        with gzip.open(_NEWS, "rb") as lines:
            news.write_bytes(b"".join(islice(lines, count)))
        with database_server(synced=True) as server:
            for turn in range(_TURNS):
                for database, each in seconds.items():
                    home = Path(folder) / f"{database}-{turn}"
                    each.append(_loaded(news, home, server if database != "SQLite" else None))
    for database, each in seconds.items():
        print(f"{database}: {count / statistics.median(each):,.0f} articles/s loaded", flush=True)


def _loaded(news: Path, home: Path, server: DatabaseServer | None) -> float:
    """Load ``news`` into a new archive; return the seconds by the clock."""
    environment = {**os.environ, "ARCHIVE_HOME": str(home)}
    environment.pop("ARCHIVE_DATABASE", None)
    if server is not None:
        environment["ARCHIVE_DATABASE"] = server.new()
    _manage(environment, "migrate", "--verbosity", "0")
    began = time.perf_counter()
    _manage(environment, "load_articles", "--no-index", str(news))
    return time.perf_counter() - began


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(
        command,
        env=environment,
        cwd=_ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
