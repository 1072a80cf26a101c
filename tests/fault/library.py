"""The library of faults, built where a compiler is, and the runs started with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - only folders of our own are made in it
_ROOM: Final = 1 << 30
"""Bytes that runs must find free in memory: those that lose something stay there."""
PROJECT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("faults.c")


def compiler() -> str | None:
    """Return the C compiler of this machine."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def built(folder: Path) -> Path:
    """Build the library in ``folder`` and return where it lies."""
    library = folder / "faults.so"
    found = compiler()
    assert found is not None
    command = [
        found,
        "-O1",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(SOURCE),
        "-ldl",
        "-lpthread",
    ]
    subprocess.run(command, check=True)
    return library


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder, in memory where there is room: what is synced is then not waited for.

    It stays where the work in it ends with an error.
    """
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    folder = Path(tempfile.mkdtemp(prefix="khizana-faults-", dir=_MEMORY if has_room else None))
    try:
        yield folder
    except BaseException:
        print(f"what is left of the runs lies under {folder}")
        raise
    shutil.rmtree(folder)


def runs(
    folder: Path, first: int, end: int, library: Path | None, tables: Path | None = None
) -> subprocess.Popen[str]:
    """Start the runs of these seeds in ``folder``; what they lose, they print.

    ``tables`` is the database of an empty archive; without it each process makes one.
    """
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    if library is not None:
        environment["LD_PRELOAD"] = str(library)
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fault.runs", str(folder), str(first), str(end)]
        + ([str(tables)] if tables else []),
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
