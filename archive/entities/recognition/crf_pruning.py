"""What the trained recogniser takes for a name and is none, or has a word too many.

Verbs and days at an edge come off; a formula (رحمه الله), a currency, a rank without its bearer and
a name that breaks off («عبد الله بن») are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.arabic.clitics import is_definite
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import HEH, YEH
from archive.arabic.normalize import fold
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.recognition.crf_spans import (
    ALI,
    SHORTEST,
    is_family_name,
    is_name_like,
    is_named,
)
from archive.entities.recognition.inside_names import COMMON_WORD, SONS
from archive.records.mentions import EntityKind

MIN_CONFIDENCE: Final = {
    EntityKind.PERSON: 0.3,
    EntityKind.PLACE: 0.5,
    EntityKind.ORGANISATION: 0.6,
}
"""Chosen on the judged articles that are there to work with: lower, precision falls faster than
recall rises."""

UNSURE: Final = 0.45
"""Below this each word of a person's name must look like one."""
SURE_BEHIND: Final = 0.7
"""Bar of a person of one word behind a title, or a verb of saying."""
SURE_ALONE: Final = 0.9
"""Bar of a person of one word elsewhere, and nobody's surname that the article names in full: of
those below it two in three are none."""
SURE_PLACE: Final = 0.93
"""Bar of a place that no word for places stands before."""
ORDINARY_WORD: Final = 60
"""Occurrences in the shipped word counts of a word that is no name of a place or body."""
DEFINITE_WORD: Final = 400
"""The same for a word with the article: names of districts are often ordinary words."""
_NISBA: Final = (YEH, YEH + HEH)
_OPEN_ENDS: Final = frozenset(
    map(fold, ("بن", "ابن", "بنت", "آل", "عبد", "أبو", "أبا", "أم", "ذو"))
)
"""Words that no name ends with: the rest of it is missing."""


def pruned(words: Sequence[Token], kind: EntityKind) -> Sequence[Token]:
    """Return the words of a find without those at its edges that no name has; () for no name."""
    first, last = 0, len(words)
    is_person = kind is EntityKind.PERSON
    while first < last and _is_none(words[first].text):
        if is_person and _is_ali(words, first):
            break
        first += 1
    while last > first and (
        _is_none(words[last - 1].text) or not words[last - 1].text[0].isalnum()
    ):
        last -= 1
    kept = words[first:last]
    forms = [word.text for word in kept]
    if not kept or _formulas().intersection(forms):
        return ()
    if is_person and forms[-1] in _OPEN_ENDS:
        return ()
    return () if all(map(is_generic, forms)) else kept


def _is_ali(words: Sequence[Token], index: int) -> bool:
    """Return whether the word at ``index`` is the name علي, to which the preposition folds: it goes
    on with a father's name or a family's."""
    after = words[index + 1].text if index + 1 < len(words) else ""
    return words[index].text == ALI and (after in SONS or is_family_name(after))


def trust(words: Sequence[Token], kind: EntityKind, before: str, probability: float) -> float:
    """Return how far a find is believed by its form and the word ``before`` it; 0 for not at all.

    A single word is rather believed behind a word for its kind; an organisation of several words
    must begin with one, or stand behind one.
    """
    forms = [word.text for word in words if word.text[0].isalnum()]
    match kind:
        case EntityKind.PERSON if is_word_of(before, folded_words("facilities.txt")):
            return 0
        case EntityKind.PERSON if len(forms) == 1 or (len(forms) == SHORTEST and forms[0] in SONS):
            return _of_lone_person(forms[-1], before, probability)
        case EntityKind.PERSON if probability < UNSURE:
            return probability * (is_named(forms[0]) and all(map(is_name_like, forms)))
        case EntityKind.PLACE:
            return probability * _may_be_place(forms, before, probability)
        case EntityKind.ORGANISATION:
            return probability * _may_be_organisation(forms, before)
    return probability


def _of_lone_person(word: str, before: str, probability: float) -> float:
    if is_definite(before) and word in _epithets():
        return 0
    is_behind = is_word_of(before, _ranks()) or is_word_of(before, _saying())
    return max(probability, SURE_ALONE) if is_behind and probability >= SURE_BEHIND else probability


def _may_be_place(forms: Sequence[str], before: str, probability: float) -> bool:
    if is_word_of(before, _no_places()):
        return False
    common = DEFINITE_WORD if is_definite(forms[0]) else ORDINARY_WORD
    if len(forms) == 1 and FrequencyTable.shipped().count(forms[0]) >= common:
        return False
    return probability >= SURE_PLACE or is_word_of(before, _place_words())


def _may_be_organisation(forms: Sequence[str], before: str) -> bool:
    if is_definite(before) and is_definite(forms[0]):
        return False
    is_behind = is_word_of(before, _organisation_words())
    count = FrequencyTable.shipped().count
    if len(forms) == SHORTEST and all(is_definite(w) and count(w) >= COMMON_WORD for w in forms):
        return False
    if len(forms) == 1:
        is_common = count(forms[0]) >= ORDINARY_WORD
        return is_behind and not is_common and not forms[0].endswith(YEH)
    is_body = is_word_of(forms[0], _organisation_words())
    is_described = is_body and not is_definite(forms[1]) and forms[1].endswith(_NISBA)
    return (is_body and not is_described) or (is_behind and not is_definite(before))


def kind_behind(before: str, kind: EntityKind) -> EntityKind:
    """Return the kind of a find behind the word ``before``: a club's or paper's is no person, nor
    is a district's («حي الفهد»)."""
    if kind is not EntityKind.PERSON:
        return kind
    if is_word_of(before, _bearers()):
        return EntityKind.ORGANISATION
    return EntityKind.PLACE if is_word_of(before, _parts_of_places()) else kind


def is_of_facility(sentence: Sequence[Token], first: int) -> bool:
    """Return whether the person's name at ``first`` is that of a building, a firm or a prize.

    Ranks may stand between: «مؤسسة الملك سالم».
    """
    index = first - 1
    while index >= 0 and sentence[index].text in folded_words("honorifics.txt"):
        index -= 1
    return index >= 0 and is_word_of(sentence[index].text, folded_words("facilities.txt"))


def is_generic(form: str) -> bool:
    """Return whether a folded word alone is no name: a word for people, places or bodies."""
    return form in _generic() or form in folded_words("no_names.txt")


@cache
def _bearers() -> frozenset[str]:
    """Return words for organisations that are not called after people."""
    return folded_words("triggers_outlet.txt") | frozenset(
        map(fold, ("نادي", "فريق", "شركة", "موقع", "منتخب", "حزب"))
    )


def _is_none(form: str) -> bool:
    return form in folded_words("no_names.txt") or form in folded_words("particles.txt")


@cache
def _ranks() -> frozenset[str]:
    return folded_words("triggers_person.txt") | folded_words("honorifics.txt")


@cache
def _saying() -> frozenset[str]:
    said = "قال أكد أوضح أضاف أشار ذكر كشف أعلن بين لفت تابع شدد حث عبر صرح زاد طالب رأى يقول"
    return frozenset(map(fold, said.split()))


@cache
def _epithets() -> frozenset[str]:
    """Return definite words behind a title that praise and name nobody."""
    return frozenset(map(fold, ("السعيد", "النبيل", "الكريم", "الغالي", "المبارك", "الجليل")))


@cache
def _place_words() -> frozenset[str]:
    water = frozenset(map(fold, ("بحر", "بحيرة", "خليج", "شاطئ", "شواطئ", "معتمدية", "معتمديتي")))
    return folded_words("triggers_place.txt") | folded_words("triggers_village.txt") | water


@cache
def _parts_of_places() -> frozenset[str]:
    words = "حي حيي أحياء قرية بلدة مدينة ولاية معتمدية معتمديتي منطقة بلدية جزيرة وادي جبل محافظة"
    return frozenset(map(fold, words.split()))


@cache
def _no_places() -> frozenset[str]:
    """Return words behind which a name is that of a house or a firm."""
    return folded_words("triggers_outlet.txt") | frozenset(
        map(fold, ("فندق", "فنادق", "شركة", "مطعم", "محل", "سيارة", "سيارات", "هاتف", "جهاز"))
    )


@cache
def _organisation_words() -> frozenset[str]:
    return (
        folded_words("triggers_organisation.txt")
        | folded_words("triggers_outlet.txt")
        | (folded_words("organisation_heads.txt") | folded_words("place_bodies.txt"))
    )


@cache
def _formulas() -> frozenset[str]:
    return folded_words("formulas.txt")


@cache
def _generic() -> frozenset[str]:
    """Return words that are no name alone: words for people, places and organisations."""
    return frozenset().union(
        *(
            folded_words(f"triggers_{kind}.txt")
            for kind in ("person", "place", "village", "organisation", "club", "outlet")
        ),
        folded_words("honorifics.txt"),
    )
