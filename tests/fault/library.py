"""The library of faults, built where a compiler is, and the runs started with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def runs(folder: Path, first: int, end: int, library: Path | None) -> subprocess.Popen[str]:
    """Start the runs of these seeds in ``folder``; what they lose, they print."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    if library is not None:
        environment["LD_PRELOAD"] = str(library)
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fault.runs", str(folder), str(first), str(end)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
