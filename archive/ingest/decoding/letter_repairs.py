"""Letters that an earlier program spoilt: read in a wrong encoding, or stored as printed shapes.

UTF-8 that was read as windows-1252 or windows-1256 and written again can be told from any text
in any language: its letters are the two bytes of Arabic letters, one after the other. It is put
right only where all of it, or a whole line of it, goes back into valid UTF-8 that is Arabic.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold

_SIGNS: Final = {"windows-1252": ("Ø§", "Ù„", "ÙŠ"), "windows-1256": ("ط§", "ظ„", "ظٹ")}
"""Alef, lam and yeh as each encoding shows their UTF-8."""

_FEWEST_SIGNS: Final = 2
_TO_BYTES: Final = {
    charset: {
        ord(letter): byte
        for byte in range(0x80, 0x100)
        if len(letter := bytes([byte]).decode(charset, "ignore")) == 1
    }
    for charset in _SIGNS
}
_LOST: Final = "Ù\ufffd"
"""An Arabic letter or mark whose second byte windows-1252 does not have: programs put U+FFFD there."""
_OPEN: Final = "\ue000"
_OPEN_BYTES: Final = _OPEN.encode().decode("latin-1")
_OPEN_WORD: Final = re.compile(f"[\u0621-\u0652{_OPEN}]+")
_FEH: Final = "ف"
"""The one letter among them; the others are vowel marks (tanwin, damma, kasra)."""
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_PRESENTED: Final = re.compile("[\ufb50-\ufd3d\ufd40-\ufdcf\ufe70-\ufefc]+")
"""Arabic presentation forms: shapes of letters, not the words that are written as one sign."""

_PRESENTED_LEAD: Final = b"\xef"
_BYTE_ORDER_MARK: Final = "\ufeff"


def repaired(text: str) -> tuple[str, str]:
    """Return ``text`` with spoilt letters put right, and a warning that says what was, or ""."""
    warnings = []
    for charset, signs in _SIGNS.items():
        # The second letters are rare in sound text, and one letter is found in no time.
        if not any(sign[1] in text for sign in signs):
            continue
        if sum(map(text.count, signs)) >= _FEWEST_SIGNS:
            better = _read_again(text, charset)
            if better != text:
                text = better
                warnings.append(f"UTF-8 that had been read as {charset} was put right")
    # All presentation forms begin with this byte in UTF-8; looking for it takes a tenth.
    if _PRESENTED_LEAD in text.encode("utf-8", "surrogatepass") and _PRESENTED.search(text):
        text = _PRESENTED.sub(_letters, text)
        warnings.append("Arabic presentation forms were changed to letters")
    return text, "; ".join(warnings)


def _read_again(text: str, charset: str) -> str:
    """Return the text as it was before it was read as ``charset``: whole, else line by line."""
    whole = _undone(text, charset)
    if whole is not None:
        return whole
    lines = text.splitlines(keepends=True)
    if len(lines) == 1:
        return text
    return "".join(
        (_undone(line, charset) if _has_sign(line, charset) else None) or line for line in lines
    )


def _has_sign(line: str, charset: str) -> bool:
    return any(sign in line for sign in _SIGNS[charset])


def _undone(text: str, charset: str) -> str | None:
    """Return the text that these letters are the bytes of, if it is Arabic; else None."""
    if charset == "windows-1252":
        text = text.replace(_LOST, _OPEN_BYTES)
    try:
        before = text.translate(_TO_BYTES[charset]).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    if not _ARABIC.search(before):
        return None
    if _OPEN in before:
        before = _OPEN_WORD.sub(_filled, before)
    return before.removeprefix(_BYTE_ORDER_MARK)


def _filled(word: re.Match[str]) -> str:
    """Return a word with the letter that was lost, without it where only that is a known word."""
    marked, whole = word[0].replace(_OPEN, ""), word[0].replace(_OPEN, _FEH)
    if whole == marked:
        return whole
    known = FrequencyTable.shipped()
    return whole if known.count(fold(whole)) >= known.count(fold(marked)) else marked


def _letters(shapes: re.Match[str]) -> str:
    """Return letters for their shapes; a lone vowel mark comes without the blank that bears it."""
    return "".join(
        unicodedata.normalize("NFKC", shape).lstrip(" ")
        if shape < "\ufe80"
        else unicodedata.normalize("NFKC", shape)
        for shape in shapes[0]
    )
