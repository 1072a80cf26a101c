"""What a page of the site costs: this commit beside an older one, in one run.

``python -m benchmarks.site [--articles N] [--keep FOLDER] [--against COMMIT]`` (``make bench-site``)
unpacks the older commit and lets it load the news; this commit serves a copy of that archive, brought up
to date, so that both show the same articles with the same names. Both answer the same sixty addresses, in
turn (``benchmarks.site_probe``). It prints for each kind of page
the processor time in the server at the median and at the 95th percentile, the SQL queries, and
the bytes of HTML as they are and compressed by gzip at level 6. Where Debian's ``wrk`` is
installed, it then asks both served sites with 8 and with 50 clients. ``--keep`` keeps the archives
between runs: loading 40,000 articles takes twenty minutes.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
AGAINST: Final = "30854d1"
ARTICLES: Final = 40_000
ROUNDS: Final = 3
"""How often each of both answers all addresses, in turn."""
CLIENTS: Final = (8, 50)
SECONDS: Final = 20
_WARMING_SECONDS: Final = 8
"""For which each is asked unmeasured: a process that has just begun reads its word lists."""
_DONE: Final = "articles.txt"
"""The file of an archive that was loaded to its end: how many articles."""
_PROBE: Final = Path(__file__).with_name("site_probe.py")
_STEP: Final = """
local addresses = {}
for line in io.lines("%s") do addresses[#addresses + 1] = line end
local next_one = 0
request = function()
  next_one = next_one %% #addresses + 1
  return wrk.format("GET", addresses[next_one])
end
"""


@dataclass(frozen=True, slots=True)
class Site:
    """One commit with its archive: the folders of its code and of its data, and its Python."""

    name: str
    code: Path
    home: Path
    python: str = sys.executable

    def run(self, *arguments: str) -> str:
        """Run ``python`` with ``arguments`` in the code's folder; return what it printed."""
        command = [self.python, *arguments]
        done = subprocess.run(
            command, cwd=self.code, env=self.environment(), check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def environment(self) -> dict[str, str]:
        """Return the variables its commands run with."""
        return {
            **os.environ,
            "ARCHIVE_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "PYTHONPATH": str(self.code),
        }


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--keep", type=Path, help="folder that keeps both archives")
    parser.add_argument("--against", default=AGAINST, metavar="COMMIT")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khizana-site-") as scratch:
        archives = given.keep or Path(scratch)
        code = _unpacked(given.against, Path(scratch))
        old = Site(given.against, code, archives / given.against, _python_of(code, Path(scratch)))
        new = Site("this commit", ROOT, archives / "now")
        _load(old, given.articles)
        _copy(old, new, given.articles)
        for site in (old, new):
            site.run("manage.py", "prepare_archive")
        _report_pages(old, new)
        _report_requests(old, new)


def _unpacked(commit: str, scratch: Path) -> Path:
    """Unpack the code of ``commit`` and return its folder."""
    folder = scratch / "code"
    folder.mkdir()
    git = [shutil.which("git") or "git", "archive", commit]
    archive = subprocess.run(git, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def _python_of(code: Path, scratch: Path) -> str:
    """Install what a commit requires, which is not what this one does; return its Python."""
    folder = scratch / "environment"
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--requirement", "requirements.txt"]
    subprocess.run(install, cwd=code, check=True)
    return python


def _load(site: Site, articles: int) -> None:
    """Load the news into an archive that does not hold it yet."""
    if _made_anew(site.home, articles):
        site.run("manage.py", "prepare_archive")
        site.run(str(_PROBE), "load", str(articles))
        (site.home / _DONE).write_text(str(articles))


def _copy(old: Site, new: Site, articles: int) -> None:
    """Let the newer commit have what the older one loaded, migrated, under an index of its own."""
    if _made_anew(new.home, articles):
        left_out = shutil.ignore_patterns("index", "static", _DONE)
        shutil.copytree(old.home, new.home, ignore=left_out, dirs_exist_ok=True)
        new.run("manage.py", "prepare_archive")
        # Else the names that the older commit never looked for are found while pages are measured.
        new.run("manage.py", "run_jobs")
        new.run("manage.py", "rebuild_index", "--noinput")
        (new.home / _DONE).write_text(str(articles))


def _made_anew(home: Path, articles: int) -> bool:
    """Return whether the archive is to be made; its folder is empty then."""
    done = home / _DONE
    if done.exists() and done.read_text() == str(articles):
        return False
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return True


def _report_pages(old: Site, new: Site) -> None:
    asked: dict[str, list[dict[str, Any]]] = {old.name: [], new.name: []}
    for _round in range(ROUNDS):
        for site in (old, new):
            asked[site.name] += json.loads(site.run(str(_PROBE), "pages"))
    print("| page | commit | ms p50 | ms p95 | queries | KB | KB gzip | KB gzip, most |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(each["kind"] for each in asked[new.name]):
        for site in (old, new):
            rows = [each for each in asked[site.name] if each["kind"] == kind]
            times = [1000 * each["seconds"] for each in rows]
            packed = [each["packed"] / 1000 for each in rows]
            print(
                f"| {kind} | {site.name} | {median(times):.1f} | {_high(times):.1f} "
                f"| {max(each['queries'] for each in rows)} "
                f"| {median(each['bytes'] for each in rows) / 1000:.1f} "
                f"| {median(packed):.1f} | {max(packed):.1f} |"
            )


def _high(values: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def _report_requests(old: Site, new: Site) -> None:
    if shutil.which("wrk") is None:
        print("requests a second: skipped, wrk is not installed (apt install wrk)")
        return
    print("\n| commit | clients | requests/s | not answered |\n|---|---|---|---|")
    for clients in CLIENTS:
        for site in (old, new):
            addresses = [each["address"] for each in json.loads(site.run(str(_PROBE), "addresses"))]
            with _served(site) as port:
                _asked(port, clients, addresses, _WARMING_SECONDS)
                rate, failed = _asked(port, clients, addresses, SECONDS)
            print(f"| {site.name} | {clients} | {rate} | {failed} |")


@contextmanager
def _served(site: Site) -> Iterator[int]:
    """Serve the site and yield its port; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [site.python, "manage.py", "serve", "--port", str(port)],
        cwd=site.code,
        env=site.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _attempt in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/search/", timeout=10).read()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _asked(port: int, clients: int, addresses: list[str], seconds: int) -> tuple[str, str]:
    """Return the requests a second that wrk measured, and what was not answered with a page."""
    with tempfile.TemporaryDirectory(prefix="khizana-wrk-") as folder:
        listed, script = Path(folder) / "addresses.txt", Path(folder) / "mixed.lua"
        listed.write_text("".join(f"{each}\n" for each in addresses))
        script.write_text(_STEP % listed)
        command = [
            shutil.which("wrk") or "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{seconds}s",
            "--timeout",
            "10s",
        ]
        command += ["-s", str(script), f"http://127.0.0.1:{port}"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line.split(":", 1) for line in printed.splitlines() if ":" in line]
    found = {name.strip(): value.strip() for name, value in lines}
    failed = [
        found[name] for name in ("Socket errors", "Non-2xx or 3xx responses") if name in found
    ]
    return found["Requests/sec"], "; ".join(failed) or "none"


if __name__ == "__main__":
    main()
