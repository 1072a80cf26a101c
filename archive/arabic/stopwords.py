"""Stop words: function words that say nothing of what a text is about."""

from __future__ import annotations

from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

STOP_WORDS: Final[frozenset[str]] = frozenset(
    fold(word) for line in data_lines("stopwords.txt") for word in line.split()
)
"""Folded, and with the conjunctions و and ف that they are written with."""
