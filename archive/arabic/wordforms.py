"""The forms of a word: as it is written, without clitics, as light stem and as root.

>>> from archive.arabic.frequencies import FrequencyTable
>>> WordAnalyzer(FrequencyTable.shipped()).analyze("وللقامشلي").form
'قامشلي'

The light stem is a word without the endings of number, gender, nisba and possession, after
Larkey, Ballesteros and Connell, "Improving stemming for Arabic information retrieval"
(SIGIR 2002), light10, with a pronoun step that asks how common the remainder is, and with the
final alef of the accusative (رئيسا) and of countries (أمريكا), so that these meet their nisba.
Words are folded and have no proclitics.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from archive.arabic.clitics import without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.isri import isri_root
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.word_lists import spelling_families

PRONOUNS: Final = ("هما", "كما", "هم", "هن", "كم", "نا", "ها", "ه", "ك", "ي")
ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا")
_PRONOUNS_BY_LAST: Final = {
    last: tuple(each for each in PRONOUNS if each[-1] == last)
    for last in dict.fromkeys(each[-1] for each in PRONOUNS)
}
_LAST_OF_ENDINGS: Final = frozenset(each[-1] for each in ENDINGS)
COUNTRY_ENDING: Final = "يا"
COUNTRY_LENGTH: Final = 5
"""Letters of a country's name whose final alef goes (سوريا), so that it meets its nisba."""
MIN_STEM: Final = 3
"""Letters that an ending must leave."""


def light_stem(word: str, count: Callable[[str], int]) -> str:
    """Return the light stem of the folded ``word``."""
    word = without_pronoun(word, count)
    if len(word) >= COUNTRY_LENGTH and word.endswith(COUNTRY_ENDING):
        word = word[:-1]
    if word[-1:] not in _LAST_OF_ENDINGS:
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + MIN_STEM:
            word = word[: -len(ending)]
    return word


def without_pronoun(word: str, count: Callable[[str], int]) -> str:
    """Return ``word`` without a possessive or object pronoun, where what remains is commoner."""
    for pronoun in _PRONOUNS_BY_LAST.get(word[-1:], ()):
        if word.endswith(pronoun) and len(word) >= len(pronoun) + MIN_STEM:
            rest = word[: -len(pronoun)]
            if count(rest) > count(word):
                return rest
    return word


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
