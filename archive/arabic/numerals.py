"""Numbers written in Arabic words, and the plural that a number asks of its noun.

>>> read_number("الحادي والعشرين"), read_number("ألفين وأربعة وعشرين")
(21, 2024)
>>> plural_form(3), plural_form(15), plural_form(100)
('few', 'many', 'other')
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

PluralForm = Literal["zero", "one", "two", "few", "many", "other"]

_CONJUNCTION: Final = "و"
_ARTICLE: Final = "ال"
_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1000


@cache
def number_words() -> dict[str, int]:
    """Return each folded number word without its article, and its value."""
    words: dict[str, int] = {}
    for line in data_lines("numerals.txt"):
        value, _, spellings = line.partition(":")
        words.update((fold(word.strip()), int(value)) for word in spellings.split("|"))
    return words


def _value(word: str) -> tuple[int, bool] | None:
    """Return a word's value and whether a conjunction joins it to what stands before."""
    words = number_words()
    joined = False
    if word not in words and word.startswith(_CONJUNCTION):
        word, joined = word[len(_CONJUNCTION) :], True
    if word not in words and word.startswith(_ARTICLE):
        word = word[len(_ARTICLE) :]
    value = words.get(word)
    return None if value is None else (value, joined)


def _extends(group: int, value: int, joined: bool) -> bool:
    """Tell whether ``value`` may follow ``group`` within one number below a thousand."""
    if group == 0 or value == 0:
        return group == 0
    if value == _TEN and not joined:
        return 1 <= group % _HUNDRED < _TEN
    if value < _TEN:
        return joined and group % _HUNDRED == 0
    if value < _HUNDRED:
        return joined and group % _HUNDRED < _TEN
    return joined or 3 <= group < _TEN


def read_number(words: str) -> int | None:
    """Return the number that Arabic ``words`` spell, cardinal or ordinal, or None.

    Either gender, any case ending, with or without the article, up to 999,999. Words
    that are no whole number ("الثالث من", "عشرون ثلاثة") give None.
    """
    total, group = 0, 0
    parts = fold(words).replace(f" {_CONJUNCTION} ", f" {_CONJUNCTION}").split()
    for position, part in enumerate(parts):
        read = _value(part)
        if read is None or (position == 0 and read[1]):
            return None
        value, joined = read
        if value % _THOUSAND == 0 and value:
            if total or (group and joined):
                return None
            total, group = (group or 1) * value, 0
        elif not _extends(group, value, joined) or (total and not group and not joined):
            return None
        else:
            multiplies = value == _HUNDRED and 3 <= group < _TEN and not joined
            group = group * value if multiplies else group + value
    return total + group if parts else None


def plural_form(number: int) -> PluralForm:
    """Return the plural category of ``number`` in Arabic.

    Source: Unicode CLDR 45, plural rules for ``ar``; the sign of a number plays no part.
    """
    number = abs(number)
    if number <= 2:
        return ("zero", "one", "two")[number]
    if 3 <= number % _HUNDRED <= _TEN:
        return "few"
    return "many" if number % _HUNDRED > _TEN else "other"
