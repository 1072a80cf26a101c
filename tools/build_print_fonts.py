"""Builds the fonts of PDFs and cards.

What sets pages reads TrueType of one weight. Run as ``python -m tools.build_print_fonts FOLDER``; it
needs requirements-dev.txt. ``FOLDER`` holds the web fonts as Fontsource packs them
(``@fontsource-variable/noto-naskh-arabic``: Noto Naskh Arabic 2.021, SIL OFL 1.1, no reserved name).
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_ROOT: Final = Path(__file__).resolve().parents[1]
_PRINT: Final = _ROOT / "search" / "exports" / "typesetting"
_FAMILY: Final = "Noto Naskh Arabic"
_STYLES: Final = {"Regular": 400, "Bold": 700}
_WINDOWS_ENGLISH: Final = (3, 1, 0x409)
_REGULAR_BIT, _BOLD_BIT, _STYLE_BITS = 0x40, 0x20, 0x61
"""Of ``fsSelection`` (OpenType, OS/2)."""


def build(packs: Path, style: str, weight: int) -> Path:
    """Write the font of a style, Arabic and Latin letters in one, and return where."""
    with TemporaryDirectory() as folder:
        parts = [str(_part(packs, Path(folder), script, weight)) for script in ("arabic", "latin")]
        font = Merger().merge(parts)
    names = {1: _FAMILY, 2: style, 4: f"{_FAMILY} {style}", 6: f"NotoNaskhArabic-{style}"}
    for number, name in names.items():
        font["name"].setName(name, number, *_WINDOWS_ENGLISH)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = weight
    selection = font["OS/2"].fsSelection & ~_STYLE_BITS
    font["OS/2"].fsSelection = selection | (_BOLD_BIT if bold else _REGULAR_BIT)
    font["head"].macStyle = int(bold)
    made = _PRINT / f"NotoNaskhArabic-{style}.ttf"
    font.save(made)
    return made


def _part(packs: Path, folder: Path, script: str, weight: int) -> Path:
    """Return the letters of a script in one weight, unpacked."""
    font = TTFont(packs / f"noto-naskh-arabic-{script}-wght-normal.woff2")
    font.flavor = None
    part = folder / f"{script}.ttf"
    instantiateVariableFont(font, {"wght": weight}).save(part)
    return part


if __name__ == "__main__":
    for each, its_weight in _STYLES.items():
        print(build(Path(sys.argv[1]), each, its_weight))
