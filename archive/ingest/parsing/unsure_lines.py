"""Lines of which the model is not sure, and what their place makes of them: nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.line_forms import HEADLINES, Kind, Script
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_lines import Line, content_words
from archive.ingest.parsing.page_model import LineReading
from archive.ingest.parsing.page_states import Part, Phase

Readings = Sequence[LineReading]

_HEADS: Final = (Phase.HEAD, Phase.NEXT_HEAD)
_SHARED_WORDS: Final = 2
"""Words that a headline has in common with the text below it where both tell the same."""
_TITLES: Final = (Part.TITLE, Part.TITLE_AGAIN)
_PERHAPS: Final = 0.4
_HALF_PERHAPS: Final = 0.15
_SENTENCE_WORDS: Final = 10
_SURE: Final = 0.7
_MOST_UNKNOWN: Final = 12
"""Lines together that nobody knows: the rows of a table."""
_ANY_SURE: Final = 0.3
"""Probability below which no part of a line is likelier than all others together."""
_TOPS: Final = (Phase.TOP, Phase.NEXT_TOP)
_SURE_OUTLET: Final = 0.7
"""Probability from which a name that no list holds is believed to be the outlet's."""
_FORMED_OUTLET: Final = 0.5
"""The same of a name that is formed as outlets' are."""
_SAID_OUTLET: Final = 0.35
"""The same of a name that stands on several lines of the page."""
_BODIES: Final = (Phase.BODY, Phase.NEXT_BODY)
_NEAR_NAME: Final = 2
"""Lines below the text among which the author's name stands."""
_NEAR_TITLE: Final = 3
"""Lines above the title among which its section stands, and labels there beside which it may."""
_LABELS: Final = (Kind.SHORT, Kind.SECTION, Kind.NAME, Kind.OUTLET, *HEADLINES)


def is_teaser(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether nobody knows what a headline between title and text is.

    It stays: as the text's first paragraph, or where the layout is known as its standfirst.
    """
    reading = readings[index]
    if reading.state.phase not in _HEADS or reading.state.part in _TITLES:
        return False
    if page.forms[index].kind not in HEADLINES or reading.probability >= _ANY_SURE:
        return False
    below = (i for i in range(index + 1, len(readings)) if readings[i].state.part is Part.TEXT)
    text = content_words(page.lines[next(below, index)].text)
    return len(content_words(page.lines[index].text) & text) >= _SHARED_WORDS


def perhaps_text(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether a line below the text is as likely the article's own as another's.

    A headline that tells like a sentence counts, unless other stories have begun above it.
    """
    reading, form = readings[index], page.forms[index]
    if reading.state.phase in _TOPS:
        return False
    likely = reading.runner_up_probability if reading.runner_up is Part.TEXT else 0.0
    if form.kind is Kind.PROSE and reading.state.part is Part.OTHER_TEXT:
        return likely >= _PERHAPS
    above = (page.forms[i].kind for i in range(max(0, index - _MOST_UNKNOWN), index))
    begun = any(kind in (Kind.RELATED_MARKER, Kind.RELATED) for kind in above)
    tells = "verb_first" in form.cues and form.words >= _SENTENCE_WORDS
    return tells and not begun and likely >= _HALF_PERHAPS


def is_amid_text(readings: Readings, index: int) -> bool:
    """Whether text goes on below a line of which nobody knows what it is, and few such follow."""
    phases = (Phase.BODY, Phase.NEXT_BODY)
    if readings[index].probability >= _SURE or readings[index].state.phase not in phases:
        return False
    for below in readings[index + 1 : index + 1 + _MOST_UNKNOWN]:
        if below.state.part is Part.TEXT:
            return True
        if below.state.part is not Part.CHROME or below.probability >= _SURE:
            return False
    return False


def may_sign(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether a name without «by» stands where an author's does.

    That is right above the title, below it, or at the end of the text. Names in a row are those
    of others: of a masthead, of a list.
    """
    rows = (i for i in (index - 1, index + 1) if 0 <= i < len(readings))
    others = [page.lines[i].key for i in rows if page.forms[i].kind is Kind.NAME]
    if any(key != page.lines[index].key for key in others):
        return False
    phase = readings[index].state.phase
    if phase in _TOPS:
        return any(each.state.part is Part.TITLE for each in readings[index + 1 : index + 2])
    if phase in _BODIES:
        below = takewhile(lambda each: each.state.phase is phase, readings[index + 1 :])
        return all(each.state.part is not Part.TEXT for each in below)
    if phase is not Phase.FOOT:
        return True
    above = readings[max(0, index - _NEAR_NAME) : index]
    return any(each.state.phase in _BODIES for each in above)


def text_follows(readings: Readings, index: int) -> bool:
    """Whether a name stands amid or below the text of the article, and more text comes."""
    if readings[index].state.phase not in (*_BODIES, Phase.FOOT):
        return False
    return any(each.state.part is Part.TEXT for each in readings[index + 1 :])


def outlet_bound(lines: Sequence[Line], index: int) -> float:
    """Return the probability from which a name that no list holds is believed to be the outlet's."""
    key = lines[index].key
    if key and sum(other.key == key for other in lines) > 1:
        return _SAID_OUTLET
    return _FORMED_OUTLET if is_formed_like_outlet(key) and not key.isascii() else _SURE_OUTLET


def is_signature(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether furniture between title and text, or right below the text, signs the article.

    A person's name does where no other stands beside it, and so does the editor's office alone.
    """
    reading, form = readings[index], page.forms[index]
    heads = reading.state.phase in _HEADS
    above = readings[index - 1].state.part is Part.TEXT if index else False
    below = page.forms[index + 1].kind if index + 1 < len(page.forms) else None
    if below is Kind.NAME or page.forms[index - 1].kind is Kind.NAME:
        return False
    if page.lines[index].key in _OFFICES:
        return heads or above
    likely = reading.runner_up is Part.BYLINE and reading.runner_up_probability >= _HALF_LIKELY
    return heads and form.kind is Kind.NAME and likely


_OFFICES: Final = frozenset(map(fold, ("رئيس التحرير", "رئيسة التحرير", "هيئة التحرير")))
"""Offices that sign without a name."""
_HALF_LIKELY: Final = 0.25
"""Probability of a name between title and text from which nothing else explains it better."""


def is_lone_label(page: PageEvidence, readings: Readings, index: int) -> bool:
    """Whether a short line stands near the title with hardly another: its section."""
    form, line = page.forms[index], page.lines[index]
    if form.kind is not Kind.SHORT or any(char.isdigit() for char in line.text):
        return False
    if form.script is not Script.ARABIC or readings[index].state.phase not in _TOPS:
        return False
    title = next((i for i, each in enumerate(readings) if i > index and _is_title(each)), -1)
    if title < 0 or title - index > _NEAR_TITLE:
        return False
    above = (page.forms[i].kind for i in range(title))
    return sum(kind in _LABELS for kind in above) <= _NEAR_TITLE


def _is_title(reading: LineReading) -> bool:
    return reading.state.part is Part.TITLE
