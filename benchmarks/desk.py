"""What an archivist waits for at the desk, over 40,000 real articles.

``python -m benchmarks.desk [ARTICLES]`` fills a new SQLite archive, opens every list of the desk
(processor time and queries), serves the archive to eight readers, changes 5,000 articles in bulk
meanwhile and takes it back, and prints clock time beside processor time: on a busy machine the
first says little. A list must cost less than 150 ms; a change must be searchable within 30 s.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.filled_archive import WORD, fill_archive

_CHANGED: Final = 5_000
_READERS: Final = 8
_THINKING: Final = 1.0
"""Seconds between two searches of a reader."""
_RUNS: Final = 5
_WAIT: Final = 600.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40_814
    home = tempfile.mkdtemp(prefix="khizana-bench-")
    os.environ["ARCHIVE_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _run(count)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(f"articles: {fill_archive(count):,}; load of the machine: {os.getloadavg()[0]:.1f}")
    call_command("rebuild_index", verbosity=0, interactive=False)
    _change_all()
    _lists()
    with _Served() as served:
        _in_bulk(served)


def _change_all() -> None:
    """Change every article once, so that the log has a row for each."""
    from archive.models import Article

    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    _changeset({"values": {"section": "أخبار"}}, keys, at_once=True)


def _changeset(asked: dict[str, Any], keys: list[int], *, at_once: bool = False) -> Any:
    from archive.changes.changesets import draft, start, step
    from archive.models import Act

    changeset = start(draft(Act.BULK, None, asked, keys))
    while at_once and step(changeset.pk):
        pass
    return changeset


def _lists() -> None:
    """Print what each list costs: processor time, the median of some, and queries."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    print(f"\n{'list':60} {'processor':>10} {'queries':>8}")
    for address in desk_addresses():
        milliseconds, queries = _cost(client, address)
        told = "" if milliseconds < 150 else "  over 150 ms"
        print(f"{address:60} {milliseconds:7.0f} ms {queries:8d}{told}")


def desk_addresses() -> Iterator[str]:
    """Yield the lists of the desk, and those of articles as they are narrowed and edited."""
    from django.contrib import admin

    from archive.models import Article

    for model in admin.site._registry:
        if model._meta.app_label in ("archive", "auth"):
            yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    articles = "/admin/archive/article/"
    word, last = quote(_word()), Article.objects.count() // 30
    narrowed = ("look=no_date", "look=review", "look=copies", "date_basis__exact=stated")
    for asked in (*narrowed, "o=1", f"p={last}"):
        yield f"{articles}?{asked}"
    yield f"{articles}?q={word}"
    yield f"{articles}?edit=1"
    yield f"{articles}?edit=1&q={word}"
    yield "/admin/archive/entity/?q=محمد"
    yield from ("/desk/review/", "/desk/review/dates/", "/desk/review/outlets/")
    yield from ("/desk/review/duplicates/", "/desk/refused/", "/desk/upload/")


def _word() -> str:
    """Return a word that many titles have."""
    from archive.models import Article

    titles = Article.objects.values_list("title", flat=True)[:5_000]
    words = [word for title in titles for word in WORD.findall(title)]
    return str(statistics.mode(words))


def _cost(client: Any, address: str) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    times = []
    for _time in range(_RUNS):
        began = time.process_time()
        response = client.get(address)
        times.append(1000 * (time.process_time() - began))
    assert response.status_code == 200, f"{address}: {response.status_code}"
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(times), len(queries)


@dataclass
class _Served:
    """The archive, served to some readers who search all the time."""

    searches: int = 0
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __enter__(self) -> _Served:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        root = Path(__file__).parents[1]
        self.process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
        self._wait_until_it_answers()
        self._stopping = threading.Event()
        self._readers = [
            threading.Thread(target=self._read, args=(number,)) for number in range(_READERS)
        ]
        for reader in self._readers:
            reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        for reader in self._readers:
            reader.join()
        self.process.terminate()
        self.process.wait(60)

    def _wait_until_it_answers(self) -> None:
        from search.service.site_status import BEAT_FILE

        deadline = time.monotonic() + _WAIT
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/health/", timeout=5)  # noqa: S310 - our own address
            except (URLError, OSError):
                time.sleep(0.5)
                continue
            if (Path(os.environ["ARCHIVE_HOME"]) / BEAT_FILE).exists():
                return
            time.sleep(0.5)
        raise SystemExit("the site does not answer")

    def _read(self, number: int) -> None:
        from archive.models import Article

        titles = list(Article.objects.order_by("pk").values_list("title", flat=True)[:2_000])
        chosen = random.Random(number)
        while not self._stopping.wait(_THINKING):
            words = WORD.findall(chosen.choice(titles))[:2]
            began = time.perf_counter()
            try:
                urlopen(f"{self.url}/search/?q={quote(' '.join(words))}", timeout=60).read()  # noqa: S310
            except (HTTPError, URLError, OSError) as error:
                self.errors.append(str(error))
            self.searches += 1
            self.slowest = max(self.slowest, time.perf_counter() - began)

    def processor_seconds(self) -> dict[str, float]:
        """Return the processor time of the web server, and of the worker with what it started."""
        used = {"web": 0.0, "worker and jobs": 0.0}
        for pid in _family(self.process.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            is_web = b"index_worker" not in command and b"run_jobs" not in command
            used["web" if is_web else "worker and jobs"] += _seconds(pid, children=not is_web)
        return used


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += map(int, children.read_text().split())
    return found


def _seconds(pid: int, *, children: bool) -> float:
    """Return the processor time of a process, and of its children that have ended (proc(5))."""
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = [int(cell) for cell in cells[11:15]]
    return sum(ticks if children else ticks[:2]) / _TICKS


def _in_bulk(served: _Served) -> None:
    """Change articles in bulk and take it back; print what it took until search knew it."""
    from archive.changes.changesets import start
    from archive.changes.undoing import undo
    from archive.models import Article, Outlet

    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:_CHANGED])
    Outlet.objects.create(slug="bench-outlet", name_ar="صحيفة القياس")
    print(
        f"\n{'a change of ' + format(len(keys), ',') + ' articles':40} {'clock':>8} {'processor':>10}"
    )
    asked: dict[str, dict[str, Any]] = {
        "outlet": {"values": {"outlet": "bench-outlet"}},
        "keywords": {"add_keywords": ["وسم القياس"]},
    }
    for name, what in asked.items():
        changeset = _timed(served, name, lambda what=what: _changeset(what, keys))
        _timed(served, f"{name}, taken back", lambda done=changeset: start(undo(done, None)))
    print(
        f"readers: {_READERS}, searches: {served.searches}, errors: {len(served.errors)}, "
        f"slowest: {served.slowest:.1f} s; load of the machine: {os.getloadavg()[0]:.1f}"
    )


def _timed(served: _Served, name: str, begin: Any) -> Any:
    from archive.models import OutboxEntry, Progress

    before, began = served.processor_seconds(), time.perf_counter()
    changeset = begin()
    changed = 0.0
    while time.perf_counter() - began < _WAIT:
        changeset.refresh_from_db()
        if changeset.progress == Progress.DONE:
            changed = changed or time.perf_counter() - began
            if not OutboxEntry.objects.exists():
                break
        time.sleep(0.1)
    clock = time.perf_counter() - began
    after = served.processor_seconds()
    used = after["worker and jobs"] - before["worker and jobs"]
    print(f"{name:40} {clock:6.1f} s {used:8.1f} s   (written after {changed:.1f} s)")
    return changeset


if __name__ == "__main__":
    main()
