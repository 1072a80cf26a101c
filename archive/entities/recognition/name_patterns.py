"""People, places and organisations by what stands around their names, where the model is unsure.

- a given name with fathers' names or a family's rare name: «صلاح الملا»، «فهد بن فرج الصقيه»;
- a rare word behind the word for a small place: «قرية الزيادية»;
- what is quoted behind the word for a firm, a paper, a party: «شركة "بيتك كابيتال"».
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import is_definite, surface_offset
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ALEF_MAKSURA
from archive.arabic.normalize import fold, strip_marks
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.crf_spans import is_family_name, is_named
from archive.entities.recognition.inside_names import SONS
from archive.entities.recognition.organisation_patterns import CONFIDENCE
from archive.records.mentions import EntityKind, FoundMention, MentionMethod

RARE_PLACE: Final = 40
"""Occurrences in the shipped word counts of a word that may be the name of a village."""
LONGEST_QUOTED: Final = 5
"""Words of a quoted name."""
_FATHERS: Final = SONS | {fold("آل")}
_OPENING, _CLOSING = '«“"', '»”"'


def name_patterns(words: FieldWords) -> Iterator[FoundMention]:
    """Yield the names of one field that these forms give, without keys, in reading order."""
    reached = 0
    for index, form in enumerate(words.forms):
        if index < reached:
            continue
        found = (
            (_person_end(words, index), index, EntityKind.PERSON)
            if _may_be_given(form)
            else (_place_end(words, index + 1), index + (form not in _valleys()), EntityKind.PLACE)
            if form in _villages() or form in _valleys()
            else (_quoted_end(words, index + 1), index + 1, EntityKind.ORGANISATION)
            if form in _quoting()
            else (0, 0, EntityKind.PLACE)
        )
        last, first, kind = found
        if last:
            reached = last
            yield _mention(words, first, last, kind)


@cache
def _given() -> frozenset[str]:
    """Return given names that are hardly anything else."""
    return folded_words("given_names.txt") - folded_words("common_given_names.txt")


def _may_be_given(form: str) -> bool:
    return form in _given() or (form[:1] in _JOINED and form[1:] in _given())


_JOINED: Final = frozenset(map(fold, ("و", "ل", "ب", "ف")))


def _person_end(words: FieldWords, first: int) -> int:
    """Return the end of the person's name that begins at ``first``, or 0 where there is none."""
    if _follows_name(words, first) or strip_marks(words.surface(first)).endswith(ALEF_MAKSURA):
        return 0
    last, size = first + 1, len(words.forms)
    whole = False
    while last < size and words.gap(last - 1) == " ":
        form = words.forms[last]
        if form in _FATHERS and last + 1 < size and words.gap(last) == " ":
            last, whole = last + 2, True
        elif is_family_name(form):
            return last + 1
        elif form in _given() and last - first < LONGEST_QUOTED:
            last += 1
        else:
            break
    return last if whole else 0


def _follows_name(words: FieldWords, first: int) -> bool:
    """Return whether the word at ``first`` goes on with a name before it."""
    if not first or words.gap(first - 1) != " ":
        return False
    before = words.forms[first - 1]
    return (
        before in SONS
        or is_word_of(before, folded_words("facilities.txt"))
        or (is_named(before) and not is_word_of(before, folded_words("triggers_person.txt")))
    )


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
    if len(gap) != len(" «") or gap[-1] not in _OPENING:
        return 0
    for last in range(first, min(first + LONGEST_QUOTED, len(words.forms))):
        closing = words.text[words.ends[last] : words.ends[last] + 1]
        if closing and closing in _CLOSING:
            return last + 1
        if last + 1 < len(words.forms) and words.gap(last).strip(" -"):
            return 0
    return 0


def _mention(words: FieldWords, first: int, last: int, kind: EntityKind) -> FoundMention:
    start, end = words.starts[first], words.ends[last - 1]
    clitic = ""
    if kind is EntityKind.PERSON and words.forms[first] not in _given():
        clitic = words.forms[first][0]
        start += max(surface_offset(words.surface(first), 1), 0)
    text = words.text[start:end]
    return FoundMention(
        words.field, start, end, text, clitic, "", kind, MentionMethod.CRF, CONFIDENCE
    )
