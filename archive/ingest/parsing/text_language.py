"""The language of a text, by its own word or by its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ARABIC: Final = re.compile("[\u0621-\u064a\u0671-\u06d3]{2,}")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
_SAMPLED_PARAGRAPHS: Final = 3
_SAMPLE: Final = 600
"""Code points at the beginning of a text that tell its language."""


def language_of(paragraphs: Sequence[str], stated: str = "") -> str:
    """Return the ISO 639-1 code: as ``stated`` by the page, else Arabic or English by script."""
    primary = stated.replace("_", "-").split("-")[0].strip().lower()
    if len(primary) == 2 and primary.isalpha():
        return primary
    sampled = (paragraph[:_SAMPLE] for paragraph in paragraphs[:_SAMPLED_PARAGRAPHS])
    sample = " ".join(sampled)[:_SAMPLE]
    latin = _LATIN.findall(sample)
    return "en" if latin and len(latin) > len(_ARABIC.findall(sample)) else "ar"
