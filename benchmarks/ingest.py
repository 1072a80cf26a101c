"""How fast documents come in, and what they cost, beside trafilatura's and warcio's own speed.

    python -m benchmarks.ingest [--sizes 5000 10000 40000] [--warc-megabytes 1000]

The articles are those of ``KHIZANA_SHARED/data/news``; each load runs in a process of its
own, into an empty archive of its own, with everything but indexing and the trained
recogniser: dates, outlets, gazetteer entities, signatures, clusters.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import trafilatura
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_ROOT: Final = Path(__file__).resolve().parents[1]
_SHARED: Final = Path(os.environ.get("KHIZANA_SHARED") or _ROOT.parent / "shared")
_NEWS: Final = _SHARED / "data" / "news" / "news.jsonl.gz"
_PAGES: Final = 300


def main() -> None:
    """Measure loading at each size, and the readers beside their peers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5000, 10_000, 40_000])
    parser.add_argument("--warc-megabytes", type=int, default=1000)
    options = parser.parse_args()
    if not _NEWS.exists():
        sys.exit(f"{_NEWS} is not there: set KHIZANA_SHARED to the folder of the data.")
    print(f"{'articles':>10} {'a second':>9} {'seconds':>8} {'clustering':>11} {'memory':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            print(_row(_loaded(Path(folder), size)), flush=True)
        _compare_with_peers(Path(folder))
        _stream_warc(Path(folder), options.warc_megabytes)


def _row(measured: dict[str, Any]) -> str:
    seconds = measured["seconds"]
    return (
        f"{measured['articles']:>10,} {measured['articles'] / seconds:>9.0f} {seconds:>8.1f} "
        f"{measured['clustering'] / seconds:>10.0%} {measured['megabytes']:>5.0f} MB"
    )


def _loaded(folder: Path, size: int) -> dict[str, Any]:
    """Load the first ``size`` articles in a process of its own and return its figures."""
    records = folder / f"{size}.jsonl"
    with gzip.open(_NEWS, "rb") as news, records.open("wb") as file:
        file.writelines(itertools.islice(news, size))
    environment = {**os.environ, "ARCHIVE_HOME": str(folder / f"archive-{size}")}
    # Not ``-m``: the processes that read documents would import this module, and all peers.
    command = f"from benchmarks import ingest; ingest.measure({str(records)!r})"
    done = subprocess.run(
        [sys.executable, "-c", command],
        env=environment,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def measure(path: str) -> None:
    """Load one file into the archive of ``ARCHIVE_HOME`` and print figures as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from archive.ingest import run as loading
    from archive.republications.clustering import cluster_republications

    call_command("migrate", verbosity=0, skip_checks=True)
    clustering = 0.0

    def timed() -> int:
        nonlocal clustering
        begun = time.perf_counter()
        joined = cluster_republications()
        clustering = time.perf_counter() - begun
        return joined

    begun = time.perf_counter()
    with _Memory() as memory, patch.object(loading, "cluster_republications", timed):
        report = loading.load_paths([path])
    figures = {
        "articles": report.new,
        "seconds": time.perf_counter() - begun,
        "clustering": clustering,
        "megabytes": memory.peak / 1e6,
    }
    print(json.dumps(figures))


class _Memory:
    """The greatest sum of proportional memory of this process and those that it started."""

    def __init__(self) -> None:
        self.peak = 0

    def __enter__(self) -> _Memory:
        import threading

        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            self.peak = max(self.peak, sum(_memory_of(each) for each in _family()))


def _family() -> Iterator[int]:
    """Yield this process and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    own = {os.getpid()}
    while found := {child for child, parent in parents.items() if parent in own} - own:
        own |= found
    yield from own


def _memory_of(process: int) -> int:
    """Return a process's proportional set size in bytes: shared pages count once in all."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _pages(number: int) -> Iterator[tuple[str, bytes]]:
    """Yield pages around the articles of the corpus, with the chrome of such pages."""
    menu = "".join(f'<li><a href="/{n}">باب من أبواب الموقع {n}</a></li>' for n in range(60))
    with gzip.open(_NEWS, "rt", encoding="utf-8") as news:
        for line in itertools.islice(news, number):
            record = json.loads(line)
            text = "".join(f"<p>{part}</p>" for part in record["text"].split("\n") if part.strip())
            page = (
                f"<!DOCTYPE html><html lang=ar><head><meta charset=utf-8><title>{record['title']}"
                f"</title></head><body><nav><ul>{menu}</ul></nav><article><h1>{record['title']}"
                f"</h1>{text}</article><footer><ul>{menu}</ul></footer></body></html>"
            )
            yield record["url"], page.encode()


def _compare_with_peers(folder: Path) -> None:
    """Print our speed on web pages beside trafilatura's, and on WARC beside warcio's."""
    from archive.ingest.containers import read_captures
    from archive.ingest.parsing import parse_capture
    from archive.knowledge.knowledge import OutletRegistry
    from archive.records.documents import RawCapture

    pages = list(_pages(_PAGES))
    path = folder / "pages.warc.gz"
    with path.open("wb") as file:
        _write_warc(file, iter(pages), None)
    captures = [each for each in read_captures([path]) if isinstance(each, RawCapture)]
    outlets = OutletRegistry.shipped()
    for each in (captures[0], captures[-1]):
        parse_capture(each, outlets)
    print("\npages a second, one process")
    _rate("  trafilatura alone", len(pages), lambda: [_extracted(page) for _url, page in pages])
    _rate(
        "  ours: text, metadata, layout, date",
        len(captures),
        lambda: [parse_capture(each, outlets) for each in captures],
    )
    print("\nWARC records a second, one process")
    _rate("  warcio alone", len(pages), lambda: _read_by_warcio(path))
    _rate("  ours, to captures", len(pages), lambda: list(read_captures([path])))


def _extracted(page: bytes) -> object:
    return trafilatura.bare_extraction(page.decode(), with_metadata=True)


def _read_by_warcio(path: Path) -> int:
    with path.open("rb") as file:
        return sum(len(record.content_stream().read()) for record in ArchiveIterator(file))


def _rate(name: str, number: int, run: Any) -> None:
    begun = time.perf_counter()
    run()
    print(f"{name:<38} {number / (time.perf_counter() - begun):>9.0f}", flush=True)


def _write_warc(
    file: io.BufferedIOBase | Any, pages: Iterator[tuple[str, bytes]], size: int | None
) -> None:
    writer = WARCWriter(file, gzip=size is None)
    headers = [("Content-Type", "text/html; charset=utf-8")]
    for url, page in pages:
        status = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", io.BytesIO(page), http_headers=status)
        )
        if size is not None and file.tell() > size:
            return


def _stream_warc(folder: Path, megabytes: int) -> None:
    """Print what reading a large WARC file adds to this process's memory."""
    from archive.ingest.containers import read_captures

    path = folder / "large.warc"
    pages = list(_pages(_PAGES))
    with path.open("wb") as file:
        _write_warc(file, itertools.cycle(pages), megabytes * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    number = sum(1 for _capture in read_captures([path]))
    seconds = time.perf_counter() - begun
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"\nWARC of {path.stat().st_size / 1e6:,.0f} MB: {number:,} pages in {seconds:.1f} s, "
        f"{added:.0f} MB of memory added"
    )


if __name__ == "__main__":
    main()
