"""What a row of a gazetteer file must be: a broken one is refused when the file is read.

A row that is merely odd would otherwise load and name nothing, or the wrong thing.
"""

from __future__ import annotations

import re
from typing import Final

from archive.arabic.tokenize import WORD_PATTERN
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.records.mentions import AliasPolicy

_KEY: Final = re.compile("[A-Za-z0-9-]+")
_WIKIDATA_ID: Final = re.compile("Q[1-9][0-9]*")
_WORD: Final = re.compile(WORD_PATTERN)
_SPELLING: Final = re.compile(r"[^{}|]*(\{[^{}|]*\})?")
"""A spelling and its trigger words, as they stand in a cell."""
_KEY_CELL, _NAME_CELL, _ALIASES_CELL, _WIKIDATA_CELL, _PARENT_CELL = 0, 3, 5, 6, 7


def check_cells(cells: list[str]) -> None:
    """Raise ``ValueError``, naming what is wrong, where the text of a row's cells is."""
    for cell in cells:
        if cell != cell.strip():
            raise ValueError(f"blanks around {cell.strip()!r}")
    if not cells[_KEY_CELL]:
        raise ValueError("no key")
    for key in filter(None, (cells[_KEY_CELL], cells[_PARENT_CELL])):
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key: use Latin letters, digits and hyphens")
    wikidata = cells[_WIKIDATA_CELL]
    if wikidata and not _WIKIDATA_ID.fullmatch(wikidata):
        raise ValueError(f"{wikidata!r} is no Wikidata id: it is a Q and digits")
    for spelling in (cells[_NAME_CELL], *cells[_ALIASES_CELL].split("|")):
        if not _SPELLING.fullmatch(spelling.strip()):
            raise ValueError(f"a brace too many or too few in {spelling!r}")


def check_spelling(rule: AliasRule) -> None:
    """Raise ``ValueError`` where a spelling holds no word, or trigger words it never asks.

    They stand in braces behind a spelling with a sign: one without it counts everywhere.
    """
    if not _WORD.search(rule.text):
        raise ValueError(f"no word in the spelling {rule.text!r}")
    if rule.triggers and rule.policy is AliasPolicy.ALWAYS:
        raise ValueError(f"trigger words of {rule.text!r}, which has no sign")
