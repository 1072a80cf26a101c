"""Folding: the one spelling under which a word is compared.

>>> fold("الأمريكيّة")
'الامريكيه'
>>> fold("٢٠٢٥")
'2025'
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from archive.arabic import letters

_DELETED: Final = re.compile(f"[{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}]+")
_PRESENTATION: Final = re.compile(f"[{letters.PRESENTATION_FORMS}]+")
_UNUSUAL: Final = re.compile(
    f"[{letters.PRESENTATION_FORMS}{letters.MARKS}{letters.INVISIBLES}{letters.TATWEEL}"
    "\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u212b]"
)
_COMBINING: Final = re.compile(f"[{letters.COMBINING_HAMZA_AND_MADDA}]")
_LATIN_ACCENTS: Final = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u212b]")
_FOLDING: Final = str.maketrans(
    letters.LETTER_FOLDING
    | {digit: str(value) for value, digit in enumerate(letters.ARABIC_INDIC_DIGITS)}
    | {digit: str(value) for value, digit in enumerate(letters.EXTENDED_ARABIC_INDIC_DIGITS)}
)


def strip_marks(text: str) -> str:
    """Return ``text`` without vowel marks, tatweel and invisible signs; letters stay."""
    return _DELETED.sub("", text)


def fold(text: str) -> str:
    """Return the folded form of ``text``: idempotent.

    Presentation forms become letters (NFKC), a combining hamza joins its letter (NFC),
    marks and invisible signs go, letter variants meet (see ``letters.LETTER_FOLDING``),
    digits of all three scripts become ASCII, Latin loses case and accents. Offsets are
    not kept: fold a token, not a text whose offsets matter.
    """
    if not _UNUSUAL.search(text):
        # Most words of a text: nothing but letters to exchange.
        return text.translate(_FOLDING).lower()
    if _PRESENTATION.search(text):
        text = _PRESENTATION.sub(_compatible, text)
    if _COMBINING.search(text):
        text = unicodedata.normalize("NFC", text)
    text = _DELETED.sub("", text).translate(_FOLDING).lower()
    if _LATIN_ACCENTS.search(text):
        text = _without_accents(text)
    return text


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
