"""Light stemming: a word without the endings of number, gender, nisba and possession.

After Larkey, Ballesteros and Connell, "Improving stemming for Arabic information retrieval"
(SIGIR 2002), light10, with a pronoun step that asks how common the remainder is, and with the
final alef of the accusative (رئيسا) and of countries (أمريكا), so that these meet their nisba.
Words are folded and have no proclitics.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

PRONOUNS: Final = ("هما", "كما", "هم", "هن", "كم", "نا", "ها", "ه", "ك", "ي")
ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا")
_PRONOUNS_BY_LAST: Final = {
    last: tuple(each for each in PRONOUNS if each[-1] == last)
    for last in dict.fromkeys(each[-1] for each in PRONOUNS)
}
_LAST_OF_ENDINGS: Final = frozenset(each[-1] for each in ENDINGS)
COUNTRY_ENDING: Final = "يا"
COUNTRY_LENGTH: Final = 5
MIN_STEM: Final = 3


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
