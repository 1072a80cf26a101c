"""What Arabic calls the entities that are known by a name in Latin letters.

A whole name is looked for first, then a part or the initials of one, then a word of one; each by
its letters, then by its sound (see ``latin_names``). Among equals the entity counts that most
articles name.

>>> names = EntityNames.of([NamedEntity("دمشق", ("مدينة دمشق",), "Damascus", 9)])
>>> names.arabic("Damascus")
[('دمشق', 'مدينة دمشق')]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from archive.arabic.normalize import fold
from archive.entities.gazetteer.name_spellings import AliasRule
from archive.models import Alias, Entity
from archive.packed_strings import PackedLists
from archive.records.mentions import AliasPolicy
from search.suggest.english_peoples import english_peoples
from search.suggest.latin_names import (
    arabic_sound,
    consonants,
    digit_letters,
    plain_latin,
    sound_of,
    sounds_apart,
)
from search.suggest.name_words import prominent_entries

MAX_NAME_WORDS: Final = 6
"""Words of a name that are looked at."""
_MIN_SOUND: Final = 3
"""Letters of a name from which on its sound tells anything."""
_MIN_NAME: Final = 4
"""Letters of a name from which on English endings come off."""
_MAX_GROUPS: Final = 6
"""Names that are given, at most."""
_HEARD: Final = "~"
"""Stands before consonants, to tell them from letters."""
_SMALL_WORDS: Final = frozenset({"of", "the", "and", "for", "in", "on"})
"""What initials leave out."""
_IN_BRACKETS: Final = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)")
"""What tells namesakes apart: Tripoli (Libya)."""
_ENGLISH_ENDINGS: Final = ("s", "i", "is", "n", "ns", "an", "ans", "ian", "ians")
"""What English puts after a name for what belongs to it, and for several: Houthis, Syrian."""
_ARABIC_WORD: Final = re.compile("[\u0621-\u064a]")


class NamedEntity(NamedTuple):
    """An entity: its Arabic name, other spellings, its English name, how many articles name it."""

    name_ar: str
    spellings: tuple[str, ...]
    name_en: str
    articles: int
    short: frozenset[str] = frozenset()
    """Those of the spellings that are one word and mean the entity wherever they stand."""


class _Part(IntEnum):
    """How much of a name is meant, the likeliest first."""

    WHOLE = 0
    PIECE = 1
    WORD = 2


class _Entry(NamedTuple):
    """One reading of a Latin key: ``arabic`` are spellings of equal worth."""

    part: _Part
    articles: int
    sound: str
    arabic: tuple[str, ...]

    def packed(self) -> str:
        return "\t".join((str(int(self.part)), str(self.articles), self.sound, *self.arabic))

    @classmethod
    def unpacked(cls, line: str) -> _Entry:
        part, articles, sound, *arabic = line.split("\t")
        return cls(_Part(int(part)), int(articles), sound, tuple(arabic))


@dataclass(frozen=True, slots=True)
class EntityNames:
    """Arabic names by the letters and by the consonants of Latin ones.

    Entries are packed as lines, as they come: as objects they take many times the memory, and leave
    the heap in pieces. ``unseen`` tells which entities readers did not see when they were laid out
    (see ``EntityQuerySet.unseen_mark``).
    """

    _lines: PackedLists
    """By letters, and by consonants behind ``_HEARD``."""
    unseen: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, entities: Iterable[NamedEntity], unseen: tuple[int, int] = (0, 0)) -> EntityNames:
        """Return the names of ``entities``."""
        return cls(PackedLists(_lines(entities)), unseen)

    def arabic(self, latin: str) -> list[tuple[str, ...]]:
        """Return the Arabic names that ``latin`` may be, each with its spellings, the likeliest first.

        Digits of Arabic chat letters (7 for ح) ask for these letters.
        """
        wanted = digit_letters(latin)
        typed = plain_latin(latin)
        exact = self._spelt(typed)
        if not exact or exact[0].part is not _Part.WHOLE:
            exact = _people(typed) or exact
        exact = exact or self._without_ending(typed)
        found = [each for each in exact if wanted.search(_folded(each.arabic[0]))]
        if not found or found[0].part is _Part.WORD:
            found += (
                each for each in self._sounding(typed) if wanted.search(_folded(each.arabic[0]))
            )
        return list(dict.fromkeys(each.arabic for each in found))[:_MAX_GROUPS]

    def _spelt(self, typed: str) -> list[_Entry]:
        """Return what is written so in Latin letters, the likeliest first."""
        found = self._read(typed.replace(" ", ""))
        return sorted(found, key=lambda each: (each.part, -each.articles))

    def _without_ending(self, typed: str) -> list[_Entry]:
        """Return the names of one word that ``typed`` is the English plural or adjective of."""
        for ending in _ENGLISH_ENDINGS:
            name = typed.removesuffix(ending)
            if name != typed and len(name) >= _MIN_NAME and (found := self._spelt(name)):
                return found
        return []

    def _sounding(self, typed: str) -> list[_Entry]:
        """Return what sounds like ``typed``, whole names before words, the nearest first."""
        sound, words = sound_of(typed), len(typed.split())
        if len(sound) < _MIN_SOUND:
            return []
        ranked = []
        for each in self._read(_HEARD + consonants(sound)):
            if words > 1 and words != len(each.arabic[0].split()):
                continue
            apart = sounds_apart(sound, each.sound)
            if apart is not None and (not apart or len(consonants(sound)) > 1):
                ranked.append(((each.part, round(apart, 1), -each.articles), each))
        return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]

    def _read(self, key: str) -> Iterator[_Entry]:
        return map(_Entry.unpacked, dict.fromkeys(self._lines[key]))


def _people(typed: str) -> list[_Entry]:
    """Return the people that ``typed`` is the English word for."""
    arabic = english_peoples().get(typed)
    return [] if arabic is None else [_Entry(_Part.WHOLE, 0, "", (arabic,))]


def _lines(entities: Iterable[NamedEntity]) -> Iterator[tuple[str, str]]:
    for entity in entities:
        for key, entry in _entries(entity):
            if key:
                yield key, entry.packed()
            if entry.part is not _Part.PIECE and len(entry.sound) >= _MIN_SOUND:
                yield _HEARD + consonants(entry.sound), entry.packed()


def _entries(entity: NamedEntity) -> Iterator[tuple[str, _Entry]]:
    """Yield (letters, entry) of the whole name, of its pieces, initials and words.

    What is known by its sound alone, an Arabic spelling, has no letters. An entity that no article
    names is known by its whole name alone.
    """
    arabic, named = _equal_spellings(entity), entity.articles > 0
    whole = _IN_BRACKETS.sub("", entity.name_en)
    for latin in dict.fromkeys(filter(None, (entity.name_en, whole, *_latin_spellings(entity)))):
        typed = plain_latin(latin)
        sound = sound_of(typed) if named else ""
        spellings = (arabic[0], *_short_spellings(typed, entity), *arabic[1:])
        yield typed.replace(" ", ""), _Entry(_Part.WHOLE, entity.articles, sound, spellings)
    if not named:
        return
    words = plain_latin(entity.name_en).split()[:MAX_NAME_WORDS]
    for piece in _pieces(words):
        yield piece, _Entry(_Part.PIECE, entity.articles, "", arabic)
    if len(words) > 1:
        for word in words:
            written = _same_word(word, entity)
            if written:
                yield word, _Entry(_Part.WORD, entity.articles, sound_of(word), written)
    for spelling in (entity.name_ar, *entity.spellings):
        if _ARABIC_WORD.search(spelling):
            sound = arabic_sound(fold(spelling))
            yield "", _Entry(_Part.WHOLE, entity.articles, sound, (spelling,))


def _equal_spellings(entity: NamedEntity) -> tuple[str, ...]:
    """Return the Arabic name and the spellings that say no less."""
    words = len(entity.name_ar.split())
    others = (each for each in entity.spellings if _ARABIC_WORD.search(each))
    return tuple(
        dict.fromkeys((entity.name_ar, *(each for each in others if len(each.split()) >= words)))
    )


def _short_spellings(typed: str, entity: NamedEntity) -> Iterator[str]:
    """Yield the spellings of one word that sound like ``typed``: Hamas is حماس, not only حركة حماس."""
    if " " not in typed:
        words = frozenset(_same_word(typed, entity))
        yield from (each for each in entity.spellings if each in words & entity.short)


def _latin_spellings(entity: NamedEntity) -> Iterator[str]:
    return (each for each in entity.spellings if not _ARABIC_WORD.search(each))


def _pieces(words: list[str]) -> Iterator[str]:
    """Yield the beginnings and ends of a name of two words or more, and its initials."""
    for length in range(2, len(words)):
        yield "".join(words[:length])
        yield "".join(words[-length:])
    initials = "".join(word[0] for word in words if word not in _SMALL_WORDS)
    if len(initials) > 1:
        yield initials


def _same_word(word: str, entity: NamedEntity) -> tuple[str, ...]:
    """Return the words of the Arabic spellings that sound like one of the English name."""
    sound = sound_of(word)
    own = consonants(sound)
    found = (
        each
        for spelling in (entity.name_ar, *entity.spellings)
        for each in spelling.split()
        if _ARABIC_WORD.search(each)
        and consonants(heard := arabic_sound(fold(each))) == own
        and sounds_apart(sound, heard) is not None
    )
    return tuple(dict.fromkeys(found))


def _folded(name: str) -> str:
    return fold(name).replace(" ", "")


def named_entities(articles: Mapping[str, int]) -> Iterator[NamedEntity]:
    """Yield the archive's entities that readers see, and those that the shipped gazetteer knows.

    ``articles`` counts the articles that name an entity, by its key. Three queries.
    """
    aliases: dict[str, list[AliasRule]] = defaultdict(list)
    stored = Alias.objects.order_by("pk").values_list("entity__key", "text", "policy")
    for key, text, policy in stored:
        aliases[key].append(AliasRule(text, AliasPolicy(policy)))
    known = set(Entity.objects.values_list("key", flat=True))
    shipped: dict[str, tuple[AliasRule, ...]] = {}
    for entry in prominent_entries():
        if entry.key in known:
            shipped.setdefault(entry.key, entry.aliases)
        else:
            yield _named(entry.name_ar, entry.aliases, entry.name_en, 0)
    for key, arabic, english in Entity.objects.shown().values_list("key", "name_ar", "name_en"):
        rules = (*aliases[key], *shipped.get(key, ()))
        yield _named(arabic, rules, english, articles.get(key, 0))


def _named(arabic: str, rules: Iterable[AliasRule], english: str, articles: int) -> NamedEntity:
    spellings = {rule.text: rule.policy for rule in rules}
    short = (
        text
        for text, policy in spellings.items()
        if policy is AliasPolicy.ALWAYS and " " not in text
    )
    return NamedEntity(arabic, tuple(spellings), english, articles, frozenset(short))
