"""What fills the archive: loads, the build of the index, the backup; and what all that takes on disk.

Each function is a step that runs in a process of its own, with ``ARCHIVE_HOME`` set and Django ready,
and returns its figures by their names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from benchmarks.million.kept_figures import ROOT
from benchmarks.million.processes import PeakMemory

_MB: Final = 1e6
_BLOCK: Final = 512
"""Bytes of a block as ``stat`` counts them."""


def home() -> Path:
    """Return the folder of the archive."""
    return Path(os.environ["ARCHIVE_HOME"])


def load(file: str) -> dict[str, float]:
    """Load a file as ``load_articles`` does, the index left to a worker; tell where time goes."""
    from archive.ingest.run import load_paths

    with PeakMemory() as peak, _read_for_names(), _timed_parts() as parts:
        began = time.perf_counter()
        report = load_paths([file])
        seconds = time.perf_counter() - began
    return {
        "articles": report.new,
        "seconds": seconds,
        "articles a second": report.new / seconds,
        **{f"seconds for {name}": spent for name, spent in parts.items()},
        "seconds for reading, or waiting for it": seconds - sum(parts.values()),
        "peak memory, own MB": peak.own,
    }


@contextmanager
def _timed_parts() -> Iterator[dict[str, float]]:
    """Time what the loading process itself does meanwhile; none of these calls another."""
    from archive.captures.store import CaptureStore
    from archive.ingest import run
    from archive.ingest.loading import loader
    from archive.ingest.loading.document_addresses import DocumentPlacer

    spent: dict[str, float] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        spent[name] = 0.0

        def call(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                spent[name] += time.perf_counter() - began

        return call

    places: tuple[tuple[str, Any, str], ...] = (
        ("what is new", loader, "select_new"),
        ("captures", CaptureStore, "put_all"),
        ("which document is which", DocumentPlacer, "place"),
        ("what came meanwhile", loader, "_not_yet_written"),
        ("rows", loader.Loader, "_write"),
        ("dates that pages share", run, "settle_header_dates"),
        ("clusters", run, "cluster_republications"),
    )
    with ExitStack() as patches:
        for name, owner, attribute in places:
            function = getattr(owner, attribute)
            patches.enter_context(patch.object(owner, attribute, timed(name, function)))
        yield spent


@contextmanager
def _read_for_names() -> Iterator[None]:
    """Let what is loaded count as read by the trained recogniser, which takes ten times as long."""
    from archive.entities.recognition.combined_recogniser import combined_recogniser
    from archive.entities.storage.corrections import corrections
    from archive.ingest.loading.loader import Loader

    version, write = combined_recogniser(corrections()).version, Loader._write

    def write_as_read(self: Loader, found: Any) -> Any:
        return write(self, [(new, replace(each, recogniser=version)) for new, each in found])

    with patch.object(Loader, "_write", write_as_read):
        yield


def build() -> dict[str, float]:
    """Build the index anew."""
    from django.core.management import call_command

    from archive.models import Article

    count = Article.objects.count()
    with PeakMemory() as peak:
        began = time.perf_counter()
        call_command("rebuild_index", verbosity=0, interactive=False)
        seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "articles a second": count / seconds,
        "peak memory, own MB": peak.own,
        "peak memory with files, MB": peak.own + peak.mapped,
    }


def sizes() -> dict[str, float]:
    """Weigh the archive: bytes of files, and for captures, which are small, of blocks too."""
    from django.db import connection

    from archive.models import Article, Capture, Entity, Mention

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database = sum(each.stat().st_size for each in home().glob("*.sqlite3*"))
    captures = [each.stat() for each in _files(home() / "captures")]
    index = sum(each.stat().st_size for each in _files(home() / "index"))
    return {
        "articles": Article.objects.count(),
        "captures": Capture.objects.count(),
        "mentions": Mention.objects.count(),
        "entities": Entity.objects.count(),
        "database MB": database / _MB,
        "captures MB": sum(each.st_size for each in captures) / _MB,
        "captures on disk MB": sum(each.st_blocks * _BLOCK for each in captures) / _MB,
        "index MB": index / _MB,
    }


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in folder.rglob("*") if each.is_file())


def backup() -> dict[str, float]:
    """Make a backup in an empty folder beside the archive, then one more; delete both."""
    folder = home().with_name("backup")
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "manage.py", "backup", str(folder), "--verbosity=0"]

    def made() -> float:
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    try:
        first = made()
        size = sum(each.stat().st_size for each in _files(folder))
        return {"seconds": first, "MB": size / _MB, "seconds of the next one": made()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
