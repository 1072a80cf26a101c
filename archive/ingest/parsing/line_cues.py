"""Closed lists of what lines of news pages begin with or hold: ``archive/data/line_cues.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.parsing.folded_patterns import (
    check_pattern,
    compile_one_spelling,
    with_one_spelling,
)

_FILE: Final = Path(__file__).resolve().parents[2] / "data" / "line_cues.toml"
_REMEMBERED: Final = 2048
"""Lines: sites have many in common."""
_READ_AT_EITHER_END: Final = 200
"""Code points of a line's beginning and of its end in which a cue is looked for."""


@lru_cache(_REMEMBERED)
def cues_of(plain: str) -> frozenset[str]:
    """Return the names of the cues that a line shows; ``plain`` as ``Line.plain`` is."""
    begin = plain[:_READ_AT_EITHER_END]
    held = begin if len(plain) <= len(begin) else f"{begin}\n{plain[-_READ_AT_EITHER_END:]}"
    begin, held = with_one_spelling(begin), with_one_spelling(held)
    found = []
    for name, (begins, holds) in _cues().items():
        if (begins is not None and begins.match(begin)) or (
            holds is not None and holds.search(held)
        ):
            found.append(name)
    return frozenset(found)


@lru_cache(_REMEMBERED)
def begins_with_verb(plain: str) -> bool:
    """Return whether a line shows the cue ``verb_first``, looking for no other."""
    begins, _holds = _cues()["verb_first"]
    begin = with_one_spelling(plain[:_READ_AT_EITHER_END])
    return begins is not None and begins.match(begin) is not None


_Patterns = tuple[re.Pattern[str] | None, re.Pattern[str] | None]


@cache
def _cues() -> Mapping[str, _Patterns]:
    """Return each cue's two patterns. Raises ``ArchiveError`` naming what is wrong in the file."""
    try:
        table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{_FILE.name}: {error}") from error
    return {
        name: (_joined(entry.get("begins", ())), _joined(entry.get("holds", ())))
        for name, entry in table.items()
    }


def _joined(patterns: list[str]) -> re.Pattern[str] | None:
    for pattern in patterns:
        check_pattern(pattern)
    return compile_one_spelling("|".join(f"(?:{each})" for each in patterns)) if patterns else None
