"""Builds the fonts of the site: the letters that Arabic news is written in, and no others.

Run as ``python -m tools.build_site_fonts FOLDER``; it needs requirements-dev.txt. ``FOLDER`` holds the
web fonts as Fontsource packs them (``@fontsource/ibm-plex-sans-arabic``,
``@fontsource-variable/noto-naskh-arabic``; SIL OFL 1.1). A browser takes what is left out from the
system. "Plex" is a name that the licence reserves, so what is cut bears another.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

_FONTS: Final = Path(__file__).resolve().parents[1] / "static" / "fonts"
_SANS: Final = "Khizana Sans"
_NASKH: Final = "Noto Naskh Arabic"
_MADE: Final = {
    "khizana-sans-400.woff2": (
        _SANS,
        ("ibm-plex-sans-arabic-{}-400-normal.woff2", "arabic", "latin"),
    ),
    "khizana-sans-600.woff2": (
        _SANS,
        ("ibm-plex-sans-arabic-{}-600-normal.woff2", "arabic", "latin"),
    ),
    "noto-naskh-arabic.woff2": (_NASKH, ("noto-naskh-arabic-{}-wght-normal.woff2", "arabic")),
}
"""What is made → the name that it bears, and what of: one file a weight is one request.

Latin letters among Arabic text for reading are those of the interface.
"""
ARABIC: Final = (
    *(0x060C, 0x061B, 0x061C, 0x061F, *range(0x0621, 0x063B), *range(0x0640, 0x0656)),
    *(*range(0x0660, 0x066E), 0x0670, 0x0671),
    # Persian, Urdu and Kurdish, which quotations and names are written in
    *(0x0679, 0x067E, 0x0686, 0x0688, 0x0691, 0x0695, 0x0698, 0x06A4, 0x06A9, 0x06AF, 0x06B5),
    *(0x06BA, 0x06BE, 0x06C1, 0x06C2, 0x06C3, 0x06C6, 0x06C7, 0x06C8, 0x06CC, 0x06CE, 0x06D2),
    *(0x06D3, 0x06D4, 0x06D5, *range(0x06F0, 0x06FA)),
    *(0x200C, 0x200D, 0x200E, 0xFD3E, 0xFD3F, 0xFDF2, 0xFDFA, 0xFDFB),
)
"""Letters, vowels, digits and punctuation of Arabic news."""
LATIN: Final = (
    *(*range(0x20, 0x7F), *range(0xA0, 0x100), 0x0131, 0x0152, 0x0153, 0x0178),
    *(0x200F, 0x2010, 0x2011, *range(0x2012, 0x2016), *range(0x2018, 0x201F), 0x2020, 0x2022),
    *(0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212),
)
_FEATURES: Final = (
    *("isol", "init", "medi", "fina", "rlig", "liga", "calt", "ccmp", "locl"),
    *("mark", "mkmk", "curs", "kern"),
)
"""Without these Arabic letters do not join, or vowels stand in the wrong place."""
_NAMES: Final = (1, 3, 4, 16)
_POSTSCRIPT_NAME: Final = 6


def build(folder: Path) -> Iterator[tuple[str, int]]:
    """Write the fonts from the packs in ``folder``; yield the name and the bytes of each."""
    for name, (family, (source, *scripts)) in _MADE.items():
        with TemporaryDirectory() as scratch:
            parts = [_cut(folder / source.format(each), each, Path(scratch)) for each in scripts]
            font = TTFont(parts[0]) if len(parts) == 1 else Merger().merge(list(map(str, parts)))
            for record in font["name"].names:
                if record.nameID in _NAMES:
                    record.string = family
                elif record.nameID == _POSTSCRIPT_NAME:
                    record.string = family.replace(" ", "")
            font.flavor = "woff2"
            font.save(_FONTS / name)
        yield name, (_FONTS / name).stat().st_size


def _cut(source: Path, script: str, scratch: Path) -> Path:
    """Write the letters of a script that are wanted, unpacked, and return where."""
    font = TTFont(source)
    options = Options(layout_features=list(_FEATURES), notdef_outline=True, hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=ARABIC if script == "arabic" else LATIN)
    subsetter.subset(font)
    font.flavor = None
    part = scratch / f"{script}.ttf"
    font.save(part)
    return part


if __name__ == "__main__":
    for each, size in build(Path(sys.argv[1])):
        print(f"{size:7,} {each}")
