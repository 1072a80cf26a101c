"""Seeded runs of an archive's work, each broken by one fault of the disk or the machine.

``python -m tests.fault.runs FOLDER FROM TO`` runs the seeds from ``FROM`` up to ``TO`` and prints
what was lost. A fourth argument is a database with all tables, else they are made. It is started with the library of faults preloaded (see ``library.py``); without
it, each run is killed at some moment.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import json
import logging
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

DOCUMENTS: Final = 8
"""Of the archive that each run begins with."""
ACKNOWLEDGED: Final = (
    *("loaded", "edited", "deleted", "withdrawn", "drained", "merged", "rebuilt"),
    *("backed up", "restored"),
)
MOST_COUNTED: Final = 900
"""Acts on the disk of nearly every run."""
_FOREVER: Final = 1 << 40
_SECONDS: Final = 120
"""After which a run counts as one that hangs."""


class Mode(IntEnum):
    """The faults, as the library numbers them."""

    KILL = 1
    NO_SPACE = 2
    IO_ERROR = 3
    SHORT_WRITE = 4
    POWER_CUT = 5


class Fault:
    """The fault of one seed: which, when, and for how many acts."""

    def __init__(self, seed: int) -> None:
        choice = random.Random(f"fault {seed}")
        self.mode = choice.choice([*Mode, Mode.POWER_CUT, Mode.KILL])
        self.at = int(MOST_COUNTED ** choice.uniform(0.2, 1.0))
        self.seconds = choice.uniform(0.0, 0.8)
        """Until it comes, where the library is not there to count."""
        self.span = choice.choice([1, 1, 3, 20, _FOREVER])

    def __str__(self) -> str:
        return f"{self.mode.name} at {self.at}"


def main(folder: Path, first: int, end: int, tables: Path | None = None) -> int:
    """Run the seeds; return how many lost something."""
    # As the settings read it; the archive of each run is set later.
    os.environ["ARCHIVE_HOME"] = str(folder / "template")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    faulthandler.enable()
    prepare(folder, tables)
    counts: Counter[str] = Counter()
    for seed in range(first, end):
        problems = run(folder, seed, counts)
        for problem in problems:
            print(f"seed {seed} ({Fault(seed)}): {problem}", flush=True)
        counts["lost"] += bool(problems)
    told = ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
    print(f"{end - first} runs: {counts['lost']} lost anything; {told}", flush=True)
    return counts["lost"]


def prepare(folder: Path, tables: Path | None) -> None:
    """Make the archive that every run begins with; what it imports and reads stays in memory."""
    from django.core.management import call_command
    from django.db import connections

    from archive.arabic.frequencies import FrequencyTable
    from archive.ingest.run import load_paths
    from search.index.index_home import index_home
    from search.index.rebuild import rebuild
    from search.index.worker import drain_all
    from tests.fault import losses  # noqa: F401 - read here, once for all runs
    from tests.fault.victim import Place, back_up, records, reporting, use_archive

    # A table of three words is read in no time, and damaged as any other.
    few = FrequencyTable({"خبر": 300, "نص": 200, "عنوان": 100})
    FrequencyTable.shipped = staticmethod(lambda: few)  # type: ignore[method-assign, assignment]
    place = Place(folder / "template")
    use_archive(place.home)
    place.home.mkdir(parents=True)
    if tables is None:
        call_command("migrate", verbosity=0)
    else:
        shutil.copyfile(tables, place.home / tables.name)
    load_paths([str(records(place.folder, "first", DOCUMENTS))])
    drain_all(index_home())
    rebuild(index_home())
    with reporting(place.told) as report:
        report("loaded", "first", DOCUMENTS)
        back_up(place.backups, 0, report)
    connections.close_all()
    gc.collect()
    gc.freeze()


def run(folder: Path, seed: int, counts: Counter[str]) -> list[str]:
    """Run one seed and return what is wrong afterwards."""
    from tests.fault.losses import losses
    from tests.fault.victim import Place, reporting, work

    fault, place = Fault(seed), Place(folder / f"run{seed}")
    shutil.copytree(folder / "template", place.folder)
    disk = Disk(place.disk)

    def victim() -> None:
        with reporting(place.told) as report:
            disk.fails(fault, seed)
            try:
                work(seed, place, report)
            except Exception:
                report("trace", traceback.format_exc())
            disk.ends()

    def check() -> None:
        disk.needs_no_sync()
        answer.write_text(json.dumps(losses(place, told)))

    ended = in_child(victim, None if disk.is_preloaded else fault.seconds)
    counts["killed" if ended == -signal.SIGKILL else "went on"] += 1
    told = [json.loads(line) for line in place.told.read_text().splitlines()]
    counts["faults told"] += sum(each[0] == "told" for each in told)
    counts.update(f"{each[0]}" for each in told if each[0] in ACKNOWLEDGED)
    problems = [each[1] for each in told if each[0] == "trace"]
    answer = place.folder / "losses"
    checked = in_child(check)
    problems += (
        json.loads(answer.read_text()) if checked == 0 else [f"the check ended with {checked}"]
    )
    if not problems:
        shutil.rmtree(place.folder)
    return problems


class Disk:
    """The disk of a run, as the preloaded library lets it fail."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fsencode(folder)
        self._library = ctypes.CDLL(None)
        self.is_preloaded: Final = hasattr(self._library, "faults_arm")

    def fails(self, fault: Fault, seed: int) -> None:
        """Let it fail from now on, in this process."""
        self._arm(int(fault.mode), fault.at, fault.span, seed)

    def needs_no_sync(self) -> None:
        """Let it be sound, and as fast as memory."""
        self._arm(0, 0, 0, 0)

    def _arm(self, mode: int, at: int, span: int, seed: int) -> None:
        if self.is_preloaded:
            self._library.faults_arm(
                self._folder, mode, ctypes.c_long(at), ctypes.c_long(span), ctypes.c_uint(seed)
            )

    def ends(self) -> None:
        """Lose what was not synced, where the fault is a power cut."""
        if self.is_preloaded:
            self._library.faults_cut_power()


def in_child(work: Callable[[], Any], kill_after: float | None = None) -> int:
    """Do ``work`` in a fork of this process; return its end as ``subprocess`` gives it.

    It is killed after so many seconds, where they are given.
    """
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.alarm(_SECONDS)
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:])) > 0
    )
