"""In which direction a language is written."""

from __future__ import annotations

from typing import Final

_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "ckb", "fa", "he", "kmr", "ps", "sd", "ug", "ur", "und", ""}
)
"""Languages written from right to left; what is not known is taken for Arabic."""


def direction_of(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language (BCP 47), as HTML's ``dir`` takes it."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"
