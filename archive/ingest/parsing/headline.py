"""Which line of an article's head is its title."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from archive.ingest.parsing.folded_patterns import folded_list
from archive.ingest.parsing.layout_rules import Mark
from archive.ingest.parsing.page_lines import Line, line_key
from archive.ingest.parsing.word_overlap import content_words, shared

_SECTIONS: Final = "section_names.txt"

_REPEATED: Final = 4.0
_DOUBLED: Final = 1.0
_IN_METADATA: Final = 6.0
_STANDS_OUT: Final = 0.5
_LATER: Final = 0.35
_LATEST: Final = 5
_MANY: Final = 6
_OPENS_TEXT: Final = 2.0
_FEWEST_HEADLINES: Final = 5
_OTHER_MATTER: Final = 0.25
_OPENING: Final = 300
_MOST_WEIGHED: Final = 40
_NEAR: Final = 4
_NEAR_TEXT: Final = 2.5
_BULLET: Final = "•*▪●·-–◾"


def is_section_name(line: Line) -> bool:
    """Whether ``line`` is the name of a section and nothing else."""
    return line.key in folded_list(_SECTIONS)


def choose_title(
    lines: Sequence[Line],
    marks: Sequence[Mark | None],
    candidates: Sequence[int],
    text: str,
    stated: str,
) -> int | None:
    """Return the index of the title among ``candidates``, or ``None`` when none will do.

    ``text`` is the beginning of the body, ``stated`` the title that metadata gives.
    """
    if len(candidates) == 1 and lines[candidates[0]].is_headline:
        return candidates[0]
    wanted = line_key(stated)
    matter = content_words(text)
    if not wanted and _is_list_of_others(lines, candidates, matter):
        return None
    opening = line_key(text[:_OPENING])
    best: tuple[float, int] | None = None
    for order, index in enumerate(candidates):
        if _MOST_WEIGHED < order < len(candidates) - _MOST_WEIGHED:
            continue
        score = _score(lines, marks, index, matter, wanted)
        score -= _LATER * min(order, _LATEST)
        if order and lines[index].key and opening.startswith(lines[index].key):
            score -= _OPENS_TEXT  # The first words of the text, shown as its teaser.
        if len(candidates) - order <= _NEAR and len(candidates) > _MANY:
            score += _NEAR_TEXT
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best is not None and best[0] > -3.0 else None


def _is_list_of_others(lines: Sequence[Line], candidates: Sequence[int], matter: Set[str]) -> bool:
    """Whether the candidates are a run of headlines, right above a text of other matter."""
    long = [i for i in candidates if lines[i].words >= _FEWEST_HEADLINES]
    if len(long) < _FEWEST_HEADLINES or any(lines[i].gap for i in long[1:]):
        return False
    return all(shared(content_words(lines[i].text), matter) < _OTHER_MATTER for i in candidates)


def _score(
    lines: Sequence[Line],
    marks: Sequence[Mark | None],
    index: int,
    matter: Set[str],
    wanted: str,
) -> float:
    line = lines[index]
    score = 3 * shared(content_words(line.text), matter)
    if any(other.plain == line.plain for other in lines[index + 2 : index + 13]):
        score += _REPEATED
    elif index + 1 < len(lines) and lines[index + 1].plain == line.plain:
        score += _DOUBLED
    if wanted and line.key and (line.key in wanted or wanted in line.key):
        score += _IN_METADATA
    if line.words >= 5:
        score += 1
    elif line.words < 3:
        score -= 2
    if line.words > 25:
        score -= 1
    if line.ends_with_period:
        score -= 1
    if line.text[0] in _BULLET:
        score -= 3
    if is_section_name(line):
        score -= 4
    following = marks[index + 1] if index + 1 < len(marks) else None
    if following is not None and following.kind in ("date", "published", "byline", "credit"):
        score += _STANDS_OUT
    return score
