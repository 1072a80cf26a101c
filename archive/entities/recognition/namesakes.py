"""Surnames alone that are somebody else's: the article names another bearer, and not the known one.

«تشافيز» is no president of Venezuela in an article that names «كارلوس تشافيز» and never him in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.entities.gazetteer.name_spellings import alias_words
from archive.entities.recognition.article_context import AcceptedCandidate
from archive.entities.recognition.candidates import FieldWords
from archive.records.mentions import ArticleField, EntityKind

_PERSON: Final = EntityKind.PERSON

Accepted = tuple[FieldWords, list[AcceptedCandidate]]


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
