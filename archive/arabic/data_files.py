"""The text files of ``archive/data/arabic``: lines, with ``#`` for source and licence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

DIRECTORY: Final = Path(__file__).resolve().parent.parent / "data" / "arabic"


def data_lines(name: str) -> Iterator[str]:
    """Yield the lines of the data file ``name`` without comments, blanks and line ends.

    Raises ``FileNotFoundError`` when the installation lacks the file.
    """
    for line in (DIRECTORY / name).read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield content
