"""Coreference: a surname alone stands for the full name that came before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final, NamedTuple

from archive.arabic.clitics import ARTICLE, Reading, is_definite, surface_offset, with_clitics
from archive.arabic.frequencies import WordMemory
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import alias_words
from archive.entities.recognition.candidates import FieldWords, holds_together
from archive.records.mentions import (
    ArticleField,
    EntityKind,
    FoundMention,
    MentionMethod,
)

_PERSON: Final = EntityKind.PERSON
CONFIDENCE: Final = 0.85
"""As much as a name whose policy asks the rest of the article."""
MIN_SURNAME: Final = 3
"""Letters of a surname: shorter words are mostly parts of other names."""
Surname = tuple[str, ...]
"""The folded words that stand for a full name alone."""
_WITH_CLITICS: Final = WordMemory(lambda word: tuple(with_clitics(word)))
_WORDS: Final = WordMemory(alias_words)
_NAME_PREFIXES: Final = frozenset(map(fold, ("عبد", "أبو", "أبا", "أبي", "أم")))
_FATHERS: Final = frozenset(map(fold, ("ابن", "بن", "بنت", "آل")))
_NUMERALS: Final = frozenset(
    map(fold, ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "عشر", "الأب", "الابن"))
)
_NAME_ENDINGS: Final = frozenset(
    map(fold, ("الله", "الدين", "الإسلام", "الرحمن", "الحق", "الزمان"))
)


class FullName(NamedTuple):
    """A person as the article names him in full, and where: field number, code point."""

    key: str
    words: tuple[str, ...]
    position: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A surname in a text: words ``first`` to ``last`` exclusive, and its proclitics."""

    first: int
    last: int
    clitic: str
    taken: int
    surname: Surname


def surname(words: Sequence[str]) -> Surname:
    """Return the words of a full name that stand for it alone, or () where none do.

    The last word, with the one before it where they are one name (نصر الله). Neither a
    father's name (بن عبد العزيز) nor a house's (آل ثاني) nor a ruler's number is one.
    """
    if len(words) < 2 or words[-1] in _NUMERALS or len(words[-1]) < MIN_SURNAME:
        return ()
    if words[-2] in _FATHERS or words[-2] in folded_words("honorifics.txt"):
        return ()
    if len(words) > 2 and words[-3] in _FATHERS and words[-2] in _NAME_PREFIXES:
        return ()
    if words[-1] in _NAME_ENDINGS or words[-2] in _NAME_PREFIXES:
        is_given = len(words) == 3 and words[0] in folded_words("honorifics.txt")
        return tuple(words[-2:]) if len(words) > 2 and not is_given else ()
    return (words[-1],)


def coreferences(
    article: Sequence[FieldWords], mentions: Sequence[FoundMention]
) -> Iterator[FoundMention]:
    """Yield mentions for the surnames of people named in full in ``mentions``.

    A surname takes the one person of that name who came before it; a title or
    standfirst may also look ahead. Two people of one surname make it nobody's.
    """
    order = {words.field: number for number, words in enumerate(article)}
    people: dict[Surname, list[FullName]] = {}
    for name in _full_names(mentions, order):
        short = surname(name.words)
        if short:
            people.setdefault(short, []).append(name)
    if not people:
        return
    writings = _writings(people)
    taken: dict[ArticleField, list[tuple[int, int]]] = {}
    for mention in mentions:
        taken.setdefault(mention.field, []).append((mention.start, mention.end))
    for number, words in enumerate(article):
        in_field = taken.get(words.field, [])
        for hit in _hits(words, writings):
            start, end = words.starts[hit.first], words.ends[hit.last - 1]
            if _is_taken(in_field, start, end):
                continue
            key = _meant(people[hit.surname], (number, start), words.field)
            if key:
                yield from _mention(words, hit, key)


def _is_taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of the stretches ``taken``, in reading order and apart, meets this one."""
    before = bisect_left(taken, (end,))
    return before > 0 and taken[before - 1][1] > start


def _full_names(
    mentions: Iterable[FoundMention], order: dict[ArticleField, int]
) -> Iterator[FullName]:
    for mention in mentions:
        if mention.kind is _PERSON:
            words = _WORDS[mention.surface]
            yield FullName(
                mention.key or " ".join(words), words, (order[mention.field], mention.start)
            )


def _meant(names: Sequence[FullName], position: tuple[int, int], field: ArticleField) -> str:
    before = {name.key for name in names if name.position < position}
    if not before and field is not ArticleField.BODY:
        before = {name.key for name in names}
    return before.pop() if len(before) == 1 else ""


def _writings(surnames: Iterable[Surname]) -> dict[str, list[tuple[Reading, Surname]]]:
    """Return how the first word of each surname may be written, with its proclitics."""
    writings: dict[str, list[tuple[Reading, Surname]]] = {}
    for short in surnames:
        for reading in _WITH_CLITICS[short[0]]:
            writings.setdefault(reading.rest, []).append((reading, short))
    return writings


def _hits(
    words: FieldWords, writings: Mapping[str, Sequence[tuple[Reading, Surname]]]
) -> Iterator[_Hit]:
    given = folded_words("given_names.txt")
    forms = words.forms
    for index in compress(range(len(forms)), map(writings.__contains__, forms)):
        for (clitic, letters, _form), short in writings[forms[index]]:
            last = index + len(short)
            if (
                tuple(forms[index + 1 : last]) == short[1:]
                and holds_together(words, index, last)
                and not _follows_its_noun(words, index, clitic)
                and not _goes_on(words, last)
                and (short[0] not in given or _stands_alone(words, last))
            ):
                yield _Hit(index, last, clitic, letters, short)
                break


def _goes_on(words: FieldWords, last: int) -> bool:
    """Return whether «بن» comes next: the surname is then somebody's given name."""
    return last < len(words.forms) and words.forms[last] in _FATHERS and words.gap(last - 1) == " "


def _follows_its_noun(words: FieldWords, index: int, clitic: str) -> bool:
    """Return whether the word at ``index`` goes with the one before it: a given name, or
    a definite noun of which it is the adjective (الدفاع العربي)."""
    if index == 0 or clitic or words.gap(index - 1) != " ":
        return False
    before = words.forms[index - 1]
    if before in _FATHERS:
        return True
    if is_word_of(before, folded_words("triggers_person.txt")):
        return False
    return (
        is_word_of(before, folded_words("given_names.txt"))
        or (index > 1 and words.forms[index - 2] in _NAME_PREFIXES)
        or (words.forms[index].startswith(ARTICLE) and is_definite(before))
    )


def _stands_alone(words: FieldWords, last: int) -> bool:
    """Return whether no further name can follow: a given name (عباس) may begin another."""
    return (
        last == len(words.forms)
        or words.gap(last - 1) != " "
        or is_word_of(words.forms[last], folded_words("particles.txt"))
    )


def _mention(words: FieldWords, hit: _Hit, key: str) -> Iterator[FoundMention]:
    offset = surface_offset(words.surface(hit.first), hit.taken)
    if offset < 0:
        return
    start, end = words.starts[hit.first] + offset, words.ends[hit.last - 1]
    yield FoundMention(
        words.field,
        start,
        end,
        words.text[start:end],
        hit.clitic,
        key,
        EntityKind.PERSON,
        MentionMethod.COREFERENCE,
        CONFIDENCE,
    )
