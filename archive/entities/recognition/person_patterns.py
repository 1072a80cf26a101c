"""People by what stands around their names, where the model is unsure.

- a given name with fathers' names or a family's rare name: «صلاح الملا»، «فهد بن فرج الصقيه»;
- two words of names behind a title: «اللواء سميح بشادي»;
- words of names, or unknown ones, behind a country's adjective: «المهاجم الغاني مبارك واكاسو»;
- a given name before a family's that is listed as one: «بتال العتيبي».
"""

from __future__ import annotations

from functools import cache
from typing import Final

from archive.arabic.clitics import ARTICLE, FOR_THE, SINGLE_PROCLITICS, VERB_OPENINGS
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import ALEF_MAKSURA, HEH, WAW
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

LONGEST_NAME: Final = 5
"""Words of a name of given names."""
COMMON_NAME: Final = 3000
"""Occurrences in the shipped word counts of a name that is rather a word of the language."""
UNKNOWN_WORD: Final = 6
"""The same of a word that no list has and that may be a name behind a title."""
RARE_FOREIGN: Final = 60
"""The same of a word that no list has behind a country's adjective."""
UNHEARD_OF: Final = 3
"""The same of a word that goes on with such a name, whatever letter it begins with."""
COMMON_FOREIGN: Final = 400
"""The same of a listed name behind a country's adjective that is rather a word of the language."""
COMMON_FAMILY: Final = 600
"""The same of a family's name that is rather a word of the language behind a word that may be a
given name."""
RARE_GIVEN: Final = 100
"""The same of a listed name before a family's that may be a verb."""
MIN_LETTERS: Final = 3
"""Letters of a word of a foreign name."""
LONGEST_FOREIGN: Final = 3
"""Words of such a name."""
_VERBAL: Final = frozenset((WAW, *VERB_OPENINGS))
_FATHERS: Final = SONS | {fold("آل")}
_FOREIGN_PARTS: Final = frozenset(
    map(fold, ("سان", "سانت", "دا", "دي", "دو", "دوس", "ديل", "فان", "فون", "لا", "لو", "ماك"))
)
"""Short words that foreign names begin with."""
JOINED: Final = frozenset(map(fold, ("و", "ل", "ب", "ف")))


def person_at(words: FieldWords, index: int) -> tuple[int, int]:
    """Return where the person's name at the word ``index``, or behind it, begins and ends; no end
    where there is none."""
    form = words.forms[index]
    if _may_be_given(form):
        return index, _person_end(words, index)
    if form in _titles():
        return index + 1, _titled_end(words, index + 1)
    if form in _adjectives() and _is_of_person(words, index):
        return index + 1, _foreign_end(words, index + 1)
    return index, _family_end(words, index)


def _may_be_given(form: str) -> bool:
    return form in unmistakable_given_names() or (
        form[:1] in JOINED and form[1:] in unmistakable_given_names()
    )


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
        elif form in unmistakable_given_names() and last - first < LONGEST_NAME:
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
def _adjectives() -> frozenset[str]:
    """Return the definite adjectives of countries, and what joins them: «والبولندي»."""
    found = {form for form in adjectives() if form.startswith(ARTICLE)}
    found |= folded_words("more_nationalities.txt")
    # «والسعودية» is the country.
    joined = {WAW + form for form in found if not form.endswith(HEH)}
    return frozenset(found | joined)


def _is_of_person(words: FieldWords, index: int) -> bool:
    """Return whether the adjective at ``index`` is that of a player or of someone with a title, or
    stands for a person itself: «المهاجم الغاني …»، «والبولندي …»."""
    if words.forms[index].startswith(WAW):
        return True
    if not index or words.gap(index - 1) != " ":
        return False
    return is_word_of(words.forms[index - 1], _people())


@cache
def _people() -> frozenset[str]:
    """Return definite words for people, of sport and of the news, and titles."""
    return folded_words("people_words.txt") | folded_words("triggers_person.txt")


def _foreign_end(words: FieldWords, first: int) -> int:
    """Return the end of the foreign name at ``first``: words of names, or that no text has."""
    last = first
    while last < len(words.forms) and words.gap(last - 1) == " " and last - first < LONGEST_FOREIGN:
        form = words.forms[last]
        if last > first and is_family_name(form):
            return last + 1
        goes_on = last > first and _is_unheard_of(form)
        if not (goes_on or _is_foreign_name(form) or _begins_foreign_name(words, last)):
            break
        last += 1
    return last if last > first else 0


def _is_unheard_of(form: str) -> bool:
    """Return whether next to no text has a word, which may then begin like a verb: «ياكونان»."""
    is_word = form.isalpha() and not form.isascii() and not form.startswith((ARTICLE, FOR_THE, WAW))
    return is_word and FrequencyTable.shipped().count(form) < UNHEARD_OF


def _begins_foreign_name(words: FieldWords, index: int) -> bool:
    """Return whether a word that is not rare goes on with a foreign name: «سان مارتين»."""
    after = index + 1
    if after == len(words.forms) or words.gap(index) != " ":
        return False
    form = words.forms[index]
    is_named = form in name_tokens() and FrequencyTable.shipped().count(form) < COMMON_NAME
    return (form in _FOREIGN_PARTS or is_named) and _is_foreign_name(words.forms[after])


def _is_foreign_name(form: str) -> bool:
    if len(form) < MIN_LETTERS or form.startswith((ARTICLE, FOR_THE)) or form.isascii():
        return False
    if not form[0].isalpha() or form in folded_words("no_names.txt"):
        return False
    count = FrequencyTable.shipped().count
    if form in name_tokens():
        return count(form) < COMMON_FOREIGN
    is_joined = form[0] in SINGLE_PROCLITICS and count(form[1:]) > count(form)
    return not is_joined and form[0] not in VERB_OPENINGS and count(form) < RARE_FOREIGN


def _family_end(words: FieldWords, first: int) -> int:
    """Return the end of the name of a given name and a listed family's at ``first``, or 0."""
    last = first + 1
    if last == len(words.forms) or words.forms[last] not in folded_words("family_names.txt"):
        return 0
    form, count = words.forms[first], FrequencyTable.shipped().count
    if words.gap(first) != " " or form.startswith(ARTICLE) or _follows_name(words, first):
        return 0
    if (
        not form[0].isalpha()
        or len(form) < MIN_LETTERS
        or count(words.forms[last]) >= COMMON_FAMILY
    ):
        return 0
    is_given = form in folded_words("given_names.txt") and count(form) < COMMON_NAME
    is_named = form in name_tokens() and not form.startswith(WAW)
    is_joined = form[0] in SINGLE_PROCLITICS and count(form[1:]) > count(form)
    is_coined = form[0] not in _VERBAL and not is_joined
    is_rare = (is_named and count(form) < RARE_GIVEN) or (is_coined and count(form) < UNKNOWN_WORD)
    return last + 1 if is_given or is_rare else 0
