"""Sections that are machine words out of addresses and databases: read, or left out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from archive.arabic.data_files import DATA
from archive.arabic.letters import ARABIC_LETTERS

_FILE: Final = "section_words.txt"
_EQUALS: Final = "="
_MACHINE_WORD: Final = re.compile(
    r"[a-z]+[A-Z]\w*|[a-z0-9]+(?:[-_./+][a-z0-9]+)*|[\w./-]*[_/]\S*|\d+"
)
"""``localNews``, ``local-news``, ``news_local``, ``cat/7``, ``12``: no name that is printed."""
_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_PARTING: Final = re.compile(r"[\W_]+")
_SAMPLE: Final = 400
"""Code points that show whether a record is in Arabic."""


def section_name(stated: str, beside: str) -> str:
    """Return the name of the section that a record states, or "" where it states no name.

    A machine word becomes the section's Arabic name where the words ``beside`` it are Arabic
    and the word is known; else it is left out. Every other name stays as it is.
    """
    stated = " ".join(stated.split())
    if _ARABIC.search(stated):
        return stated
    if _ARABIC.search(beside[:_SAMPLE]):
        known = _known().get(_PARTING.sub("", stated.casefold()))
        if known:
            return known
    return "" if _MACHINE_WORD.fullmatch(stated) else stated


@cache
def _known() -> dict[str, str]:
    """Return the Arabic names by machine words in small letters, without what parts them."""
    known = {}
    for line in (DATA / _FILE).read_text(encoding="utf-8").splitlines():
        words, equals, name = line.partition(_EQUALS)
        if equals and not line.startswith("#"):
            known.update(dict.fromkeys(words.split(), name.strip()))
    return known
