"""The text files of ``archive/data``: an entry on each line, ``#`` for source and licence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from archive.arabic.normalize import fold

DATA: Final = Path(__file__).resolve().parent.parent / "data"
DIRECTORY: Final = DATA / "arabic"


def data_lines(name: str) -> Iterator[str]:
    """Yield the lines of ``archive/data/arabic/NAME`` without comments, blanks and line ends.

    Raises ``FileNotFoundError`` when the installation lacks the file.
    """
    for line in (DIRECTORY / name).read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield content


@cache
def folded_list(name: str) -> frozenset[str]:
    """Return the entries of ``archive/data/NAME``, folded.

    A line that begins with ``#`` is a comment; a ``#`` further on belongs to its entry.
    """
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        fold(line.strip()) for line in lines if line.strip() and not line.startswith("#")
    )
