"""Month names as one word each, so that يناير, كانون الثاني and جانفي meet.

``MONTH_PATTERN`` goes before the word pattern in a splitter. A name that is also a common
word (آب, أيار, مارس) is a month only beside a number or a slash; the separator is then part
of the match, so that its surface alone tells the month from the word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from archive.arabic import letters
from archive.arabic.clitics import SINGLE_PROCLITICS
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

AMBIGUOUS_SIGN: Final = "?"
JOIN_SIGN: Final = "+"
SEPARATORS: Final = " \t\n\r\u00a0/(-"
"""What may stand inside the surface of a month, or be cut from its ends."""


@cache
def _names() -> tuple[tuple[int, str, bool], ...]:
    names = []
    for line in data_lines("month_words.txt"):
        number, *spellings = line.split()
        for spelling in spellings:
            name = fold(spelling.removesuffix(AMBIGUOUS_SIGN)).replace(JOIN_SIGN, " ")
            names.append((int(number), name, spelling.endswith(AMBIGUOUS_SIGN)))
    return tuple(names)


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the month, 1 to 12, of each folded name, also with a one-letter proclitic."""
    return MappingProxyType(
        {
            proclitic + name: number
            for number, name, _ in _names()
            for proclitic in ("", *SINGLE_PROCLITICS)
        }
    )


@cache
def unambiguous_months() -> frozenset[str]:
    """Return the folded one-word names that need no neighbour to be a month."""
    sure = {name for _, name, ambiguous in _names() if not ambiguous and " " not in name}
    return frozenset(proclitic + name for name in sure for proclitic in ("", *SINGLE_PROCLITICS))


@cache
def ambiguous_months() -> frozenset[str]:
    """Return the folded names that are common words too, without proclitics."""
    return frozenset(name for _, name, ambiguous in _names() if ambiguous)


def months_of(surface: str) -> tuple[tuple[int, str], ...]:
    """Return the months that ``surface`` (one match of a splitter) names: number, folded name.

    Empty for a word that is no month. Two for كانون الثاني/يناير.
    """
    words = fold(surface).translate(_TO_SPACES).split()
    if len(words) == 1 and surface == surface.strip(SEPARATORS):
        number = month_numbers()[words[0]] if words[0] in unambiguous_months() else None
        return () if number is None else ((number, words[0]),)
    found = []
    numbers = month_numbers()
    at = 0
    while at < len(words):
        width = 2 if " ".join(words[at : at + 2]) in numbers else 1
        name = " ".join(words[at : at + width])
        if name in numbers:
            found.append((numbers[name], name))
        at += width
    return tuple(found)


_TO_SPACES: Final = str.maketrans(dict.fromkeys(SEPARATORS, " "))


def _spellings() -> Mapping[str, str]:
    """Return for each folded letter a class of the letters that fold to it."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for letter in letters.ARABIC_LETTERS:
        spellings[fold(letter)].add(letter)
    return {folded: "".join(sorted(written)) for folded, written in spellings.items()}


def _pattern() -> str:
    spellings = _spellings()
    attached = f"[{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}]*"

    def any_of(ambiguous: bool) -> str:
        return "|".join(
            r"\s{1,2}".join(
                "".join(f"[{spellings[letter]}]{attached}" for letter in word)
                for word in name.split()
            )
            for _, name, is_ambiguous in _names()
            if is_ambiguous == ambiguous
        )

    end = f"(?![{letters.ARABIC_LETTERS}{letters.PRESENTATION_FORMS}])"
    proclitic = f"(?:[{SINGLE_PROCLITICS}]{attached})?"
    sure = f"{proclitic}(?:{any_of(False)}){end}"
    ambiguous = f"{proclitic}(?:{any_of(True)}){end}"
    second = rf"\s?[/(\-]\s?(?:{sure}|{ambiguous})"
    return (
        rf"{sure}(?:{second})?"
        rf"|{ambiguous}(?:{second}|[\s/\-]{{1,2}}(?=\d)|\s?/)"
        rf"|(?:(?<=\d)[\s/\-]{{1,2}}|/\s?){ambiguous}(?:{second})?"
    )


MONTH_PATTERN: Final = _pattern()
"""A month name in any letters and marks, with its second name after a slash; no groups."""
