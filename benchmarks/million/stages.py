"""The stages of a run: each fills the archive up to a size, then measures all that it does at that size.

A step that was measured is passed over, so that a run that was stopped or killed goes on with the
step in which it was.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from benchmarks.million.kept_figures import ROOT, KeptFigures
from benchmarks.million.made_news import MadeNews, read_news, write_articles

KB_AN_ARTICLE: Final = 40
"""On the disk, at the most: the archive, an index in the making, a backup and its packing."""
LOAD: Final = "load"
_STEPS: Final = {
    "build of the index": "filling.build",
    "size": "filling.sizes",
    "faceted queries": "asking.queries",
    "pages": "asking.pages",
    "desk": "asking.desk",
    "merge": "changing.merge",
    "backup": "filling.backup",
    "start": "serving.start",
    "edits": "serving.edits",
    "use": "serving.use",
}
_SCRIPT: Final = """
import json, signal, sys
for each in (signal.SIGINT, signal.SIGTERM):
    signal.signal(each, signal.default_int_handler)
import django
django.setup()
from importlib import import_module
module, _, name = sys.argv[1].partition(".")
step = getattr(import_module(f"benchmarks.million.{module}"), name)
with open(sys.argv[2], "w") as told:
    json.dump(step(*json.loads(sys.argv[3])), told)
"""
# Not ``-m``: processes that a load starts would import what was its main module.

Runner = Callable[[Path, str, Sequence[object]], dict[str, float]]
"""Runs a step on the archive in a folder, given by its module and name, with arguments."""


@dataclass(frozen=True)
class Run:
    """One run over an archive in ``folder``: the sizes at which it measures, rising."""

    folder: Path
    sizes: Sequence[int]
    batch: int
    minutes: Sequence[float]
    """How long the site is used at each size."""
    runner: Runner

    @cached_property
    def figures(self) -> KeptFigures:
        """What was measured until now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return KeptFigures.read(self.folder / "figures.jsonl")

    @cached_property
    def made(self) -> MadeNews:
        """The corpus: what the first stage loads is real."""
        return MadeNews(read_news(self.sizes[0]))

    def check_disk(self) -> str:
        """Return how much room is needed and there. Exits where there is too little."""
        needed = self.sizes[-1] * KB_AN_ARTICLE / 1e6
        here = sum(each.stat().st_size for each in self.folder.rglob("*") if each.is_file()) / 1e9
        free = shutil.disk_usage(self.folder).free / 1e9
        told = f"disk: {needed:.1f} GB needed in {self.folder}, {here:.1f} there, {free:.1f} free"
        if needed > here + free:
            raise SystemExit(
                f"{told}: too little. Fewer articles (ARTICLES=), or another folder (HOME=)."
            )
        return told

    def go(self) -> None:
        """Do every step that is not done yet."""
        for size, minutes in zip(self.sizes, self.minutes, strict=True):
            for step in self._steps(size):
                self._do(step, size, [minutes] if step == "use" else [])

    def _steps(self, size: int) -> Iterator[str]:
        """Load what a stage still lacks, and yield what it then measures."""
        for end in self._ends(size):
            if not self.figures.has(LOAD, end):
                self._load(end)
        yield from _STEPS

    def _ends(self, size: int) -> Iterator[int]:
        """Yield the number of articles behind each batch up to a stage's size."""
        done = max((each for each in self.sizes if each < size), default=0)
        while done < size:
            done = min(done + self.batch, size)
            yield done

    def _load(self, end: int) -> None:
        start = max((each for each in self._all_ends() if each < end), default=0)
        file = self.folder / f"articles-{start}-{end}.jsonl.gz"
        if not file.exists():
            write_articles(self.made, start, end - start, file)
        self._measure(LOAD, end, "filling.load", [str(file)])
        file.unlink()

    def _all_ends(self) -> list[int]:
        return [end for size in self.sizes for end in self._ends(size)]

    def _do(self, step: str, size: int, arguments: Sequence[object]) -> None:
        if not self.figures.has(step, size):
            self._measure(step, size, _STEPS[step], arguments)

    def _measure(self, step: str, articles: int, function: str, given: Sequence[object]) -> None:
        resumed = self.figures.begin(step, articles)
        print(f"{articles:,}: {step} …", flush=True)
        found = self.runner(self.folder / "archive", function, given)
        self.figures.add(step, articles, found, resumed=resumed)
        print("  " + ", ".join(f"{name} {value:,.4g}" for name, value in found.items()), flush=True)


def run_apart(home: Path, function: str, given: Sequence[object]) -> dict[str, float]:
    """Run a step in a process of its own, which ends what it started where it is to stop.

    It holds the folder as this process does: one that was killed leaves a step that goes on for a
    while, beside which no other must run. Raises ``CalledProcessError``, ``SystemExit``.
    """
    told = home.parent / "told.json"
    command = [sys.executable, "-c", _SCRIPT, function, str(told), json.dumps(given)]
    with _alone(home.parent) as held:
        step = subprocess.Popen(command, cwd=ROOT, env=environment_of(home), pass_fds=[held])
        try:
            code = step.wait()
        except BaseException:
            step.send_signal(signal.SIGINT)
            step.wait()
            raise
    if code:
        raise subprocess.CalledProcessError(code, function)
    found: dict[str, float] = json.loads(told.read_text())
    told.unlink()
    return found


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """Hold the folder of a run. Exits where another run holds it."""
    with (folder / "run.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"another run is at work in {folder}, or a step of one") from None
        yield file.fileno()


def prepare(home: Path) -> None:
    """Make the archive."""
    command = [sys.executable, "manage.py", "prepare_archive", "--verbosity=0"]
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run(command, cwd=ROOT, env=environment_of(home), check=True)


def environment_of(home: Path) -> dict[str, str]:
    """Return the variables with which commands work on the archive."""
    return {
        **os.environ,
        "ARCHIVE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "PYTHONPATH": str(ROOT),
    }
