"""A word as it is written, without clitics, as light stem and as root.

>>> from archive.arabic.frequencies import FrequencyTable
>>> WordAnalyzer(FrequencyTable.shipped()).analyze("وللقامشلي").form
'قامشلي'
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from archive.arabic.clitics import without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.isri import isri_root
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.light_stem import light_stem
from archive.arabic.spelling_families import spelling_families

REMEMBERED_FORMS: Final = 1 << 16
"""Half of the new words of an archive have a form that is among these, in 25 megabytes."""

_LETTERS: Final = frozenset(ARABIC_LETTERS)


class WordForms(NamedTuple):
    """The four ways in which a word can match another, from narrow to wide."""

    exact: str
    """The folded word as written."""
    form: str
    """Without proclitics, in the chosen spelling of its family."""
    stem: str
    """The light stem of ``form``."""
    root: str
    """The ISRI root of ``form``."""


class WordAnalyzer:
    """Analyses folded words by one frequency table, and remembers the forms it has met."""

    def __init__(self, frequencies: FrequencyTable) -> None:
        self._count: Final = frequencies.count
        self._families: Final = spelling_families()
        self._stem_and_root: Final = lru_cache(maxsize=REMEMBERED_FORMS)(self._widened)

    def analyze(self, word: str) -> WordForms:
        """Return the forms of the folded ``word``; one of other letters stays as it is."""
        if not word or word[0] not in _LETTERS:
            return WordForms(word, word, word, word)
        form = without_proclitics(word, self._count, self._families)
        form = self._families.get(form, form)
        stem, root = self._stem_and_root(form)
        return WordForms(word, form, stem, root)

    def _widened(self, form: str) -> tuple[str, str]:
        return light_stem(form, self._count), isri_root(form)
