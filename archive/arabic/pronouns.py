"""Pronouns that Arabic writes together with the word before them: whose, or whom (حكومته).

One comes off where what remains is the commoner word. Words are folded and have no proclitics.

>>> before_pronoun("حكومته", {"حكومه": 50, "حكومته": 9, "حكومت": 0}.__getitem__)
'حكومه'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from archive.arabic.letters import HEH, YEH

MIN_WORD: Final = 3
"""Letters that a pronoun leaves; with a greater lead one less (حق and حقه)."""
DOUBTFUL_LEAD: Final = 10
"""How much commoner a word must be than with a last letter that is rarely a pronoun (مالك)."""
SHORT_LEAD: Final = 5
"""The same of a word of two letters (حق and حقه)."""
_LEADS: Final = {
    **dict.fromkeys(("هما", "هم", "هن", "ها", "ه"), 1),
    **dict.fromkeys(("كما", "كم", "نا", "ك"), DOUBTFUL_LEAD),
}
_LEADS_BY_LAST: Final = {
    last: tuple((each, lead) for each, lead in _LEADS.items() if each[-1] == last)
    for last in dict.fromkeys(each[-1] for each in _LEADS)
}
"""The pronouns that end in a letter, those that are surely one first, with their leads."""
_ALONE: Final = {"ت": HEH, "ا": YEH}
"""Last letters before a pronoun, and what they are without it (folded ة, and ى)."""


def before_pronoun(word: str, count: Callable[[str], int]) -> str:
    """Return ``word`` without its pronoun, where what remains is the commoner word by ``count``."""
    for pronoun, lead in _LEADS_BY_LAST.get(word[-1:], ()):
        if not word.endswith(pronoun) or len(word) < len(pronoun) + MIN_WORD - 1:
            continue
        rest, found = _as_alone(word[: -len(pronoun)], count)
        least = lead if len(rest) >= MIN_WORD else SHORT_LEAD * lead
        if found and found > least * count(word):
            return rest
    return word


def _as_alone(rest: str, count: Callable[[str], int]) -> tuple[str, int]:
    """Return ``rest`` as written without a pronoun (حكومته, مستواه), and how often it is."""
    found = count(rest)
    last = _ALONE.get(rest[-1])
    if last is None:
        return rest, found
    other = rest[:-1] + last
    other_found = count(other)
    return (other, other_found) if other_found > found else (rest, found)
