"""What a served archive costs while nobody asks anything, and how soon an edit is found then.

``python -m benchmarks.idle [--home FOLDER] [--seconds N] [--edits N]`` (``make bench-idle``) serves the
archive under ``FOLDER``, by default the demonstration in a folder of its own, waits until the worker
has nothing to do, and prints for the web process and the worker: the processor time of all their
threads as a share of one core (``/proc/PID/task/*/schedstat``, in nanoseconds), their private memory
and the mapped files (``smaps_rollup``). Then it saves titles from a third process and tells after
how many milliseconds a search finds each. Linux alone has these files.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from archive.models import Article

ROOT: Final = Path(__file__).parents[1]
_SETTLING: Final = 45.0
"""Seconds after the start in which caches are made and the index is tidied."""
_STARTING: Final = 120.0
"""Seconds within which the server must have started its worker."""
_LONGEST: Final = 10.0
"""Seconds after which an edit counts as not found."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="an archive; its first article is edited")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--edits", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khizana-idle-") as scratch:
        home = given.home or Path(scratch)
        os.environ["ARCHIVE_HOME"] = str(home)
        _manage("prepare_archive", *([] if given.home else ["--demo"]))
        with _served() as (web, worker):
            time.sleep(_SETTLING)
            _report_rest({"web": web, "worker": worker}, given.seconds)
            _report_edits(given.edits)


def _report_rest(processes: dict[str, int], seconds: float) -> None:
    began, before = time.monotonic(), {name: _nanoseconds(pid) for name, pid in processes.items()}
    time.sleep(seconds)
    print("| process | % of a core | private MB | mapped files MB |\n|---|---|---|---|")
    for name, pid in processes.items():
        share = (_nanoseconds(pid) - before[name]) / 1e7 / (time.monotonic() - began)
        memory = _memory(pid)
        private = memory["Private_Dirty"] + memory["Private_Clean"] - memory["Pss_File"]
        print(f"| {name} | {share:.2f} | {private / 1000:.0f} | {memory['Pss_File'] / 1000:.0f} |")


def _report_edits(edits: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    from archive.models import Article

    is_found("كلمةتجربة")  # Opens the index.
    article = Article.objects.order_by("pk")[0]
    title, waited = article.title, []
    try:
        for number in range(edits):
            time.sleep(1.3)  # So that the worker waits again.
            waited.append(seconds_until_found(article, number))
    finally:
        article.title = title
        article.save()
    slow = quantiles(waited, n=20, method="inclusive")[-1]
    print(f"an edit is found after {1000 * median(waited):.0f} ms p50, {1000 * slow:.0f} ms p95")


def seconds_until_found(article: Article, number: int) -> float:
    """Save a title that no other edit has; return the seconds until a search finds it."""
    article.title = word = f"كلمةتجربة{_in_letters(number)}"
    article.save()
    saved = time.monotonic()
    while (waited := time.monotonic() - saved) < _LONGEST:
        if is_found(word):
            return waited
        time.sleep(0.004)
    return waited


def is_found(word: str) -> bool:
    """Return whether a search finds an article with the word."""
    from search.contract import QueryTooCostlyError
    from search.query.state import SearchState
    from search.service.prepared_search import PreparedSearch, TimeBudget

    try:
        return PreparedSearch.of(SearchState().with_text(word), TimeBudget()).count() > 0
    except QueryTooCostlyError:  # The first query of a busy machine.
        return False


def _in_letters(number: int) -> str:
    return "".join("ابتثجحخدذر"[int(digit)] for digit in str(number))


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """Serve the archive; give the process ids of the web server and of the worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _STARTING
        while not (found := _children(server.pid)):
            if time.monotonic() > deadline:
                raise SystemExit("the worker did not start")
            time.sleep(0.1)
        yield server.pid, int(found[0])
    finally:
        server.terminate()
        server.wait()


def _children(pid: int) -> list[str]:
    """Return the processes that the threads of a process started."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # The thread has ended.
            found += (task / "children").read_text().split()
    return found


def _nanoseconds(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def _memory(pid: int) -> dict[str, int]:
    """Return the lines of ``smaps_rollup`` in KB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {name: int(size.split()[0]) for name, size in (line.split(":") for line in lines)}


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
