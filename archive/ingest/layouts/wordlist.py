"""Short lists of words and names, one on a line, kept as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from archive.arabic.normalize import fold

DATA: Final = Path(__file__).resolve().parents[2] / "data"


@cache
def read_list(name: str) -> tuple[str, ...]:
    """Return the entries of ``archive/data/NAME``; lines that begin with ``#`` are comments."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def folded_list(name: str) -> frozenset[str]:
    """Return the entries of ``archive/data/NAME``, folded."""
    return frozenset(fold(entry) for entry in read_list(name))
