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
from typing import Final, NamedTuple

from archive.arabic.clitics import without_proclitics
from archive.arabic.frequencies import WordCounts
from archive.arabic.inflection import InflectionStemmer
from archive.arabic.isri import isri_root
from archive.arabic.letters import ALEF, ARABIC_LETTERS, HAMZA, WAW, YEH
from archive.arabic.word_lists import spelling_families, spellings_alone

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


def with_endings(stem: str) -> tuple[str, ...]:
    """Return the light stem ``stem`` and the words of which one ending makes it."""
    return (stem, *(stem + ending for ending in ENDINGS))


def without_pronoun(word: str, count: Callable[[str], int]) -> str:
    """Return ``word`` without a possessive or object pronoun, where what remains is commoner."""
    for pronoun in _PRONOUNS_BY_LAST.get(word[-1:], ()):
        if word.endswith(pronoun) and len(word) >= len(pronoun) + MIN_STEM:
            rest = word[: -len(pronoun)]
            if count(rest) > count(word):
                return rest
    return word


HAMZA_LEAD: Final = 30
"""How much commoner a word must be with a hamza for it to have been left out (مسوول)."""
HAMZA_SEATS: Final = WAW + YEH
"""Letters that may stand where a hamza belongs."""


def with_hamza(word: str, count: Callable[[str], int]) -> str:
    """Return the folded ``word`` with the hamza that a hurried hand has left out, else the word.

    Folding has made one sign of the seats of hamza.
    """
    if HAMZA in word or not (word.count(WAW, 1, -1) or word.count(YEH, 1, -1)):
        return word
    spellings = [
        f"{word[:at]}{HAMZA}{word[at + 1 :]}"
        for at, letter in enumerate(word[1:-1], 1)
        if letter in HAMZA_SEATS
    ]
    return _likeliest(word, spellings, count)


def with_final_hamza(word: str, count: Callable[[str], int]) -> str:
    """Return ``word`` with the hamza that was left out behind its final alef (وزرا), if it was."""
    return _likeliest(word, [word + HAMZA], count) if word[-1] == ALEF else word


def _likeliest(word: str, spellings: list[str], count: Callable[[str], int]) -> str:
    best, found = word, 0
    for each in spellings:
        times = count(each)
        if times > found:
            best, found = each, times
    return best if found >= HAMZA_LEAD and found >= HAMZA_LEAD * (count(word) + 1) else word


_LETTERS: Final = frozenset(ARABIC_LETTERS)


class WordForms(NamedTuple):
    """The ways in which a word can match another, from narrow to wide."""

    exact: str
    """The folded word as written."""
    form: str
    """Without proclitics, in the chosen spelling of its family."""
    stems: tuple[str, ...]
    """What ``form`` counts as: most often one stem, several where a plural has several singulars."""
    light_stem: str
    """What tells how near a text is: ``form`` without any ending."""
    root: str
    """The ISRI root of ``form``."""
    doubtful: tuple[str, ...] = ()
    """Singulars of a plural that is another word too: they tell only how near a text is."""
    nisba: str | None = None
    """The nisba that ``form`` is a form of, where it meets its noun: what a query asks for too."""


class WordAnalyzer:
    """Analyses folded words by one frequency table, and remembers the forms it has met."""

    def __init__(self, frequencies: WordCounts) -> None:
        self._count: Final = frequencies.count
        self._families: Final = spelling_families()
        self._alone: Final = spellings_alone()
        self._stemmer: Final = InflectionStemmer(frequencies.count)

    def analyze(self, word: str, *, is_feminine: bool = False) -> WordForms:
        """Return the forms of the folded ``word``; one of other letters stays as it is.

        ``is_feminine`` says that its last letter was written as teh marbuta.
        """
        form = self.form(word)
        stems, root, doubtful = self.widened(form, is_feminine)
        is_arabic = form[:1] in _LETTERS
        light = light_stem(form, self._count) if is_arabic else form
        nisba = self._stemmer.nisba_of(form, stems[0])
        return WordForms(word, form, stems, light, root, doubtful, nisba)

    def form(self, word: str) -> str:
        """Return the folded ``word`` without its proclitics, in the chosen spelling."""
        if word[:1] not in _LETTERS:
            return self._families.get(word, word)
        form = self._alone.get(word)
        if form is not None:
            return form
        form = without_proclitics(with_final_hamza(word, self._count), self._count, self._families)
        return self._families.get(form, form)

    def widened(self, form: str, is_feminine: bool) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
        """Return stems, root and doubtful singulars of a form: what it is indexed by."""
        if form[:1] not in _LETTERS:
            return (form,), form, ()
        whole = with_hamza(form, self._count)
        stems, doubtful = self._stemmer.stems(whole, is_feminine=is_feminine)
        return stems, isri_root(form), doubtful
