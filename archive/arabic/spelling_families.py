"""Spelling families: names that the press writes in several ways, brought to one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

STEM_SIGN: Final = "-"
STEM_ENDINGS: Final = ("ا", "ه", "ي", "يا", "يه", "يتان", "يتين", "يات", "يان", "يون", "يين", "يو")
"""What a stem takes: country name, nisba, dual and plural, folded."""


@cache
def spelling_families() -> Mapping[str, str]:
    """Return for each folded spelling the folded spelling that stands for its family."""
    families: dict[str, str] = {}
    for line in data_lines("spelling_families.txt"):
        chosen, *others = line.split()
        for other in others:
            families.update(_pairs(other, chosen))
    return MappingProxyType({one: all_ for one, all_ in families.items() if one != all_})


def _pairs(other: str, chosen: str) -> Iterator[tuple[str, str]]:
    if not other.endswith(STEM_SIGN):
        yield fold(other), fold(chosen)
        return
    other, chosen = fold(other.removesuffix(STEM_SIGN)), fold(chosen.removesuffix(STEM_SIGN))
    for ending in STEM_ENDINGS:
        yield other + ending, chosen + ending
