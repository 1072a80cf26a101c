"""Foreign clubs by the adjective of their country: «أمام أودينيزي الإيطالي».

In an article about sport, a rare word before such an adjective is a club, unless the adjective
goes with the name behind it («التونسي أسامة …»). The adjective is no part of the name, so that the
club has one name in the article. Of 237 such places in the corpus (drawn by seed, outside the
judged articles) nine in ten are clubs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, CONJUNCTIONS, FOR_THE, PREPOSITIONS, VERB_OPENINGS
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import HEH, SEEN
from archive.arabic.normalize import fold
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import match_form_of
from archive.entities.gazetteer.state_bodies import nationalities
from archive.entities.recognition.article_topic import NO_COUNTRY
from archive.entities.recognition.candidates import FieldWords
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.organisation_patterns import marked
from archive.records.mentions import EntityKind, FoundMention

RARE_WORD: Final = 60
"""Occurrences in the shipped word counts of a word that may be a foreign club's."""
SLIP: Final = 3
"""Occurrences that a slip of typing may have."""
MIN_LETTERS: Final = 4
"""Letters of such a word: shorter ones are parts of names, and slips."""
LONGEST: Final = 4
"""Words of a club's name."""
_FUTURE: Final = frozenset(SEEN + letter for letter in VERB_OPENINGS)
"""How verbs of the future begin: «سيلعب»."""
_JOINED: Final = (*CONJUNCTIONS, *PREPOSITIONS)


def club_patterns(words: FieldWords) -> Iterator[FoundMention]:
    """Yield the clubs of one field of an article about sport, without keys."""
    for index in range(1, len(words.forms)):
        if words.forms[index] in _adjectives() and words.gap(index - 1) == " ":
            taken, first = _club(words, index)
            if first < index:
                yield marked(words, first, index, taken, EntityKind.ORGANISATION)


def _club(words: FieldWords, adjective: int) -> tuple[int, int]:
    """Return how many proclitics the club before the word ``adjective`` has, and its first word;
    ``adjective`` itself where there is none."""
    none = 0, adjective
    first = adjective - 1
    if not _may_end_name(words.forms[first]) or _is_of_person_behind(words, adjective):
        return none
    taken = _proclitic(words.forms[first])
    while (
        not taken
        and first
        and adjective - first < LONGEST
        and words.gap(first - 1) == " "
        and _may_begin_name(words.forms[first - 1])
    ):
        first -= 1
        taken = _proclitic(words.forms[first])
    if first and words.gap(first - 1) == " " and _is_of_people(words.forms[first - 1]):
        return none
    return taken, first


def _may_end_name(form: str) -> bool:
    is_word = form.isalpha() and not form.isascii() and len(form) >= MIN_LETTERS
    if not is_word or form.startswith(ARTICLE) or form.endswith(HEH):
        return False
    count = FrequencyTable.shipped().count
    is_definite_one = form[0] in _JOINED and form[1:].startswith(ARTICLE) and count(form[1:]) > 0
    if form.startswith(FOR_THE) or is_definite_one:
        return False
    return count(form) < RARE_WORD and _is_foreign(form)


def _is_foreign(form: str) -> bool:
    """Return whether a rare word is no form of a common one: with a proclitic, or a verb's."""
    count = FrequencyTable.shipped().count
    if any(form[each : each + 2] in _FUTURE for each in (0, 1)):
        return False
    return not (
        (form[0] in _JOINED and count(form[1:]) >= RARE_WORD and form[1:] not in name_tokens())
        or (
            form[0] in VERB_OPENINGS and form[1:] not in name_tokens() and form not in name_tokens()
        )
    )


def _proclitic(form: str) -> int:
    """Return 1 where a conjunction or preposition is joined to a name that is known without it."""
    count = FrequencyTable.shipped().count
    return int(form[0] in _JOINED and count(form[1:]) > max(count(form), SLIP))


def _may_begin_name(form: str) -> bool:
    """Return whether a word may stand before the last one of a club's name: «باير ليفركوزن»."""
    if not form.isalpha() or form.startswith(ARTICLE) or form in _no_part():
        return False
    is_rare = FrequencyTable.shipped().count(form) < RARE_WORD
    return form in _foreign_parts() or (is_rare and _is_foreign(form) and not form.endswith(HEH))


def _is_of_person_behind(words: FieldWords, adjective: int) -> bool:
    """Return whether the adjective belongs to the name behind it: «التونسي أسامة …»."""
    after = adjective + 1
    if after == len(words.forms) or words.gap(adjective) != " ":
        return False
    form = words.forms[after]
    if form in folded_words("particles.txt"):
        return False
    is_name = form in name_tokens() or form in folded_words("given_names.txt")
    is_rare = FrequencyTable.shipped().count(form) < RARE_WORD
    return is_name or is_rare or form in _followers()


@cache
def _followers() -> frozenset[str]:
    return frozenset(map(fold, ("الشاب", "المخضرم", "السابق", "الدولي", "الآخر")))


def _is_of_people(form: str) -> bool:
    return is_word_of(form, _players())


@cache
def _players() -> frozenset[str]:
    """Return words behind which a name is a person's."""
    players = (
        "لاعب اللاعب مهاجم المهاجم مدافع المدافع حارس الحارس مدرب المدرب نجم النجم مدربه ثنائي"
    )
    return frozenset(map(fold, players.split())) | folded_words("triggers_person.txt")


@cache
def _no_part() -> frozenset[str]:
    lists = ("particles.txt", "triggers_club.txt", "no_names.txt", "triggers_person.txt")
    return frozenset().union(*map(folded_words, lists))


@cache
def _foreign_parts() -> frozenset[str]:
    """Return words of foreign clubs' names that are common enough to be met elsewhere."""
    parts = "سان سانت ريال أتلتيك باير سبور ريفر ريد يونايتد سيتي كي سي أف اف إف بي ليغيا غازي"
    return frozenset(map(fold, parts.split()))


@cache
def _adjectives() -> frozenset[str]:
    forms = {match_form_of(each.masculine) for each in nationalities() if " " not in each.masculine}
    return frozenset(forms - NO_COUNTRY) | folded_words("more_nationalities.txt")
