"""``python -m tests.load`` (``make load``): fifty readers and an editor at a served archive.

An archive is made of some thousand articles, served by ``manage.py serve``, and asked for pages
of all kinds while an editor saves titles and looks for them. Each bar is judged: no page failed,
each edit was found, memory grew by no more than it may. It ends with 1 where one does not hold.
The curve of memory is kept.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.load.made_news import write_news
from tests.load.memory import Sample, as_lines, at, children, growth, own_memory
from tests.load.visitors import Journal, edit_until, read_until

PROJECT: Final = Path(__file__).parents[2]
EDITOR: Final = "load-editor"
PASSWORD: Final = "زيتون وقمح ونخيل"
_SAMPLE_SECONDS: Final = 5.0
_SETTLED: Final = 180.0
"""Seconds after which memory must not grow; of a short run ``_SETTLED_SHARE``."""
_SETTLED_SHARE: Final = 0.3
_STARTS_WITHIN: Final = 300.0
"""Seconds within which the site must be served, on however loaded a machine."""
_MOST_GROWTH: Final = 0.05
_MOST_GROWTH_OF_HOURS: Final = 0.10
_SHORT: Final = 30.0
"""Minutes up to which a run may not grow by more than ``_MOST_GROWTH``."""
_SHOWN_ERRORS: Final = 20


def main() -> int:
    """Make the archive, load it, print the table; return 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--articles", type=int, default=5_500)
    parser.add_argument("--curve", type=Path, default=PROJECT / "var" / "load.tsv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khizana-load-") as folder:
        environment = make_archive(Path(folder), options.articles)
        with served(environment) as (port, process):
            journal, curve = load(port, process, options.readers, options.minutes * 60)
    options.curve.parent.mkdir(parents=True, exist_ok=True)
    options.curve.write_text(as_lines(curve), encoding="ascii")
    print(table(journal, curve, options.minutes * 60))
    print(f"the curve of memory: {options.curve}")
    for error in journal.errors[:_SHOWN_ERRORS]:
        print(f"error: {error}")
    bars = judged(journal, curve, options.minutes * 60)
    print("\n| bar | found | holds |\n|---|---|---|")
    for bar in bars:
        print(f"| {bar.name} | {bar.found} | {'yes' if bar.holds else 'NO'} |")
    return 0 if all(bar.holds for bar in bars) else 1


def make_archive(folder: Path, articles: int) -> dict[str, str]:
    """Make an archive with an editor; return the environment in which commands work on it."""
    environment = {**os.environ, "ARCHIVE_HOME": str(folder / "archive")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    news, editor = folder / "news.jsonl", {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}

    def manage(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=environment | editor,
            check=True,
            stdout=sys.stderr,
        )

    manage("prepare_archive")
    write_news(news, articles)
    manage("load_articles", str(news))
    # A tenth of the documents has a second version.
    write_news(news, articles // 10, edition=2)
    manage("load_articles", str(news))
    manage("createsuperuser", "--noinput", f"--username={EDITOR}", "--email=e@example.org")
    return environment


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve the archive; yield the port and the number of the web server's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    late = threading.Timer(_STARTS_WITHIN, server.kill)
    late.start()
    try:
        served = "serves" in server.stdout.readline()
        late.cancel()
        if not served:
            sys.exit(f"the archive was not served within {_STARTS_WITHIN:.0f} s")
        yield port, server.pid
    finally:
        late.cancel()
        server.terminate()
        server.wait()


def load(port: int, process: int, readers: int, seconds: float) -> tuple[Journal, list[Sample]]:
    """Let readers and an editor visit the site for some seconds; return what they met."""
    journal, curve, begun = Journal(), list[Sample](), time.monotonic()
    end = begun + seconds
    with ThreadPoolExecutor(readers + 1) as visitors:
        visits = [
            visitors.submit(read_until, end, port, number, journal) for number in range(readers)
        ]
        visits.append(visitors.submit(edit_until, end, port, EDITOR, PASSWORD, journal))
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(_SAMPLE_SECONDS, left))
            try:
                curve.append(_sample(time.monotonic() - begun, journal.pages, process))
            except OSError as error:
                journal.errors.append(f"the server's memory cannot be read: {error}")
    for visit in visits:
        if broken := visit.exception():
            journal.errors.append(f"a visitor broke off: {type(broken).__name__} {broken}")
    return journal, curve


def _sample(second: float, pages: int, process: int) -> Sample:
    workers = []
    for child in children(process):
        with suppress(OSError):  # It may have ended meanwhile.
            workers.append(own_memory(child))
    return Sample(
        second,
        pages,
        *own_memory(process),
        sum(own for own, _anonymous in workers),
        sum(anonymous for _own, anonymous in workers),
    )


def table(journal: Journal, curve: list[Sample], seconds: float) -> str:
    """Return what was measured, in Markdown."""
    lines = [
        "| page | asked | p50 ms | p95 ms | longest ms |",
        "|---|---|---|---|---|",
    ]
    for kind, times in sorted(journal.seconds.items(), key=lambda each: -len(each[1])):
        p50, p95 = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
        lines.append(
            f"| {kind} | {len(times):,} | {p50 * 1000:.0f} | {p95 * 1000:.0f} "
            f"| {max(times) * 1000:.0f} |"
        )
    found = journal.found_after or [0.0]
    lines += [
        "",
        f"{journal.pages:,} pages, {len(journal.errors)} errors, told to wait "
        f"{journal.told_to_wait} times; {len(journal.found_after)} edits "
        f"found after {statistics.median(found):.2f} s in the median, {max(found):.2f} s at most.",
        "",
        f"| private memory, MB | after {settled(seconds):.0f} s | at the end | more |",
        "|---|---|---|---|",
    ]
    for column in Sample.__slots__[2:]:
        begin = at(curve, settled(seconds), column) / 1024
        end = at(curve, seconds, column) / 1024
        more = growth(curve, settled(seconds), seconds, column)
        lines.append(f"| {column.replace('_', ', ')} | {begin:.1f} | {end:.1f} | {more:+.1%} |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Bar:
    """What must hold, what was found, and whether it holds."""

    name: str
    found: str
    holds: bool


def settled(seconds: float) -> float:
    """Return from which second of a run on memory must not grow."""
    return min(_SETTLED, _SETTLED_SHARE * seconds)


def judged(journal: Journal, curve: list[Sample], seconds: float) -> list[Bar]:
    """Return each bar of a run of so many seconds."""
    most = _MOST_GROWTH if seconds <= _SHORT * 60 else _MOST_GROWTH_OF_HOURS
    edits = len(journal.found_after)
    bars = [
        Bar("no error", f"{len(journal.errors)} errors", not journal.errors),
        Bar(
            "each edit found",
            f"{edits} found, {journal.lost_edits} not",
            edits > 0 and not journal.lost_edits,
        ),
    ]
    for column in ("web", "worker"):
        more = growth(curve, settled(seconds), seconds, column)
        name = f"{column}: less than {most:.0%} more private memory after {settled(seconds):.0f} s"
        # Where nothing was measured nothing is known to hold.
        measured = bool(curve) and at(curve, seconds, column) > 0
        bars.append(
            Bar(name, f"{more:+.1%}" if measured else "not measured", measured and more < most)
        )
    return bars


if __name__ == "__main__":
    sys.exit(main())
