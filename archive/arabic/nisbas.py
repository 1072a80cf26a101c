"""Nisbas: the adjective in ي of a place, a people or a noun, and which meet what they come from.

>>> place_words()["السعوديين".removeprefix("ال")], place_words()["افغاني"]
('سعوديه', 'افغانستان')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic.clitics import ARTICLE
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

PLACES_FILE: Final = "places_and_nisbas.txt"
NISBAS_FILE: Final = "nisbas.txt"

NISBA_ENDINGS: Final = (*("ي", "يه", "يا", "يان", "يين", "يون", "يو", "يي", "يات", "يتان", "يتين"),)
"""A nisba's ي with the endings of gender, number, case and adverb, folded."""
_STEM_SIGN: Final = "-"
_PARTED_SIGN: Final = "!"


@cache
def place_words() -> Mapping[str, str]:
    """Return for each folded word of a place, its nisba's too, the word that stands for all."""
    words: dict[str, str] = {}
    for line in data_lines(PLACES_FILE):
        listed = [fold(word).removeprefix(ARTICLE) for word in line.split()]
        for word in listed:
            stem = word.removesuffix(_STEM_SIGN)
            endings = NISBA_ENDINGS if word != stem else ("",)
            for ending in endings:
                words.setdefault(stem + ending, listed[0])
    return MappingProxyType(words)


@cache
def joined_nouns() -> frozenset[str]:
    """Return the folded nouns that meet their nisba."""
    return frozenset(word for word in _nouns() if not word.endswith(_PARTED_SIGN))


@cache
def parted_nouns() -> frozenset[str]:
    """Return the folded nouns whose nisba is another word."""
    return frozenset(
        word.removesuffix(_PARTED_SIGN) for word in _nouns() if word.endswith(_PARTED_SIGN)
    )


@cache
def _nouns() -> frozenset[str]:
    return frozenset(fold(word) for line in data_lines(NISBAS_FILE) for word in line.split())
