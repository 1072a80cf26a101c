"""Organisations by the form of their names: what kind of body, and whose.

Two forms are sure enough to be proposed, though no list holds the name:

- a body called after the place that it is there for: «شرطة منطقة نجران»، «بلدية صفرا»;
- a body with its country's adjective: «اللجنة الأولمبية السعودية», and what follows with «ل»
  where the adjective stands second: «الاتحاد السعودي لكرة السلة».
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import (
    ARTICLE,
    CONJUNCTIONS,
    FOR_THE,
    PREPOSITIONS,
    is_definite,
    surface_offset,
)
from archive.arabic.letters import HEH, LAM
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon, folded_words
from archive.entities.gazetteer.name_spellings import match_form_of
from archive.entities.gazetteer.state_bodies import nationalities
from archive.entities.recognition.article_topic import NO_COUNTRY
from archive.entities.recognition.candidates import FieldWords
from archive.records.mentions import EntityKind, FoundMention, MentionMethod

CONFIDENCE: Final = 0.8
"""An order of trust: less than a known name's, more than the model's own bar."""
_NO_PART: Final = frozenset(map(fold, ("إدارة", "مجلس", "رئيس", "عضو")))
"""Words by which the phrase is about an office in a body: مجلس إدارة الشركة."""
_KINDS_OF_CLUB: Final = frozenset(map(fold, ("الأدبي", "الرياضي", "الثقافي")))
_MISSIONS: Final = tuple(map(fold, ("السفارة", "القنصلية")))
"""Bodies that the adjective of their country names fully."""
LONGEST: Final = 4
"""Words from a body's first to its country's adjective."""


def organisation_patterns(words: FieldWords, lexicon: Lexicon) -> Iterator[FoundMention]:
    """Yield the organisations of one field that these forms give, without keys."""
    reached = 0
    for index in range(len(words.forms)):
        if index < reached:
            continue
        taken = _head(words.forms[index])
        if taken < 0:
            continue
        last = _with_adjective(words, index, taken) or _with_place(words, index, taken, lexicon)
        if last:
            reached = last
            yield marked(words, index, last, taken, EntityKind.ORGANISATION)


def without_area(name: str) -> str:
    """Return a body's name without the word for the sort of its place: «شرطة منطقة نجران» and
    «شرطة نجران» are one body."""
    words = name.split()
    if len(words) > 2 and fold(words[1]) in folded_words("areas.txt"):
        del words[1]
    return " ".join(words)


@cache
def _heads() -> frozenset[str]:
    return folded_words("organisation_heads.txt") | folded_words("place_bodies.txt")


def _head(form: str) -> int:
    """Return how many letters of proclitics stand before a body's word; -1 for no such word."""
    for taken in range(3):
        if form[taken:] in _heads():
            return taken
        if form[taken : taken + 1] not in (*CONJUNCTIONS, *PREPOSITIONS):
            return -1
    return -1


def _with_adjective(words: FieldWords, first: int, taken: int) -> int:
    """Return the word behind a name that a country's adjective ends, or 0."""
    if words.forms[first][taken:] not in folded_words("organisation_heads.txt"):
        return 0
    for last in range(first + 1, min(first + LONGEST, len(words.forms))):
        if words.gap(last - 1) != " ":
            return 0
        form = words.forms[last]
        if form in _NO_PART:
            return 0
        if form in _adjectives():
            # «المنظمة العالمية الألماني سالم»: that adjective is his.
            if words.forms[first].endswith(HEH) and not form.endswith(HEH):
                return 0
            return _purpose(words, first, last)
        if not is_definite(form) and last > first + 1:
            return 0
        if form in folded_words("particles.txt") or form[:1] in PREPOSITIONS:
            return 0
    return 0


def _purpose(words: FieldWords, first: int, last: int) -> int:
    """Return the end of a name whose adjective is at ``last``: with its «ل…» where that is second."""
    end = last + 1
    if last > first + 1 or words.forms[first].endswith(_MISSIONS):
        return end
    if end == len(words.forms) or words.gap(last) != " " or not words.forms[end].startswith(LAM):
        return 0
    goes_on = end + 1 < len(words.forms) and words.gap(end) == " "
    if goes_on and words.forms[end + 1].startswith(ARTICLE):
        return end + 2
    is_whole = words.forms[end].startswith(FOR_THE) and words.forms[end] != FOR_THE
    return end + 1 if is_whole else 0


def _with_place(words: FieldWords, first: int, taken: int, lexicon: Lexicon) -> int:
    """Return the word behind a body called after a place, or 0."""
    if words.forms[first][taken:] not in folded_words("place_bodies.txt"):
        return 0
    place = first + 1
    if place < len(words.forms) and words.forms[place] in folded_words("areas.txt"):
        place += 1
    if place >= len(words.forms) or any(words.gap(each) != " " for each in range(first, place)):
        return 0
    opening = lexicon[words.forms[place]]
    if opening is None:
        return 0
    ends = [
        end
        for start in opening.starts
        if not start.clitic
        for end, node in start.node.walk(words.forms, place + 1)
        if any(_is_known_place(target.entry) for target in node.targets)
    ]
    last = max(ends, default=0)
    goes_on = last and last < len(words.forms) and words.gap(last - 1) == " "
    return last + 1 if goes_on and words.forms[last] in _KINDS_OF_CLUB else last


def _is_known_place(entry: GazetteerEntry | None) -> bool:
    return entry is not None and entry.kind is EntityKind.PLACE and not entry.is_minor


@cache
def _adjectives() -> frozenset[str]:
    forms = set()
    for nationality in nationalities():
        for adjective in (nationality.masculine, nationality.feminine):
            if " " not in adjective:
                forms.add(match_form_of(adjective))
    return frozenset(forms - NO_COUNTRY)


def marked(words: FieldWords, first: int, last: int, taken: int, kind: EntityKind) -> FoundMention:
    """Return the mention of words ``first`` to ``last`` (exclusive), without a key; the first
    ``taken`` letters of it are proclitics."""
    start, end = words.starts[first], words.ends[last - 1]
    if taken:
        start += max(surface_offset(words.surface(first), taken), 0)
    clitic = words.forms[first][:taken]
    text = words.text[start:end]
    return FoundMention(
        words.field, start, end, text, clitic, "", kind, MentionMethod.CRF, CONFIDENCE
    )
