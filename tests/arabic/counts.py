"""How often a noun is written, with the article and without."""

from __future__ import annotations

from collections.abc import Callable

from archive.arabic.clitics import ARTICLE
from archive.arabic.frequencies import FrequencyTable


def noun_count(frequencies: FrequencyTable) -> Callable[[str], int]:
    """Return the count by which plurals are told."""
    return lambda word: frequencies.count(word) + frequencies.count(ARTICLE + word)
