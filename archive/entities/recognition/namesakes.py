"""Surnames alone that are somebody else's: the article names another bearer, and not the known one.

«تشافيز» is no president of Venezuela in an article that names «كارلوس تشافيز» and never him in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from archive.arabic.clitics import ARTICLE
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.letters import YEH
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer_entry import GazetteerEntry
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import AliasRule, alias_words
from archive.entities.recognition.article_context import AcceptedCandidate
from archive.entities.recognition.article_topic import adjectives
from archive.entities.recognition.candidates import Candidate, FieldWords
from archive.entities.recognition.crf_features import name_tokens
from archive.entities.recognition.inside_names import COMMON_WORD
from archive.records.mentions import ArticleField, EntityKind

_PERSON: Final = EntityKind.PERSON

_RARE_NAME: Final = 500
"""Occurrences in the shipped word counts of a word that is more often a name than another word:
زعيم has 958 and قائد 1,870, البرت 201 and لينش 63."""
_ALIKE: Final = 0.7
"""How alike two spellings of one given name are (جوزف، جوزيف): those of two names are less."""
_PARTICLES: Final = frozenset(map(fold, ("دي", "دو", "دا", "فون", "فان")))
_FOR: Final = frozenset(("فإن", "فأن"))
"""Words of a sentence that fold to a particle of names."""
_NUMERALS: Final = frozenset(map(fold, ("الثاني", "الثالث", "الرابع", "الخامس", "السادس")))

Accepted = tuple[FieldWords, list[AcceptedCandidate]]


def is_another_persons(words: FieldWords, candidate: Candidate, entry: GazetteerEntry) -> bool:
    """Return whether the one word is part of the name of somebody else, or of a building.

    Another given name stands before it («كريج شكسبير») or a surname behind («سقراط الشارني»); a
    spelling of the bearer's own name does not («جوزف بلاتر»).
    """
    first, last = candidate.first, candidate.last
    if last < len(words.forms) and words.gap(last - 1) == " ":
        after = words.forms[last]
        if _is_surname(after, words.surface(last)) and not _is_own(after, entry):
            return True
    if not first or candidate.clitic or words.gap(first - 1) != " ":
        return False
    before = words.forms[first - 1]
    if before.startswith(ARTICLE) or not _is_rare_name(before):
        return False
    if not _is_own(before, entry):
        return True
    return first > 1 and is_word_of(words.forms[first - 2], folded_words("facilities.txt"))


def _is_rare_name(word: str) -> bool:
    return word in name_tokens() and FrequencyTable.shipped().count(word) < _RARE_NAME


def _is_surname(word: str, surface: str) -> bool:
    if word in _PARTICLES and surface not in _FOR or word in _NUMERALS or _is_rare_name(word):
        return True
    return (
        word.startswith(ARTICLE)
        and word.endswith(YEH)
        and word not in adjectives()
        and word not in folded_words("after_names.txt")
        and FrequencyTable.shipped().count(word) < COMMON_WORD
    )


def _is_own(word: str, entry: GazetteerEntry) -> bool:
    """Return whether ``word`` is one of the names of ``entry``, or another spelling of one."""
    return _is_one_of(word, entry.aliases)


@lru_cache(maxsize=1 << 14)
def _is_one_of(word: str, names: tuple[AliasRule, ...]) -> bool:
    return any(
        own == word or SequenceMatcher(None, own, word).ratio() >= _ALIKE
        for rule in names
        for own in alias_words(rule.text)
    )


def without_namesakes(accepted: Sequence[Accepted]) -> Iterator[Accepted]:
    """Yield ``accepted`` without the surnames alone that belong to somebody else."""
    lone = {
        (words.forms[name.candidate.last - 1], name.entry.key): name
        for words, names in accepted
        for name in names
        if _is_lone(name)
    }
    if not lone:
        yield from accepted
        return
    fields = [words for words, _names in accepted]
    in_full = {name.entry.key for _words, names in accepted for name in names if not _is_lone(name)}
    others = {
        pair
        for pair, name in lone.items()
        if name.entry.key not in in_full and _has_another_bearer(fields, name)
    }
    if not others:
        yield from accepted
        return
    for words, names in accepted:
        yield (
            words,
            [
                name
                for name in names
                if not _is_lone(name)
                or (words.forms[name.candidate.last - 1], name.entry.key) not in others
            ],
        )


def _is_lone(name: AcceptedCandidate) -> bool:
    candidate = name.candidate
    return name.entry.kind is _PERSON and candidate.last - candidate.first == 1


def _has_another_bearer(fields: Iterable[FieldWords], name: AcceptedCandidate) -> bool:
    """Return whether the body first gives the surname with a given name that is not the entity's.

    A newsmaker's kin is named in full as well, but not before him: «بوش» and «جيب بوش».
    """
    own = {word for rule in name.entry.aliases for word in alias_words(rule.text)}
    surname = alias_words(name.rule.text)[-1]
    for words in fields:
        if words.field is ArticleField.BODY and surname in words.forms:
            index = words.forms.index(surname)
            before = words.forms[index - 1] if index else ""
            given = folded_words("given_names.txt")
            is_named = before not in own and is_word_of(before, given)
            return is_named and words.gap(index - 1) == " "
    return False
