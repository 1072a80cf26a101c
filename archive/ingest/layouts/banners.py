"""Headlines of other articles that a page's top runs together into one long line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.ingest.layouts.lines import Line
from archive.ingest.layouts.marks import Mark
from archive.ingest.layouts.words import overlap

_TOP: Final = 60
_FEWEST_WORDS: Final = 20
_REACH: Final = 8
_SAME_MATTER: Final = 0.4
_OTHER_MATTER: Final = 0.34


def mark_banners(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Mark long lines without a full stop above a headline whose text follows it.

    Such a line shares no matter with the headline; the headline's own text does.
    """
    for index, line in enumerate(lines[:_TOP]):
        if marks[index] is None and _runs_on(line) and _is_above_article(lines, marks, index):
            marks[index] = Mark("chrome", why="headlines run together above an article")


def _runs_on(line: Line) -> bool:
    return line.words >= _FEWEST_WORDS and not line.ends_sentence and ". " not in line.plain


def _is_above_article(lines: Sequence[Line], marks: Sequence[Mark | None], index: int) -> bool:
    below = range(index + 1, min(len(lines), index + _REACH))
    plain = [i for i in below if marks[i] is None]
    if len(plain) < 2 or not lines[plain[0]].is_headline or lines[plain[0]].is_prose:
        return False
    headline = lines[plain[0]].plain
    text = next((lines[i].plain for i in plain[1:] if lines[i].is_prose), "")
    same = overlap(headline, text) >= _SAME_MATTER
    return same and overlap(headline, lines[index].plain) < _OTHER_MATTER
