"""Verbs without the ending that tells who did it: أعلنت and أعلنوا are أعلن.

A verb is told from a noun by evidence: no article stands before it, and of a past its imperfect is
written too (يعلن). Present and past stay apart, and so do forms whose vowels change (قلت): what
joins them joins too much that is no verb (يزيد and زيد). Words are folded and have no proclitics.

>>> from archive.arabic.frequencies import FrequencyTable
>>> [without_subject(word, FrequencyTable.shipped().count) for word in ("اعلنت", "يعلنوا", "سبورت")]
['اعلن', 'يعلن', 'سبورت']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from archive.arabic.clitics import ARTICLE, VERB_SHARE
from archive.arabic.letters import ALEF, TEH, WAW, YEH

Count = Callable[[str], int]

MIN_VERB: Final = 3
"""Letters that an ending must leave."""
RARE: Final = 3
"""A form that is written less often is no evidence."""
PAST_SHARE: Final = 0.05
"""Of a form's frequency, what the verb without its ending must have."""
IMPERFECT_SHARE: Final = 0.05
"""Of a past's frequency, what its imperfect must have (a name has none: سبورت)."""
_PLURAL: Final = WAW + ALEF
_ENDINGS: Final = (_PLURAL, TEH + ALEF, TEH)
_IMPERFECT: Final = (YEH, TEH)
"""Letters that begin an imperfect of the third person."""


def without_subject(word: str, count: Count) -> str:
    """Return ``word`` without an ending of person and number, if by ``count`` it is a verb."""
    for ending in _ENDINGS:
        verb = word.removesuffix(ending)
        if verb != word and len(verb) >= MIN_VERB:
            return verb if _is_form_of(word, verb, ending, count) else word
    return word


def _is_form_of(word: str, verb: str, ending: str, count: Count) -> bool:
    own, found = count(word), count(verb)
    if found < max(RARE, PAST_SHARE * own) or not (_is_verb(word, count) and _is_verb(verb, count)):
        return False
    if ending == _PLURAL and verb[0] in _IMPERFECT:
        return True
    # The alef of أعلن and انتقل goes behind the letter of the imperfect.
    rests = (verb, verb[1:]) if verb[0] == ALEF else (verb,)
    imperfect = max(count(letter + rest) for letter in _IMPERFECT for rest in rests)
    return imperfect >= max(RARE, IMPERFECT_SHARE * found)


def _is_verb(word: str, count: Count) -> bool:
    return count(ARTICLE + word) <= VERB_SHARE * count(word)
