"""What is one word, or two, though it is written otherwise.

Names that some hands glue are two words (أبوظبي, عبدالله); a number is one however its thousands
are parted (12,345), and so are an abbreviation (أ.ف.ب) and a formula of piety (ﷺ). What stands
before a word of other letters is no part of it (الـCIA), and letters before a number are a word of
their own (F16).

The patterns go before the word pattern in a splitter. They have no groups.

>>> unit_of("١٢٬٣٤٥"), unit_of("الـCIA"), unit_of("أ ف ب")
(Unit(value='12345', parts=()), Unit(value='cia', parts=()), Unit(value='ا.ف.ب', parts=()))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from typing import Final, NamedTuple

from archive.arabic.clitics import SINGLE_PROCLITICS
from archive.arabic.data_files import data_lines
from archive.arabic.letters import (
    ARABIC_LETTERS,
    FORMULA_SIGNS,
    INVISIBLES,
    MARKS,
    PRESENTATION_FORMS,
    TATWEEL,
)
from archive.arabic.normalize import fold
from archive.arabic.spelling_patterns import (
    ATTACHED,
    WORD_END,
    WORD_START,
    any_spelled,
    spelled,
)

GLUED_NAMES_FILE: Final = "glued_names.txt"

_ARABIC: Final = f"{ARABIC_LETTERS}{PRESENTATION_FORMS}"
_OTHER_LETTER: Final = f"[^\\W_{_ARABIC}{MARKS}{TATWEEL}{INVISIBLES}]"
_OTHER_WORD: Final = f"{_OTHER_LETTER}(?:{_OTHER_LETTER}|[{INVISIBLES}](?=[^\\W_]))*"

_THOUSANDS: Final = ",.\u066c\u060c'\u2019"
"""What parts thousands: comma, full stop, Arabic thousands separator, Arabic comma, apostrophes."""
_ZERO: Final = "0\u0660\u06f0"
_GROUPS: Final = "|".join(f"(?:[{separator}]\\d{{3}})+" for separator in _THOUSANDS)
_NUMBER: Final = rf"(?<!\d)(?<!\d[{_THOUSANDS}])(?![{_ZERO}])\d{{1,3}}(?:{_GROUPS})(?!\d)"

_SINGLE_LETTER: Final = (
    f"[{''.join(letter for letter in ARABIC_LETTERS if letter != 'و')}]{ATTACHED}"
)
_ABBREVIATION: Final = (
    f"{WORD_START}{_SINGLE_LETTER}(?:[. ]{{1,2}}{_SINGLE_LETTER}){{2,5}}{WORD_END}"
    r"|(?<![^\W_])[A-Za-z](?:\.[A-Za-z]){1,5}(?![^\W_])"
)

_BEFORE_OTHER_LETTERS: Final = (
    f"{WORD_START}(?:{spelled('و')}|{spelled('ف')})?(?:"
    f"(?:{spelled('ب')}|{spelled('ك')})?{spelled('ال')}|{spelled('لل')}"
    f"|[{SINGLE_PROCLITICS}][{TATWEEL}]+)(?:{_NUMBER}|{_OTHER_WORD})"
)
_LETTERS_OF_CODE: Final = r"[A-Za-z]+(?=\d+(?![^\W_]))"

_FORMULAS: Final = dict(
    zip(FORMULA_SIGNS, ("صلى الله عليه وسلم", "بسم الله الرحمن الرحيم"), strict=True)
)
_FORMULA_WORDS: Final = {sign: tuple(fold(words).split()) for sign, words in _FORMULAS.items()}
_FORMULA: Final = "|".join(
    f"{sign}|{WORD_START}{spelled(' '.join(words))}{WORD_END}"
    for sign, words in _FORMULA_WORDS.items()
)
_FATHER: Final = "ابو"
_NOT_A_FATHER: Final = any_spelled(
    ("اب", "اق", "هما", "يه", "ين", "ته", "تن", "لل", "ليا", "ليو", "سه", "كما")
)
"""What follows ابو in other words: أبواب، أبواق، أبوهما، أبويه، أبوتهم."""


_SERVANT: Final = "عبد"


def _listed_glued_names() -> Iterator[tuple[list[str], list[str]]]:
    """Yield, folded, first words of names and the second words that are written behind them."""
    for line in data_lines(GLUED_NAMES_FILE):
        firsts, _, seconds = fold(line).partition(":")
        yield firsts.split(), seconds.split()


def _glued_name_pattern() -> str:
    """Return a pattern of the first word of each glued name, with a proclitic before it or not."""
    letter = f"[{ARABIC_LETTERS}]{ATTACHED}"
    servant = f"{spelled(_SERVANT)}(?={spelled('ال')}{letter}{letter})"
    father = f"{spelled(_FATHER)}(?!{_NOT_A_FATHER})(?={letter}{letter}{letter})"
    listed = (
        f"{any_spelled(firsts)}(?={any_spelled(seconds)}{WORD_END})"
        for firsts, seconds in _listed_glued_names()
    )
    names = "|".join((servant, father, *listed))
    return f"{WORD_START}(?:[{SINGLE_PROCLITICS}]{ATTACHED})?(?:{names})"


GLUED_NAME_PATTERN: Final = _glued_name_pattern()
"""The first word of a name of two words that are written as one."""

_VALUED_PATTERN: Final = f"{_NUMBER}|{_ABBREVIATION}|{_BEFORE_OTHER_LETTERS}|{_FORMULA}"
UNIT_PATTERN: Final = f"{_VALUED_PATTERN}|{_LETTERS_OF_CODE}|{GLUED_NAME_PATTERN}"

GLUED_OPENINGS: Final = frozenset((_SERVANT, _FATHER))
"""Words of three letters that are glued to more words than a list could hold."""


def unit_words() -> frozenset[str]:
    """Return the folded words that the patterns may find in a word of Arabic letters alone.

    Left out are those with one of ``GLUED_OPENINGS``, behind a proclitic or not.
    """
    glued = (
        proclitic + first + second
        for firsts, seconds in _listed_glued_names()
        for first, second, proclitic in product(firsts, seconds, ("", *SINGLE_PROCLITICS))
    )
    of_formulas = chain.from_iterable(_FORMULA_WORDS.values())
    return frozenset((*glued, *of_formulas, *map(fold, ARABIC_LETTERS)))


_CODES_OF_NUMBER: Final = re.compile(rf"(?![{_ZERO}])\d{{1,3}}|\d{{3}}")
_OPENING_PATTERN: Final = (
    f"{_SINGLE_LETTER}|[A-Za-z]|[{_ARABIC}{TATWEEL}]+\\d{{1,3}}"
    f"|{any_spelled(words[0] for words in _FORMULA_WORDS.values())}"
)
UNIT_PART_PATTERN: Final = f"{_OPENING_PATTERN}|" + any_spelled(
    {word for words in _FORMULA_WORDS.values() for word in words}
)
"""A whole stretch of characters of words, but for digits, that is part of a unit of several."""
_OPENING: Final = re.compile(_OPENING_PATTERN)


def may_open_unit(chunk: str) -> bool:
    """Return whether ``chunk``, a stretch of characters of words, may begin a unit that goes on."""
    return (_CODES_OF_NUMBER if chunk.isdecimal() else _OPENING).fullmatch(chunk) is not None


class Unit(NamedTuple):
    """What a surface of the patterns stands for."""

    value: str
    """The one folded word that it is."""
    parts: tuple[str, ...] = ()
    """The folded words that it is found by too."""


_UNIT: Final = re.compile(
    f"(?P<number>{_NUMBER})|(?P<abbreviation>{_ABBREVIATION})|(?P<formula>{_FORMULA})"
    f"|(?P<attached>{_BEFORE_OTHER_LETTERS})"
)
_NO_DIGIT: Final = re.compile(r"\D+")
_BETWEEN_LETTERS: Final = re.compile("[. ]+")
_ARABIC_START: Final = re.compile(f"^[{_ARABIC}{MARKS}{INVISIBLES}{TATWEEL}]+")


def unit_of(surface: str) -> Unit | None:
    """Return what a surface of ``UNIT_PATTERN`` stands for; None where it is a plain word."""
    if _is_plain(surface):
        return None
    match = _UNIT.fullmatch(surface)
    if match is None:
        return None
    if match.lastgroup == "attached":
        rest = _ARABIC_START.sub("", surface)
        return Unit(_NO_DIGIT.sub("", fold(rest)) if _is_number(rest) else fold(rest))
    if match.lastgroup == "number":
        return Unit(_NO_DIGIT.sub("", fold(surface)))
    if match.lastgroup == "abbreviation":
        separator = "" if surface.isascii() else "."
        return Unit(_BETWEEN_LETTERS.sub(separator, fold(surface)))
    return _formula(fold(surface))


def _is_plain(surface: str) -> bool:
    """Return whether ``surface`` ends as no unit does. (The pattern takes ten times as long.)"""
    last = surface[-1:]
    return "\u0620" <= last <= "\u06ff" and not (
        last.isdecimal() or " " in surface or "." in surface or "\n" in surface
    )


def _is_number(text: str) -> bool:
    return not text.isalnum() and text[0].isdigit()


@cache
def _formula(folded: str) -> Unit:
    for sign, words in _FORMULA_WORDS.items():
        if folded == sign or tuple(folded.split()) == words:
            return Unit(sign, words)
    raise ValueError(f"{folded!r} is no formula")
