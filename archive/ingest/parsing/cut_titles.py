"""The title that a browser shows of a page, cut short by dots, and the headline whole below it.

«اسم الموقع | أول العنوان ...» stands at the top of saved pages whose site cuts long titles; the
headline itself comes once more, a few lines below. The longer one is the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.line_forms import HEADLINES
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_model import LineReading
from archive.ingest.parsing.page_states import Part

_DOTS: Final = ".…"
_DIVIDER: Final = re.compile(r"[|»›]\s*+|(?<!\s)\s++[-–—:]\s++")
_REACH: Final = 12
"""Lines below the cut one among which the headline stands."""
_SHORTEST: Final = 16
"""Code points that a cut headline must have: fewer begin other lines too."""


def whole_headline(page: PageEvidence, readings: Sequence[LineReading], index: int) -> int | None:
    """Return which line is the headline that a title, cut short by dots, is the beginning of."""
    text = page.lines[index].text.rstrip()
    shown = text.rstrip(_DOTS)
    dots = text[len(shown) :]
    if readings[index].state.part is not Part.TITLE or dots in ("", "."):
        return None
    shown = shown.rstrip()
    begins = [0, *(divider.end() for divider in _DIVIDER.finditer(shown))]
    beginnings = [fold(shown[begin:]) for begin in begins if len(shown) - begin >= _SHORTEST]
    for below in range(index + 1, min(len(page.lines), index + 1 + _REACH)):
        if page.forms[below].kind not in HEADLINES:
            continue
        whole = fold(page.lines[below].text)
        if any(len(whole) > len(each) and whole.startswith(each) for each in beginnings):
            return below
    return None
