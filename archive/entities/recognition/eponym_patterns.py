"""Sites and bodies by the names they bear: «مستشفى الملك …», «مطار سالونيكا», «مدرسة الشيخ …».

What follows a word for a site is a person with a rank, a person with a father's name or a
family's, a place of the list, or a rare word; a body is called after a person. A road must be
called after a person or a place, and is none in «عن طريق».
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, CONJUNCTIONS, FOR_THE, PREPOSITIONS, VERB_OPENINGS
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import WAW
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import Lexicon, folded_words
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.crf_spans import is_family_name, unmistakable_given_names
from archive.entities.recognition.inside_names import SONS
from archive.entities.recognition.organisation_patterns import marked
from archive.records.mentions import EntityKind, FoundMention

RARE_NAME: Final = 40
"""Occurrences in the shipped word counts of a word that a site may be called by."""
VILLAGE_WORD: Final = 400
"""The same of a small place's name: commoner ones are rather words of the language."""
LONGEST_RARE: Final = 2
"""Rare words in a row that are one name."""
LONGEST_PURPOSE: Final = 4
"""Words that say what a body is for."""
_SERVANT: Final = fold("عبد")
_CITY: Final = fold("مدينة")
_ROAD: Final = fold("طريق")
_BY: Final = fold("عن")
_CLUB: Final = fold("نادي")
_GROUNDS: Final = frozenset(map(fold, ("ملعب", "استاد", "إستاد", "ستاد")))
_OF_PEOPLE_OR_PLACES: Final = frozenset(
    map(fold, ("طريق", "قصر", "برج", "سد", "قاعة", "محطة", "كنيسة", "مسرح", "متحف", "حي", "واحة"))
)
"""Words behind which a rare word alone is rather the sentence's or an adjective."""
_OF_TOWNS: Final = frozenset(map(fold, ("مطار", "ميناء")))
_PEOPLE_ONLY: Final = frozenset(map(fold, ("حي", "قاعة", "ضاحية", "واحة")))
"""Words for sites whose other names the recognisers read without the word."""


def eponym_patterns(words: FieldWords, lexicon: Lexicon) -> Iterator[FoundMention]:
    """Yield the sites and bodies of one field that this form gives, without keys."""
    reached = 0
    for index in range(len(words.forms) - 1):
        if index < reached or words.gap(index) != " ":
            continue
        found = _found(words, index, lexicon)
        if found:
            taken, last, kind = found
            reached = last
            yield marked(words, index, last, taken, kind)


def _found(words: FieldWords, index: int, lexicon: Lexicon) -> tuple[int, int, EntityKind] | None:
    """Return how many letters of proclitics stand before the name at ``index``, its end and kind."""
    taken = _proclitics(words.forms[index], _heads())
    if taken < 0 or (index and words.forms[index - 1] in SONS):
        return None
    head = words.forms[index][taken:]
    last = _person_end(words, index + 1)
    if head == _CITY:
        end = _described(words, last) if last else 0
        return (taken, end, EntityKind.PLACE) if end > last else None
    if head in folded_words("named_bodies.txt"):
        end = _purpose_end(words, _described(words, last)) if last else 0
        return (taken, end, EntityKind.ORGANISATION) if end else None
    if head == _ROAD and index and words.forms[index - 1] == _BY:
        return None
    last = last or _other_end(words, index + 1, head, lexicon)
    return (taken, _described(words, last), EntityKind.PLACE) if last else None


@cache
def _heads() -> frozenset[str]:
    return folded_words("named_sites.txt") | folded_words("named_bodies.txt") | {_CITY}


def _proclitics(form: str, wanted: Collection[str]) -> int:
    """Return how many letters of proclitics stand before a word of ``wanted``; -1 for none."""
    for taken in range(3):
        if form[taken:] in wanted:
            return taken
        if form[taken : taken + 1] not in (*CONJUNCTIONS, *PREPOSITIONS):
            return -1
    return -1


def _goes_on(words: FieldWords, last: int) -> bool:
    """Return whether a single space parts the word at ``last`` from the one before it."""
    return last < len(words.forms) and words.gap(last - 1) == " "


def _person_end(words: FieldWords, first: int) -> int:
    """Return the end of the person's name at ``first``: with a rank, a father or a family; or 0."""
    last = first
    while _goes_on(words, last) and words.forms[last] in _ranks():
        last += 1
    is_ranked = last > first
    if not _goes_on(words, last):
        return 0
    has_father = (
        _goes_on(words, last + 2)
        and words.forms[last + 1] in SONS
        and words.forms[last + 2] in _given_names() | name_tokens()
    )
    if not (has_father or words.forms[last] in _given_names()):
        return 0
    if not (is_ranked or has_father or words.forms[last] in unmistakable_given_names()):
        return 0
    name = last
    last += 2 if words.forms[last] == _SERVANT else 1
    while _goes_on(words, last):
        form = words.forms[last]
        if form in SONS and _goes_on(words, last + 1):
            last += 3 if words.forms[last + 1] == _SERVANT else 2
        elif is_family_name(form):
            last += 1
            break
        elif form in unmistakable_given_names():
            last += 1
        else:
            break
    last = min(last, len(words.forms))
    return last if is_ranked or last - name > 1 else 0


@cache
def _ranks() -> frozenset[str]:
    """Return honorifics without the pronouns of «المرحوم له», which alone are ordinary words."""
    return folded_words("honorifics.txt") - frozenset(map(fold, ("له", "لها")))


@cache
def _given_names() -> frozenset[str]:
    return folded_words("given_names.txt") | {_SERVANT}


def _other_end(words: FieldWords, first: int, head: str, lexicon: Lexicon) -> int:
    """Return the end of the place's, club's or rare name at ``first``, or 0."""
    if head in _PEOPLE_ONLY:
        return 0
    start = first
    if (
        head in _GROUNDS
        and words.forms[first] == _CLUB
        and _goes_on(words, first + 1)
        or words.forms[first] in folded_words("areas.txt")
        and _goes_on(words, first + 1)
    ):
        start += 1
    last = _listed_end(words, start, head, lexicon)
    if last or start > first or head in _OF_PEOPLE_OR_PLACES:
        return last
    while last < LONGEST_RARE and _is_rare(words, first + last, head in _OF_TOWNS):
        last += 1
    return first + last if last else 0


def _listed_end(words: FieldWords, first: int, head: str, lexicon: Lexicon) -> int:
    opening = lexicon[words.forms[first]]
    if opening is None:
        return 0
    ends = [
        end
        for start in opening.starts
        if not start.clitic
        for end, node in start.node.walk(words.forms, first + 1)
        if all(words.gap(each) == " " for each in range(first, end - 1))
        and any(_may_name(target.entry, head, words, first, end) for target in node.targets)
    ]
    return max(ends, default=0)


def _may_name(
    entry: GazetteerEntry | None, head: str, words: FieldWords, first: int, last: int
) -> bool:
    """Return whether a site of the sort ``head`` may be called after what the list has."""
    if entry is None or entry.kind is EntityKind.PERSON:
        return False
    if entry.kind is EntityKind.ORGANISATION:
        return head in _GROUNDS
    if not entry.is_minor:
        return True
    # «متحف سكة الحديد»: the village's name begins a phrase.
    if _goes_on(words, last) and words.forms[last].startswith(ARTICLE):
        return _described(words, last) > last
    count = FrequencyTable.shipped().count
    return all(count(form) < VILLAGE_WORD for form in words.forms[first:last])


def _is_rare(words: FieldWords, index: int, is_sure: bool) -> bool:
    """Return whether the word at ``index`` is too rare for anything but a name; ``is_sure`` where
    hardly anything but a name follows."""
    if not _goes_on(words, index):
        return False
    form, count = words.forms[index], FrequencyTable.shipped().count
    if not form[0].isalpha() or form.isascii() or form in adjectives():
        return False
    is_joined = form[0] in (WAW, *PREPOSITIONS) and count(form[1:]) >= RARE_NAME
    is_name = is_sure or form in name_tokens()
    if not is_name and (is_joined or form[0] in VERB_OPENINGS or form.endswith(_ENDINGS)):
        return False
    return count(form) < RARE_NAME


_ENDINGS: Final = tuple(map(fold, ("ية", "هم", "ها", "ات", "ين", "نا")))
"""Endings of adjectives, plurals and pronouns: such rare words are forms of common ones."""


def _purpose_end(words: FieldWords, last: int) -> int:
    """Return the end of a body's name with what it is for: «… للإغاثة والأعمال الإنسانية»."""
    if not _goes_on(words, last) or not words.forms[last].startswith(FOR_THE):
        return last
    end = last + 1
    while end - last < LONGEST_PURPOSE and _goes_on(words, end):
        form = words.forms[end].removeprefix(WAW)
        if not form.startswith(ARTICLE) or form in _no_purpose():
            break
        end += 1
    return end


@cache
def _no_purpose() -> frozenset[str]:
    """Return definite words that a sentence goes on with."""
    lists = ("particles.txt", "no_names.txt", "honorifics.txt", "triggers_person.txt")
    return frozenset().union(*map(folded_words, lists), adjectives())


def _described(words: FieldWords, last: int) -> int:
    """Return the end of a name with the adjectives that belong to it: «مطار … الدولي»."""
    while (
        _goes_on(words, last)
        and words.forms[last].startswith(ARTICLE)
        and words.forms[last] in folded_words("after_sites.txt")
    ):
        last += 1
    return last
