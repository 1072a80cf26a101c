"""Proclitics: the one-letter words that Arabic writes together with the next word.

A conjunction (و ف), a preposition (ب ك ل) or the future sign (س), and the article ال, in
this order. Words are folded. Two questions are answered here:

- ``without_proclitics``: what any word is without them, by how often its parts are written.
  The thresholds were chosen on UD Arabic-PUD (see ``docs/arabic-analysis.md``).
- ``strip_clitics``: every way to part a word, for looking up names that are known anyway.

>>> [(reading.clitic, reading.rest) for reading in strip_clitics("وبغداد")]
[('', 'وبغداد'), ('و', 'بغداد'), ('وب', 'غداد')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from archive.arabic.data_files import data_lines
from archive.arabic.letters import ALEF, BEH, FEH, KAF, LAM, NOON, SEEN, TEH, WAW, YEH
from archive.arabic.normalize import fold
from archive.arabic.word_lists import STOP_WORDS

Count = Callable[[str], int]
"""How often a folded word is written: ``FrequencyTable.count``."""

ARTICLE: Final = ALEF + LAM
CONJUNCTIONS: Final = (WAW, FEH)
PREPOSITIONS: Final = (BEH, KAF, LAM)
PROCLITICS: Final = (*CONJUNCTIONS, *PREPOSITIONS)
SINGLE_PROCLITICS: Final = "".join(PROCLITICS)
"""The same letters, for a character class of a regular expression."""
FOR_THE: Final = LAM + LAM
"""للـ, in which the article has lost its alef."""
VERB_OPENINGS: Final = YEH + TEH + NOON
"""Letters of the imperfect that the future sign can stand before. Alef is left out:
سا begins more nouns (سالم، ساعد) than first persons."""

_FIRST_LETTERS: Final = frozenset((*PROCLITICS, ALEF, SEEN))
"""What a word with a proclitic begins with."""

MIN_WORD: Final = 2
"""Letters that must remain of a word (دم, يد), and of the first word of a longer name (وتل أبيض)."""
MIN_LONG_WORD: Final = 3
"""Letters that must remain where the evidence is weaker."""
MIN_NAME: Final = 3
"""Letters that must remain of a name of one word: shorter rests are mostly parts of other
words."""
NOUN_SHARE: Final = 0.1
"""A word is a noun itself (بعيد، الكرد) that takes the article more often than at this share
of its own frequency, or of its remainder's with the article."""
FIXED_PHRASE_SHARE: Final = 0.05
"""Share of a noun's own frequency in that of its phrase with ب (بشكل from شكل)."""
VERB_SHARE: Final = 0.02
"""The article stands before a verb at most this often."""

_ARTICLE: Final = re.compile(
    f"[{WAW}{FEH}]?(?:[{BEH}{KAF}]?{ARTICLE}|{FOR_THE})(?=.{{{MIN_WORD}}})", re.DOTALL
)

_ARTICLE_OPENINGS: Final = frozenset(
    (
        *(ARTICLE, FOR_THE),
        *(first + ALEF for first in (*CONJUNCTIONS, BEH, KAF)),
        *(first + second for first in CONJUNCTIONS for second in PREPOSITIONS),
    )
)
"""The first two letters of what the pattern matches: most words are told by them alone."""

LOOKALIKES_FILE: Final = "article_lookalikes.txt"


@cache
def article_lookalikes() -> frozenset[str]:
    """Return folded words whose first letters ال are no article (المانيا from ألمانيا)."""
    return frozenset(data_lines(LOOKALIKES_FILE))


def without_proclitics(word: str, count: Count, whole: Container[str] = frozenset()) -> str:
    """Return the folded ``word`` without its proclitics.

    The article is certain, with whatever stands before it. A single letter is taken off
    where the remainder is the commoner word by ``count``: وقال is و + قال, but وزارة is
    one word. Nothing is taken off the words in ``whole``.
    """
    if word[0] not in _FIRST_LETTERS:
        return word
    noun = after_article(word, count)
    if noun is not None:
        return noun
    for letters in (CONJUNCTIONS, PREPOSITIONS):
        if word in whole:
            return word
        if word[0] in letters and is_proclitic(word, count):
            word = word[1:]
            noun = after_article(word, count)
            if noun is not None:
                return noun
    return word[1:] if word[0] == SEEN and is_future(word, count) else word


def after_article(word: str, count: Count) -> str | None:
    """Return what follows ال or لل in ``word``, a certain proclitic before it or not."""
    if word[:2] not in _ARTICLE_OPENINGS:
        return None
    opening = _ARTICLE.match(word)
    if opening is None:
        return None
    rest = word[opening.end() :]
    if opening.group().endswith(FOR_THE):
        return _after_for_the(rest, count)
    return ARTICLE + rest if ARTICLE + rest in article_lookalikes() else rest


def is_proclitic(word: str, count: Count) -> bool:
    """Return whether the first letter of ``word`` is a word of its own, as far as ``count`` tells."""
    rest = word[1:]
    if len(rest) < MIN_WORD:
        return False
    if len(rest) == MIN_WORD and rest in STOP_WORDS:
        # With the conjunction such a word is listed itself: this is another word (ولي).
        return False
    whole, alone = count(word), count(rest)
    # A word that is new to the table and begins with و is hardly one word: few do.
    if alone > whole or (whole == 0 and word[0] == WAW and len(word) > MIN_LONG_WORD):
        return count(ARTICLE + word) <= NOUN_SHARE * min(whole, count(ARTICLE + rest)) + 1
    return (
        word[0] == BEH
        and len(rest) >= MIN_LONG_WORD
        and alone > FIXED_PHRASE_SHARE * whole
        and _is_adverb(count(ARTICLE + word), count(ARTICLE + rest), whole)
    )


def _is_adverb(noun: int, noun_rest: int, whole: int) -> bool:
    """Return whether ب made an adverb: commoner than its noun, but never with the article."""
    return noun_rest > FIXED_PHRASE_SHARE * whole and noun < FIXED_PHRASE_SHARE * noun_rest


def is_future(word: str, count: Count) -> bool:
    """Return whether the س of ``word`` is the future sign before a verb (سيكون)."""
    rest = word[1:]
    return (
        len(rest) >= MIN_LONG_WORD
        and rest[0] in VERB_OPENINGS
        and count(rest) > count(word)
        and count(ARTICLE + rest) <= VERB_SHARE * count(rest)
    )


def _after_for_the(rest: str, count: Count) -> str:
    """Return ``rest`` with the lam that للـ swallowed, if it did: للاجئين is ل + ال + لاجئين."""
    with_lam = LAM + rest
    if _noun_count(with_lam, count) > _noun_count(rest, count):
        return with_lam
    return rest


def _noun_count(word: str, count: Count) -> int:
    return count(word) + count(ARTICLE + word)


class Reading(NamedTuple):
    """One way to part a folded word: ``clitic``, and the name's word ``rest``.

    ``taken`` letters of the folded word stand before the surface of the name.
    """

    clitic: str
    taken: int
    rest: str


def strip_clitics(word: str) -> list[Reading]:
    """Return the readings of a folded word, the whole word first."""
    readings = [Reading("", 0, word)]
    start = 0
    if word.startswith(CONJUNCTIONS) and len(word) > MIN_WORD:
        readings.append(Reading(word[0], 1, word[1:]))
        start = 1
    if not word.startswith(PREPOSITIONS, start) or len(word) - start <= MIN_WORD:
        return readings
    taken = start + 1
    readings.append(Reading(word[:taken], taken, word[taken:]))
    if word.startswith(FOR_THE, start):
        # The article loses its alef after ل; before a name in ل one lam of three goes too.
        if len(word) - taken > MIN_WORD:
            readings.append(Reading(word[: taken + 1], taken + 1, ARTICLE + word[taken + 1 :]))
        readings.append(Reading(word[:taken], taken, ARTICLE + word[taken:]))
    return readings


@lru_cache(maxsize=1 << 16)
def is_definite(word: str) -> bool:
    """Return whether a folded word carries the article, with or without proclitics."""
    return any(reading.rest.startswith(ARTICLE) for reading in strip_clitics(word))


def surface_offset(surface: str, taken: int) -> int:
    """Return how many code points of ``surface`` the first ``taken`` folded letters fill.

    Marks and tatweel behind a proclitic belong to it. Returns -1 where a ligature
    holds both the proclitic and the beginning of the name.
    """
    if not taken:
        return 0
    letters = 0
    for offset, char in enumerate(surface):
        width = len(fold(char))
        if letters == taken and width:
            return offset
        letters += width
        if letters > taken:
            return -1
    return -1


def with_clitics(word: str) -> Iterator[Reading]:
    """Yield ``word`` with every proclitic before it: ``rest`` is then the written word.

    The reverse of ``strip_clitics``, for matching a handful of names in a whole text.
    """
    for conjunction in ("", *CONJUNCTIONS):
        for preposition in ("", *PREPOSITIONS):
            clitic = conjunction + preposition
            yield Reading(clitic, len(clitic), clitic + word)
        if word.startswith(ARTICLE):
            clitic = conjunction + LAM
            if word.startswith(ARTICLE + LAM):
                yield Reading(clitic, len(clitic), clitic + word[2:])
            else:
                yield Reading(clitic + LAM, len(clitic) + 1, clitic + word[1:])


def spelled_out(surface: str, clitic: str) -> str:
    """Return a name in full: with the article that lost its alef to the preposition ل."""
    return ARTICLE + surface if clitic.endswith(FOR_THE) else surface
