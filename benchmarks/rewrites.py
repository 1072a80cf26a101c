"""Queries as other keyboards, converters and habits would have written them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import arabic_reshaper

from archive.arabic import letters
from archive.arabic.usual_spellings import bare

_FATHA: Final = "\u064e"
_ZERO_WIDTH_NON_JOINER: Final = "\u200c"
_RIGHT_TO_LEFT_MARK: Final = "\u200f"

_PERSIAN: Final = str.maketrans(
    {letters.YEH: letters.FARSI_YEH, letters.KAF: letters.KEHEH}
    | dict(zip(letters.ARABIC_INDIC_DIGITS, letters.EXTENDED_ARABIC_INDIC_DIGITS, strict=True))
)
_FINAL_LETTERS: Final = MappingProxyType(
    {
        letters.YEH: letters.ALEF_MAKSURA,
        letters.ALEF_MAKSURA: letters.YEH,
        letters.HEH: letters.TEH_MARBUTA,
        letters.TEH_MARBUTA: letters.HEH,
    }
)


def persian_letters(text: str) -> str:
    """Write ی and ک for ي and ك, as Persian and Kurdish keyboards do."""
    return text.translate(_PERSIAN)


def presentation_forms(text: str) -> str:
    """Write shaped letters and ligatures, as PDF converters do."""
    return str(arabic_reshaper.reshape(text))


def zero_width_marks(text: str) -> str:
    """Put an invisible sign into every word, as web pages do."""
    return " ".join(
        word[:1] + _ZERO_WIDTH_NON_JOINER + word[1:] + _RIGHT_TO_LEFT_MARK for word in text.split()
    )


def vowels(text: str) -> str:
    """Put a vowel mark on every Arabic letter."""
    return "".join(char + _FATHA if char in letters.ARABIC_LETTERS else char for char in text)


def exchanged_finals(text: str) -> str:
    """Exchange ى with ي and ه with ة at the end of every word."""
    return "".join(
        _FINAL_LETTERS.get(char, char) if not following.isalpha() else char
        for char, following in zip(text, f"{text[1:]} ", strict=True)
    )


def decomposed(text: str) -> str:
    """Write the hamza as a combining sign, as some file systems do (NFD)."""
    return unicodedata.normalize("NFD", text)


REWRITES: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "Persian letters": persian_letters,
        "presentation forms": presentation_forms,
        "zero-width marks": zero_width_marks,
        "vowels": vowels,
        "bare alef": bare,
        "ى/ي and ه/ة": exchanged_finals,
        "NFD": decomposed,
    }
)
