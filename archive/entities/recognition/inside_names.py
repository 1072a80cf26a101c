"""Whether a known name's words only belong to the name of somebody or something else.

«نادي جدة» speaks of no city, «طريق الأمير سالم» of no prince, and «سعد بن سالم» of no Salim.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, CONJUNCTIONS, PREPOSITIONS
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import HEH, MEEM, WAW, YEH
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import (
    Candidate,
    FieldWords,
    follows,
    follows_definite,
    is_in_quoted_name,
    is_quoted,
    word_before,
)
from archive.entities.recognition.crf_features import name_tokens
from archive.records.mentions import EntityKind

# A member of an enum is a dear look-up in Python 3.11.
_PERSON: Final = EntityKind.PERSON
_PLACE: Final = EntityKind.PLACE
MINISTRY: Final = "ministry"
NATIONAL_TEAM: Final = "national team"
_FOOTBALL: Final = frozenset(map(fold, ("القدم", "قدم")))
_DIRECTIONS: Final = frozenset(map(fold, ("شمال", "جنوب", "شرق", "غرب", "وسط")))
_GOODS: Final = frozenset(map(fold, ("نفط", "غاز", "كهرباء", "مياه", "تجارة")))
"""What firms and chambers deal in, between their word and the place: «شركة نفط عمان»."""
_TEAM_WORDS: Final = 4
"""How far behind a national team its sport or age stands: «… السعودي الأول لكرة السلة»."""
_WAY, _BY = fold("طريق"), fold("عن")
_LIST_WORDS: Final = 10
"""How far before a name in a list the word for its sort may stand."""
COMMON_WORD: Final = 100
"""Occurrences in the shipped word counts of a definite word that is no family name: of thirty
tried by hand, family names have fewer than 80, and words of the news more than 300."""
_SERVANT: Final = fold("عبد")
ON: Final = "على"
"""The preposition, which folds to the name علي; many write the name so as well, behind a title."""
_PARTICIPLE: Final = ARTICLE + MEEM
"""How participles begin, which go on with a sentence: «المصنف الأول»."""
_FAITH: Final = fold("الدين")
_QUOTED: Final = ' «»"“”()'
SONS: Final = frozenset(map(fold, ("بن", "ابن", "بنت")))
"""Words between a name and the father's."""


def is_part_of_another_name(words: FieldWords, candidate: Candidate, kind: EntityKind) -> bool:
    """Return whether the candidate's words only belong to the name of something else."""
    if kind is _PERSON:
        return _ends_another_name(words, candidate)
    if kind is _PLACE:
        return _is_named_after(words, candidate) or is_in_quoted_name(words, candidate)
    return word_before(words, candidate) in _heads_of_bodies()


def is_of_another_country(words: FieldWords, candidate: Candidate, entry: GazetteerEntry) -> bool:
    """Return whether an organisation's name goes on to that of another country's.

    «صحيفة الشروق الجزائرية» is not Egypt's. Nor is a short name of a ministry the adjective of a
    definite word: «وكالة الفضاء الخارجية الروسية».
    """
    if entry.parent is None:
        return False
    last, first = candidate.last, candidate.first
    if last < len(words.forms) and not words.gap(last - 1).strip(_QUOTED):
        country = adjectives().get(words.forms[last])
        if country and country != entry.parent and _is_country(entry.parent):
            return True
    is_short = entry.subkind == MINISTRY and words.forms[first].startswith(ARTICLE)
    return (
        is_short
        and follows_definite(words, candidate)
        and words.gap(first - 1) == " "
        and not follows(words, candidate, folded_words("triggers_person.txt"))
    )


def is_another_team(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a national team is not the first one of football, for which the list has it."""
    for index in range(candidate.last, min(candidate.last + _TEAM_WORDS, len(words.forms))):
        if words.gap(index - 1) != " ":
            break
        if words.forms[index] in folded_words("other_teams.txt"):
            return True
    own = folded_words("other_sports.txt")
    return not own.isdisjoint(words.forms) and _FOOTBALL.isdisjoint(words.forms)


@cache
def _is_country(key: str) -> bool:
    return key in adjectives().values()


def _is_named_after(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether something is called after the place: نادي جدة، شرطة منطقة نجران."""
    last, forms = candidate.last, words.forms
    if (
        last < len(forms)
        and forms[last] in folded_words("after_places.txt")
        and words.gap(last - 1) == " "
    ):
        return True
    if candidate.clitic:
        return False
    before = word_before(words, candidate)
    if before not in _before_places():
        return False
    if before in folded_words("areas.txt"):
        area = candidate._replace(first=candidate.first - 1)
        return word_before(words, area) in _heads_of_areas()
    if before in _DIRECTIONS or before in _GOODS:
        part = candidate._replace(first=candidate.first - 1)
        return word_before(words, part) in _heads()
    return not _is_by_way_of(words, candidate.first - 1)


@cache
def _before_places() -> frozenset[str]:
    """Return all words of which one stands before a place that something is called after."""
    return _heads() | folded_words("areas.txt") | _DIRECTIONS | _GOODS


def _is_by_way_of(words: FieldWords, index: int) -> bool:
    """Return whether the word at ``index`` is that of «عن طريق», which names no road."""
    return words.forms[index] == _WAY and index > 0 and words.forms[index - 1] == _BY


@cache
def _heads() -> frozenset[str]:
    return with_prefixes(folded_words("named_after_places.txt"))


@cache
def _heads_of_bodies() -> frozenset[str]:
    return with_prefixes(folded_words("named_after_bodies.txt"))


@cache
def _heads_of_areas() -> frozenset[str]:
    return with_prefixes(folded_words("named_after_places.txt") | {fold("إمارة")})


def with_prefixes(words: Iterable[str]) -> frozenset[str]:
    """Return ``words`` themselves and with the conjunctions and prepositions that may be joined."""
    return frozenset(
        conjunction + preposition + word
        for word in words
        for conjunction in ("", *CONJUNCTIONS)
        for preposition in ("", *PREPOSITIONS)
    )


def _ends_another_name(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether a person's name is that of a building, or a part of someone else's.

    A name with its father's and grandfather's is one chain: what stands right behind «بن» is
    somebody's father, and a name that goes on with «بن» is a namesake's.
    """
    first, last = candidate.first, candidate.last
    if last < len(words.forms) and words.forms[last] in SONS and words.gap(last - 1) == " ":
        return True
    if candidate.clitic:
        return _is_listed_facility(words, candidate)
    if words.surface(first) == ON and not follows(words, candidate, _titles()):
        return True
    before = word_before(words, candidate)
    if before in SONS or (words.forms[first] in SONS and _is_given_name(words, first - 1)):
        return True
    given = folded_words("given_names.txt")
    chain = words.forms[first:last]
    if SONS.intersection(chain) and _has_family_name(words, last):
        return True
    if last - first > 1 and given.issuperset(chain) and _has_another_name(words, last):
        return True
    is_whole = last - first > 1 and words.forms[first] not in given
    return _is_of_facility(words, candidate) or (not is_whole and is_word_of(before, given))


def _titles() -> frozenset[str]:
    return folded_words("triggers_person.txt")


def _is_given_name(words: FieldWords, index: int) -> bool:
    """Return whether a given name stands at ``index``: a known one, or any behind a rank."""
    word = words.forms[index]
    if word in folded_words("given_names.txt") or words.forms[index - 1] == _SERVANT:
        return True
    return word in name_tokens() and index > 0 and words.forms[index - 1] in _honorifics()


def _has_family_name(words: FieldWords, last: int) -> bool:
    """Return whether a definite word goes on with a name of given names: «… بن سالم الراعي».

    Family names are rare words; a common one is the sentence's («… بن سالم الوفد»), an adjective of
    a country its own.
    """
    if last == len(words.forms) or words.gap(last - 1) != " ":
        return False
    after = words.forms[last]
    return (
        after.startswith(ARTICLE)
        and after not in folded_words("after_names.txt")
        and after not in adjectives()
        and FrequencyTable.shipped().count(after) < COMMON_WORD
    )


def _has_another_name(words: FieldWords, last: int) -> bool:
    """Return whether given names are part of another's: «… المنصوري»، «… الدين»، «… سعيد»."""
    if last == len(words.forms) or words.gap(last - 1) != " ":
        return False
    after = words.forms[last]
    if after == _FAITH:
        return True
    if _has_family_name(words, last):
        return after.endswith(YEH) or not (after.startswith(_PARTICIPLE) or after.endswith(HEH))
    return after in folded_words("given_names.txt") and words.surface(last) != ON


def _is_of_facility(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether the name is that of a building, a prize or a road: «طريق الأمير سالم».

    Ranks may stand between, and «و» may join the name to others of its sort.
    """
    first, last = candidate.first, candidate.last
    while first and words.gap(first - 1) == " " and words.forms[first - 1] in _honorifics():
        first -= 1
    if (
        first
        and not words.gap(first - 1).strip(_QUOTED)
        and is_word_of(words.forms[first - 1], _facilities())
    ):
        return True
    if is_quoted(words, candidate) and any(
        is_word_of(word, _facilities()) for word in words.forms[max(0, first - 3) : first]
    ):
        return True  # «طريق صلبوخ (الملك سالم)»
    goes_on = last < len(words.forms) and words.gap(last - 1) == " "
    has_rank = first < candidate.first or words.forms[candidate.first] in _honorifics()
    return goes_on and has_rank and words.forms[last] in folded_words("after_eponyms.txt")


def _is_listed_facility(words: FieldWords, candidate: Candidate) -> bool:
    """Return whether «و» joins a rank and name to things of one sort: «جامعتا كذا والملك سالم»."""
    first = candidate.first
    if not candidate.clitic.startswith(WAW) or not is_word_of(words.forms[first], _honorifics()):
        return False
    begin = max(0, first - _LIST_WORDS)
    if words.text.rfind(".", words.starts[begin], words.starts[first]) >= 0:
        return False
    return any(is_word_of(word, _facilities()) for word in words.forms[begin:first])


def _facilities() -> frozenset[str]:
    return folded_words("facilities.txt")


def _honorifics() -> frozenset[str]:
    return folded_words("honorifics.txt")
