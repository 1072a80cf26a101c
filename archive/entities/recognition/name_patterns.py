"""People, organisations and places by what stands around their names, where the model is unsure.

- people: ``person_patterns``;
- a rare word behind the word for a small place: «قرية الزيادية»;
- what is quoted behind the word for a firm, a paper, a party: «شركة "بيتك كابيتال"»; and rare words
  behind the word for a firm or an outlet: «شركة لاثام واتكنز».
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, VERB_OPENINGS, is_definite, surface_offset
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import WAW
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.crf_spans import unmistakable_given_names
from archive.entities.recognition.organisation_patterns import CONFIDENCE
from archive.entities.recognition.person_patterns import JOINED, UNKNOWN_WORD, person_at
from archive.records.mentions import EntityKind, FoundMention, MentionMethod

RARE_PLACE: Final = 40
"""Occurrences in the shipped word counts of a word that may be the name of a village."""
LONGEST_QUOTED: Final = 5
"""Words of a quoted name."""
LONGEST_RARE: Final = 3
"""Words of a name that nothing closes."""
LONG_WORD: Final = 9
"""Letters of an unknown word that is rather foreign than an adjective or a plural, by its ending."""
_VERBAL: Final = frozenset((WAW, *VERB_OPENINGS))
_OPENING, _CLOSING = '«“"', '»”"'


def name_patterns(words: FieldWords) -> Iterator[FoundMention]:
    """Yield the names of one field that these forms give, without keys, in reading order."""
    reached = 0
    for index, form in enumerate(words.forms):
        if index < reached:
            continue
        first, last, kind = _found(words, index, form)
        if last:
            reached = last
            yield _mention(words, first, last, kind)


def _found(words: FieldWords, index: int, form: str) -> tuple[int, int, EntityKind]:
    """Return where the name at ``index``, or behind it, begins and ends, and its kind; no end where
    there is none."""
    behind = index + 1
    if form in _villages():
        return behind, _place_end(words, behind), EntityKind.PLACE
    if form in _valleys():
        return index, _place_end(words, behind), EntityKind.PLACE
    if form in _quoting():
        return behind, _quoted_end(words, behind), EntityKind.ORGANISATION
    return (*person_at(words, index), EntityKind.PERSON)


@cache
def _villages() -> frozenset[str]:
    sorts = map(fold, ("قرية", "بلدة", "حي", "معتمدية"))
    return frozenset(
        conjunction + preposition + sort
        for sort in sorts
        for conjunction in ("", *map(fold, "و"))
        for preposition in ("", *map(fold, ("ب", "ل")))
    )


@cache
def _valleys() -> frozenset[str]:
    """Return words that are part of the names which they begin."""
    return frozenset(map(fold, ("وادي", "جزيرة", "مخيم", "تل", "تلة")))


def _place_end(words: FieldWords, first: int) -> int:
    if first >= len(words.forms) or words.gap(first - 1) != " ":
        return 0
    form = words.forms[first]
    if not form[0].isalpha() or form.isascii() or is_word_of(form, folded_words("particles.txt")):
        return 0
    is_rare = FrequencyTable.shipped().count(form) < RARE_PLACE
    is_adjective = form.endswith(_NISBA) and not is_definite(form)
    return first + 1 if is_rare and not is_adjective else 0


_NISBA: Final = tuple(map(fold, ("ي", "ية", "ين", "ات", "تين")))


@cache
def _quoting() -> frozenset[str]:
    sorts = map(
        fold, ("شركة", "صحيفة", "جريدة", "مجلة", "موقع", "قناة", "وكالة", "حزب", "حركة", "منظمة")
    )
    more = map(fold, ("مؤسسة", "مجموعة", "جمعية", "بنك", "إذاعة", "شبكة"))
    return frozenset(
        preposition + sort for sort in (*sorts, *more) for preposition in ("", *map(fold, "لبو"))
    )


def _quoted_end(words: FieldWords, first: int) -> int:
    """Return the end of a quotation that opens at ``first``, or 0 where none does or it is long."""
    if first >= len(words.forms):
        return 0
    gap = words.gap(first - 1)
    if gap == " " and words.forms[first - 1] in _naming():
        return _rare_end(words, first)
    if len(gap) != len(" «") or gap[-1] not in _OPENING:
        return 0
    for last in range(first, min(first + LONGEST_QUOTED, len(words.forms))):
        closing = words.text[words.ends[last] : words.ends[last] + 1]
        if closing and closing in _CLOSING:
            return last + 1
        if last + 1 < len(words.forms) and words.gap(last).strip(" -"):
            return 0
    return 0


@cache
def _naming() -> frozenset[str]:
    """Return words for firms and outlets, whose names stand without quotes as well."""
    sorts = map(fold, ("شركة", "صحيفة", "جريدة", "مجلة", "موقع", "قناة"))
    return frozenset(sort for each in sorts for sort in (each, *(f"{p}{each}" for p in "لبو")))


def _rare_end(words: FieldWords, first: int) -> int:
    """Return the end of the rare words that begin at ``first``: a foreign name, or a coined one."""
    last = first
    while last < len(words.forms) and last - first < LONGEST_RARE:
        form = words.forms[last]
        is_adjective = form.endswith(_NISBA) and (last > first or len(form) < LONG_WORD)
        is_word = form[0].isalpha() and form[0] not in _VERBAL and not is_adjective
        is_unknown = FrequencyTable.shipped().count(form) < UNKNOWN_WORD
        if not is_word or not is_unknown or form.startswith(ARTICLE) or form in adjectives():
            break
        last += 1
        if last == len(words.forms) or words.gap(last - 1) != " ":
            break
    return last if last > first else 0


def _mention(words: FieldWords, first: int, last: int, kind: EntityKind) -> FoundMention:
    start, end = words.starts[first], words.ends[last - 1]
    clitic = ""
    form = words.forms[first]
    is_joined = form[:1] in JOINED and form[1:] in unmistakable_given_names()
    if kind is EntityKind.PERSON and is_joined and form not in unmistakable_given_names():
        clitic = form[0]
        start += max(surface_offset(words.surface(first), 1), 0)
    text = words.text[start:end]
    return FoundMention(
        words.field, start, end, text, clitic, "", kind, MentionMethod.CRF, CONFIDENCE
    )
