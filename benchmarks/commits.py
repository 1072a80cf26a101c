"""What it costs that an editor's changes wait for the disk.

    python -m benchmarks.commits [--edits 400] [--records 400] [--folder FOLDER]

Makes an archive of made records in ``--folder`` (a new one beside the repository's ``var``: it must
lie on the disk that is asked about, not in memory), and saves titles as the desk does, with
SQLite's ``synchronous=FULL``, as the archive runs, and with ``NORMAL``, in turns of twenty. Then it
loads records that wait once, at the end, as the archive does, and others that wait at each commit.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Final
from unittest.mock import patch

_ROOT: Final = Path(__file__).resolve().parents[1]
_TURN: Final = 20
_LEVELS: Final = ("FULL", "NORMAL")
_ARTICLES: Final = 50


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=400)
    parser.add_argument("--records", type=int, default=400)
    parser.add_argument("--folder", type=Path, default=_ROOT / "var")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="commits-", dir=options.folder) as home:
        os.environ["ARCHIVE_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        # The first load reads dictionaries and starts processes: it is not counted.
        _load(Path(home), "first", options.records)
        edits = _edits(options.edits)
        loads = _loads(Path(home), options.records)
        connections.close_all()
    _print(edits, loads, options.records)


def _edits(count: int) -> dict[str, list[float]]:
    """Return the seconds that each save took, by the level of ``synchronous``."""
    from django.db import connection, transaction

    from archive.models import Article

    articles = list(Article.objects.all()[:_ARTICLES])
    seconds: dict[str, list[float]] = {level: [] for level in _LEVELS}
    for turn in range(2 * count // _TURN):
        level = _LEVELS[turn % 2]
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={level}")
        for number in range(_TURN):
            article = articles[number % len(articles)]
            article.title = f"عنوان {turn} {number}"
            begun = time.perf_counter()
            with transaction.atomic():
                article.save()
            seconds[level].append(time.perf_counter() - begun)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    return seconds


def _loads(home: Path, count: int) -> dict[str, float]:
    """Return the seconds of the quickest load of each kind, of three in turns."""
    once, each = [], []
    for turn in range(3):
        once.append(_load(home, f"once{turn}", count))
        each.append(_load(home, f"each{turn}", count, each=True))
    return {"once, at the end": min(once), "at each commit": min(each)}


def _load(home: Path, name: str, count: int, *, each: bool = False) -> float:
    """Load made records; return the seconds. With ``each`` every commit waits for the disk."""
    from archive.ingest.run import load_paths

    path = home / f"{name}.jsonl"
    text = "نص خبر تجاري عن أسعار القمح في الأسواق المحلية هذا الأسبوع. " * 12
    rows = ({"id": f"{name}{n}", "title": f"خبر {name} {n}", "text": text} for n in range(count))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    waits = patch("archive.ingest.run.synced_at_the_end", nullcontext) if each else nullcontext()
    begun = time.perf_counter()
    with waits:
        load_paths([str(path)])
    return time.perf_counter() - begun


def _print(edits: dict[str, list[float]], loads: dict[str, float], records: int) -> None:
    print("| a saved title, `synchronous=` | median ms | p95 ms |\n|---|---|---|")
    for level, seconds in edits.items():
        p95 = sorted(seconds)[int(len(seconds) * 0.95)]
        print(f"| {level} | {statistics.median(seconds) * 1000:.2f} | {p95 * 1000:.2f} |")
    print(f"\n| a load of {records:,} records waits for the disk | seconds |\n|---|---|")
    for waits, taken in loads.items():
        print(f"| {waits} | {taken:.2f} |")


if __name__ == "__main__":
    main()
