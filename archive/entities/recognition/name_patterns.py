"""People, places and organisations by what stands around their names, where the model is unsure.

- a given name with fathers' names or a family's rare name: «صلاح الملا»، «فهد بن فرج الصقيه»;
- two words of names behind a title: «اللواء سميح بشادي»;
- a rare word behind the word for a small place: «قرية الزيادية»;
- what is quoted behind the word for a firm, a paper, a party: «شركة "بيتك كابيتال"»; and rare words
  behind the word for a firm or an outlet: «شركة لاثام واتكنز».
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import (
    ARTICLE,
    SINGLE_PROCLITICS,
    VERB_OPENINGS,
    is_definite,
    surface_offset,
)
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ALEF_MAKSURA, WAW
from archive.arabic.normalize import fold, strip_marks
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.crf_spans import (
    is_family_name,
    is_named,
    unmistakable_given_names,
)
from archive.entities.recognition.inside_names import SONS
from archive.entities.recognition.organisation_patterns import CONFIDENCE
from archive.records.mentions import EntityKind, FoundMention, MentionMethod

RARE_PLACE: Final = 40
"""Occurrences in the shipped word counts of a word that may be the name of a village."""
LONGEST_QUOTED: Final = 5
"""Words of a quoted name."""
LONGEST_RARE: Final = 3
"""Words of a name that nothing closes."""
COMMON_NAME: Final = 3000
"""Occurrences in the shipped word counts of a name that is rather a word of the language."""
UNKNOWN_WORD: Final = 6
"""The same of a word that no list has and that may be a name behind a title."""
_VERBAL: Final = frozenset((WAW, *VERB_OPENINGS))
_FATHERS: Final = SONS | {fold("آل")}
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
    if _may_be_given(form):
        return index, _person_end(words, index), EntityKind.PERSON
    if form in _titles():
        return behind, _titled_end(words, behind), EntityKind.PERSON
    if form in _villages():
        return behind, _place_end(words, behind), EntityKind.PLACE
    if form in _valleys():
        return index, _place_end(words, behind), EntityKind.PLACE
    if form in _quoting():
        return behind, _quoted_end(words, behind), EntityKind.ORGANISATION
    return index, 0, EntityKind.PLACE


def _may_be_given(form: str) -> bool:
    return form in unmistakable_given_names() or (
        form[:1] in _JOINED and form[1:] in unmistakable_given_names()
    )


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
        elif form in unmistakable_given_names() and last - first < LONGEST_QUOTED:
            last += 1
        else:
            break
    return last if whole else 0


@cache
def _titles() -> frozenset[str]:
    """Return titles of people who are named in full behind them; kings are not."""
    royal = map(fold, ("الملك", "الملكة", "الأمير", "الأميرة", "السلطان", "الإمام", "البابا"))
    titles = (word for word in folded_words("triggers_person.txt") if word.startswith(ARTICLE))
    return frozenset(titles) - frozenset(royal)


def _titled_end(words: FieldWords, first: int) -> int:
    """Return the end of the person's name that begins at ``first``, right behind a title."""
    last = first + 2
    if last > len(words.forms) or any(words.gap(each) != " " for each in (first - 1, first)):
        return 0
    given, other = words.forms[first:last]
    if given.startswith(ARTICLE) or not (_is_of_name(given) and _is_of_name(other)):
        return 0
    if other in SONS and last < len(words.forms) and words.gap(last - 1) == " ":
        last += 1
    goes_on = last < len(words.forms) and words.gap(last - 1) == " "
    return last + (goes_on and is_family_name(words.forms[last]))


def _is_of_name(form: str) -> bool:
    """Return whether a word is one of names: listed as one, a family's, or next to unknown."""
    if not form[0].isalpha() or form.isascii() or form in folded_words("no_names.txt"):
        return False
    is_listed = form in name_tokens() or form in folded_words("given_names.txt") or form in SONS
    if is_listed:
        return FrequencyTable.shipped().count(form) < COMMON_NAME or form in SONS
    is_joined = form[0] in SINGLE_PROCLITICS
    return is_family_name(form) or (
        not is_joined and FrequencyTable.shipped().count(form) < UNKNOWN_WORD
    )


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
        is_word = form[0].isalpha() and form[0] not in _VERBAL and not form.endswith(_NISBA)
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
    is_joined = form[:1] in _JOINED and form[1:] in unmistakable_given_names()
    if kind is EntityKind.PERSON and is_joined and form not in unmistakable_given_names():
        clitic = form[0]
        start += max(surface_offset(words.surface(first), 1), 0)
    text = words.text[start:end]
    return FoundMention(
        words.field, start, end, text, clitic, "", kind, MentionMethod.CRF, CONFIDENCE
    )
