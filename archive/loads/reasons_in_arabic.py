"""What loads say of documents, in the words of the reader's language.

A load tells its reasons in English, as commands do; the desk is read in Arabic.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).resolve().parents[1] / "data" / "load_reasons.tsv"


def reason_in(reason: str, language: str) -> str:
    """Return a reason in a language (``ar`` or ``en``); English where no other is known."""
    return in_arabic(reason) if language == "ar" else reason


def in_arabic(reason: str) -> str:
    """Return a reason in Arabic by the longest known beginning, else as it is."""
    for beginning, words in _reasons():
        if reason.startswith(beginning):
            return words
    return reason


@cache
def _reasons() -> tuple[tuple[str, str], ...]:
    """Return how reasons begin and what they are in Arabic, the longest first."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t", 1) for line in lines if line and not line.startswith("#")]
    return tuple(sorted(((one, other) for one, other in pairs), key=lambda pair: -len(pair[0])))
