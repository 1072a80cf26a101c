"""What an article as a whole is about: sport or not, and which countries its adjectives name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from archive.arabic.clitics import ARTICLE, CONJUNCTIONS, FOR_THE, PREPOSITIONS
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import folded_words
from archive.entities.gazetteer.name_spellings import match_form_of
from archive.entities.gazetteer.state_bodies import nationalities
from archive.entities.recognition.candidates import FieldWords

SPORT_WORDS: Final = 3
"""Different words of sport that make an article one about sport."""
LONG: Final = 40
"""Words of an article that would name its sport."""
_ENDINGS: Final = ("", "ة", "ين", "ون", "ات")
NO_COUNTRY: Final = frozenset(map(fold, ("مالي", "تركي", "هندي", "المالي", "المالية", "مالية")))
"""Adjectives of countries that are more often a word of finance, a given name or a surname."""


class Topic(NamedTuple):
    """What the words of an article tell of it: whether it is about sport, whether it is about
    anything but sport, how often its adjectives name each country, by the country's key, and how
    many different words of sport it has."""

    is_sport: bool = False
    is_far_from_sport: bool = False
    adjectives: Mapping[str, int] = MappingProxyType({})
    sport_words: int = 0


def topic_of(fields: Collection[FieldWords]) -> Topic:
    """Return what the article is about; a few words show no topic."""
    telling, sport, countries = _telling(), _sport_stems(), adjectives()
    stems: set[str] = set()
    counts: Counter[str] = Counter()
    for field in fields:
        for word in filter(telling.__contains__, field.forms):
            if word in sport:
                stems.add(sport[word])
            else:
                counts[countries[word]] += 1
    is_long = sum(len(field.forms) for field in fields) >= LONG
    return Topic(len(stems) >= SPORT_WORDS, is_long and not stems, counts, len(stems))


@cache
def _telling() -> frozenset[str]:
    return frozenset((*_sport_stems(), *adjectives()))


@cache
def _sport_stems() -> dict[str, str]:
    return {
        prefix + word: word.removeprefix(ARTICLE)
        for word in folded_words("sport.txt")
        for prefix in ("", *CONJUNCTIONS, *PREPOSITIONS)
    }


@cache
def adjectives() -> dict[str, str]:
    """Return the key of the country that each adjective names, by its form."""
    table: dict[str, str] = {}
    for nationality in nationalities():
        if " " in nationality.masculine:
            continue
        bare = nationality.masculine.removeprefix("ال")
        for ending in _ENDINGS:
            for word in (bare, f"ال{bare}", f"{FOR_THE}{bare}", f"وال{bare}", f"بال{bare}"):
                form = match_form_of(word + ending)
                if form not in NO_COUNTRY:
                    table.setdefault(form, nationality.country)
    return table
