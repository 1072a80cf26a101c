"""Where a find of the trained recogniser really begins and ends.

The model breaks names off before a father's name or a family's, and takes words in that belong to
the sentence. Which word is a name is told by the list of names of persons and by how rare it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.arabic.clitics import (
    ARTICLE,
    FOR_THE,
    PREPOSITIONS,
    is_definite,
    is_proclitic,
    strip_clitics,
)
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import WAW, YEH
from archive.arabic.normalize import fold
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.lexicon import folded_words
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.inside_names import COMMON_WORD, SONS
from archive.records.mentions import EntityKind

RARE_WORD: Final = 15
"""Occurrences in the shipped word counts of a word that may be a name though no list has it."""
GIVEN_NAME: Final = 1000
"""The same of a given name: commoner ones are words of the language first."""
ALI: Final = fold("علي")
_SERVANT: Final = fold("عبد")
_PARTICIPLE: Final = fold("المت")
"""How participles begin that a sentence goes on with: «المتحدر من»."""
_RANKS: Final = frozenset(
    map(
        fold,
        (
            "دكتور",
            "مهندس",
            "عقيد",
            "لواء",
            "نقيب",
            "رائد",
            "عميد",
            "فريق",
            "أستاذ",
            "ركن",
            "كريمة",
            "حرم",
            "نجل",
        ),
    )
)


def widened(sentence: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Return where the person's name of words ``first`` to ``last`` (exclusive) begins and ends.

    Fathers' names and a family's rare name that go on with it are taken in.
    """
    while first and sentence[first].text in SONS and _is_next(sentence, first - 1):
        before = sentence[first - 1].text
        if not is_name_like(before) and (
            _begins_anew(before) or FrequencyTable.shipped().count(before) >= UNLIKELY_NAME
        ):
            break
        first -= 1
    if first and _is_next(sentence, first - 1) and not _is_joined(sentence[first].text):
        before = sentence[first - 1].text
        # «علي» may be the preposition, which folds to it.
        is_first = before in unmistakable_given_names() and before != ALI
        first -= is_first or (last - first == 1 and _is_given_name(before))
    while last < len(sentence) and _is_next(sentence, last - 1):
        word = sentence[last].text
        if word in SONS and last + 1 < len(sentence) and _is_next(sentence, last):
            last += 2
        elif is_family_name(word) and not _is_closed(sentence, last):
            last += 1
        elif word in folded_words("given_names.txt") and _has_family_behind(sentence, last):
            last += 2
        else:
            break
    return first, last


def narrowed(words: Sequence[Token], kind: EntityKind) -> Sequence[Token]:
    """Return the words of a find without what belongs to the sentence, or () for no name."""
    if kind is EntityKind.ORGANISATION:
        return words
    end = next((i for i in range(1, len(words)) if _begins_anew(words[i].text)), len(words))
    words = words[:end]
    if kind is EntityKind.PLACE:
        while len(words) > 1 and words[-1].text in adjectives():
            words = words[:-1]
        return words
    while len(words) > SHORTEST and _is_title(words[0].text, words[1].text):
        words = words[1:]
    if len(words) == SHORTEST and _is_described(words[0].text, words[1].text):
        words = words[1:]
    while words and _is_ordinary(words[0].text):
        words = words[1:]
    while len(words) > 1 and _is_ordinary(words[-1].text) and words[-2].text not in _joining():
        words = words[:-1]
    is_open = bool(words) and words[-1].text in _joining()
    return words if not is_open and any(is_name_like(word.text) for word in words) else ()


def _is_closed(sentence: Sequence[Token], last: int) -> bool:
    """Return whether the name before the word at ``last`` ends with a family's name already; the
    definite word of «عبد الرحمن» does not."""
    is_servant = last > 1 and sentence[last - 2].text == _SERVANT
    return is_definite(sentence[last - 1].text) and not is_servant


def _has_family_behind(sentence: Sequence[Token], index: int) -> bool:
    """Return whether the given name at ``index`` goes on with a family's: «محمد علي العمري»."""
    return (
        index + 1 < len(sentence)
        and _is_next(sentence, index)
        and is_family_name(sentence[index + 1].text)
    )


UNLIKELY_NAME: Final = 2000
"""Occurrences in the shipped word counts of a word before «بن» that is hardly a given name."""
SHORTEST: Final = 2
"""Words that must stay of a name when a title comes off it: «السيد البدوي» is a whole name."""


def _is_next(sentence: Sequence[Token], index: int) -> bool:
    """Return whether a single space parts the word at ``index`` from the word behind it."""
    word, after = sentence[index], sentence[index + 1]
    return after.start - word.end == 1 and word.text[-1].isalnum() and after.text[0].isalpha()


@cache
def is_family_name(word: str) -> bool:
    """Return whether a definite word is a family's name: listed as one, or rare enough for it."""
    if word in folded_words("family_names.txt"):
        return True
    if not word.startswith(ARTICLE) or word in adjectives() or word in _no_family():
        return False
    if word.startswith(_PARTICIPLE) and word not in name_tokens():
        return False
    count = FrequencyTable.shipped().count(word)
    return count < (COMMON_WORD if word.endswith(YEH) or word in name_tokens() else RARE_WORD)


def _is_joined(word: str) -> bool:
    """Return whether «و» joins a find to the name before it: «… وحسن عسيري»."""
    return word[0] == WAW and word not in _names()


@cache
def unmistakable_given_names() -> frozenset[str]:
    """Return given names that are hardly anything else."""
    return folded_words("given_names.txt") - folded_words("common_given_names.txt")


def _is_given_name(word: str) -> bool:
    """Return whether a word before a find of one word is the given name to it."""
    if any(each.rest in folded_words("no_names.txt") for each in strip_clitics(word)):
        return False
    if word in folded_words("given_names.txt"):
        return word not in folded_words("particles.txt")
    return word in name_tokens() and FrequencyTable.shipped().count(word) < GIVEN_NAME


def _begins_anew(word: str) -> bool:
    """Return whether a word inside a find has a proclitic, so that the name ended before it."""
    if word[0].isdigit():
        return True
    if word in _names() or word.startswith(ARTICLE):
        return False
    rest = word[1:]
    if word.startswith(FOR_THE) or (word[0] == WAW and rest.startswith((ARTICLE, FOR_THE))):
        return True
    if word[0] == WAW and rest in name_tokens():
        return True  # «… بولر وبيل هادر»
    count = FrequencyTable.shipped().count
    is_common = len(rest) > SHORTEST and count(rest) >= COMMON_WORD and count(word) >= SHORTEST
    return word[0] in (WAW, *PREPOSITIONS) and is_common and is_proclitic(word, count)


def _is_title(word: str, after: str) -> bool:
    """Return whether a name's first word is a rank, or the adjective of a country before it."""
    if word in _titles() or word in adjectives() or word in _ordinals():
        return True
    is_nisba = word.startswith(ARTICLE) and word.endswith(YEH) and word not in _names()
    return is_nisba and not is_definite(after)


def _is_described(word: str, after: str) -> bool:
    """Return whether a country's adjective or an ordinal stands before a name: «الكرواتي زلاتكو»."""
    return (word in adjectives() or word in _ordinals()) and not is_definite(after)


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(map(fold, ("الأول", "الثاني", "الثالث", "الأولى", "الثانية", "الثالثة")))


def _is_ordinary(word: str) -> bool:
    """Return whether a word at a name's edge is a common one that is nobody's name."""
    if not word[0].isalpha() or is_named(word):
        return False
    if any(each.rest.startswith(ARTICLE) for each in strip_clitics(word)):
        return False
    return FrequencyTable.shipped().count(word) >= COMMON_WORD


def is_named(word: str) -> bool:
    """Return whether a word is one of persons' names, by itself or behind proclitics."""
    return word in _names() or any(each.rest in _names() for each in strip_clitics(word))


def is_name_like(word: str) -> bool:
    """Return whether a word is known as one of names, or too rare to be anything else."""
    is_rare = FrequencyTable.shipped().count(word) < RARE_WORD
    return is_rare or is_named(word) or is_family_name(word)


@cache
def _joining() -> frozenset[str]:
    """Return words that need another behind them to be a name: أبو، عبد، آل، بن."""
    return SONS | frozenset(map(fold, ("أبو", "أبا", "أبي", "أم", "عبد", "آل", "بني", "ولد", "بو")))


@cache
def _names() -> frozenset[str]:
    """Return words of persons' names."""
    return name_tokens() | folded_words("given_names.txt") | _joining()


@cache
def _titles() -> frozenset[str]:
    return folded_words("triggers_person.txt") | folded_words("honorifics.txt") | _RANKS


@cache
def _no_family() -> frozenset[str]:
    return folded_words("after_names.txt") | folded_words("no_names.txt") | _titles()
