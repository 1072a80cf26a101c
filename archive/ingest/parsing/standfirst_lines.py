"""Lines right below the title that surely sum up the article: its standfirst.

The model hardly tells a standfirst from the first paragraph. What tells it is the form: it has no
full stop, the dateline stands below it, or the text below says it again.
"""

from __future__ import annotations

from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.line_forms import HEADLINES, Kind, Script
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import content_words, shared
from archive.ingest.parsing.page_states import Part, Phase
from archive.ingest.parsing.unsure_lines import Readings

_TITLES: Final = (Part.TITLE, Part.TITLE_AGAIN)
_FEWEST_WORDS: Final = 6
_MOST_WORDS: Final = 40
_SHORT: Final = 20
"""Words of a standfirst, and of one that the text tells again in other words."""
_MOST_UNSTOPPED: Final = 16
"""Words of one without a full stop; what is longer is text."""
_OTHER_WORDS: Final = (Part.TEXT, Part.SUBHEAD, Part.RELATED, Part.STANDFIRST)
_SAID_AGAIN: Final = 0.6
"""Share of its words that the first paragraph then has."""
_LONGER: Final = 1.4
"""By how much that paragraph is longer."""
_SAME_WORDS: Final = 60
"""Code points of a beginning that another paragraph holds too."""
_STAMPS: Final = (Kind.DATELINE, Kind.DATE, Kind.DATE_AND_MORE)
_REACH: Final = 6
"""Lines below among which the text begins."""


def is_surely_standfirst(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether a line right below the title sums up the article by its form alone."""
    form = page.forms[index]
    if not _is_below_title(readings, index):
        return False
    right_below = readings[index - 1].state.part in _TITLES
    if readings[index].state.phase not in (Phase.HEAD, Phase.BODY) or form.days:
        return False
    if not _FEWEST_WORDS <= form.words <= _MOST_WORDS or form.script is not Script.ARABIC:
        return False
    below = range(index + 1, min(len(readings), index + 1 + _REACH))
    text = [i for i in below if page.forms[i].kind is Kind.PROSE]
    if not text:
        return False
    if form.kind in HEADLINES:
        between = (readings[i].state.part for i in range(index + 1, text[0]))
        alone = not any(part in _OTHER_WORDS for part in between)
        if _is_told_again(page, index, text[0]):
            return alone
        plain = form.end in ("word", "quote") and "verb_first" not in form.cues
        return (
            alone
            and plain
            and right_below
            and form.words <= _MOST_UNSTOPPED
            and ".." not in page.lines[index].text
        )
    if form.kind is not Kind.PROSE or not right_below:
        return False
    dated = page.forms[index + 1].kind in _STAMPS
    return dated or _is_told_again(page, index, text[0])


_BESIDE_TITLE: Final = (Part.DATE, Part.UPDATE, Part.CHROME)
_MOST_BESIDE: Final = 3
"""Stamps and controls between a title and what sums up."""


def _is_below_title(readings: Readings, index: int) -> bool:
    """Whether the title stands above a line, with nothing between them but stamps."""
    for above in range(index - 1, max(-1, index - 2 - _MOST_BESIDE), -1):
        if readings[above].state.part in _TITLES:
            return True
        if readings[above].state.part not in _BESIDE_TITLE:
            return False
    return False


def _is_told_again(page: PageEvidence, index: int, text: int) -> bool:
    """Whether the first paragraph says what the line says, and more."""
    line, other = page.lines[index].plain, page.lines[text].plain
    begin = fold(line).rstrip(" .…")[:_SAME_WORDS]
    if len(other) > len(line) and begin in fold(other):
        return True
    words = content_words(page.lines[index].text)
    again = shared(words, content_words(page.lines[text].text)) >= _SAID_AGAIN
    short = page.forms[index].words <= _SHORT
    return short and again and page.forms[text].words >= _LONGER * page.forms[index].words
