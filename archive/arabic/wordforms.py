"""A word as it is written, without clitics, as light stem and as root.

>>> from archive.arabic.frequencies import FrequencyTable
>>> WordAnalyzer(FrequencyTable.shipped()).analyze("وللقامشلي").form
'قامشلي'
"""

from __future__ import annotations

from typing import NamedTuple

from archive.arabic.clitics import without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.isri import isri_root
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.light_stem import light_stem
from archive.arabic.spelling_families import spelling_families


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
    """Analyses folded words by one frequency table, and remembers what it has analysed."""

    def __init__(self, frequencies: FrequencyTable) -> None:
        self.frequencies = frequencies
        self._known: dict[str, WordForms] = {}

    def analyze(self, word: str) -> WordForms:
        """Return the forms of the folded ``word``; a word of other letters stays as it is."""
        forms = self._known.get(word)
        if forms is None:
            forms = self._known[word] = self._analyze(word)
        return forms

    def _analyze(self, word: str) -> WordForms:
        if not word or word[0] not in ARABIC_LETTERS:
            return WordForms(word, word, word, word)
        count = self.frequencies.count
        form = without_proclitics(word, count)
        form = spelling_families().get(form, form)
        return WordForms(word, form, light_stem(form, count), isri_root(form))
