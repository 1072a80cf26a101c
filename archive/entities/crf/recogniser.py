"""The trained recogniser behind the interface of all recognisers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.tokenize import tokenize
from archive.entities.aliases import AliasPolicy
from archive.entities.clitics import spelled_out, surface_offset
from archive.entities.crf.labels import KINDS
from archive.entities.crf.model import CrfModel
from archive.entities.crf.name_parts import part
from archive.entities.crf.tagger import TaggedName, Tagger
from archive.entities.gazetteer import Gazetteer, name_key
from archive.entities.keys import new_key
from archive.entities.lexicon import folded_words
from archive.entities.mentions import (
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
)

MIN_LETTERS: Final = 3
"""A name of fewer letters is an initial or a mistake."""

_RULES_VERSION: Final = "1"


class CrfRecogniser:
    """Finds names by the shipped model; a name the gazetteer knows takes its key."""

    name = "crf"

    def __init__(self, gazetteer: Gazetteer | None = None, model: CrfModel | None = None) -> None:
        model = model or CrfModel.shipped()
        self._gazetteer = gazetteer or Gazetteer.shipped()
        self._count = FrequencyTable.shipped().count
        self._tagger = Tagger(model)
        self.version = hashlib.sha256(f"{_RULES_VERSION} {model.fingerprint}".encode()).hexdigest()[
            :12
        ]

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        seen = {token.text for _field, text in article.fields() for token in tokenize(text)}
        return [
            mention
            for field, text in article.fields()
            for name in self._tagger.names(text)
            if name.label in KINDS
            for mention in self._mention(field, text, name, seen)
        ]

    def _mention(
        self, field: ArticleField, text: str, name: TaggedName, seen: Collection[str]
    ) -> Iterator[FoundMention]:
        lettered = [word for word in name.words if word.text[0].isalnum()]
        if not lettered:
            return
        first, last = lettered[0], lettered[-1]
        kind = KINDS[name.label]
        reading = part(first.text, self._count, seen)
        offset = surface_offset(text[first.start : first.end], reading.taken)
        start, end = first.start + max(offset, 0), last.end
        surface = text[start:end]
        if not _is_name(surface, kind, len(lettered)):
            return
        yield FoundMention(
            field,
            start,
            end,
            surface,
            reading.clitic if offset > 0 else "",
            self.key(spelled_out(surface, reading.clitic), kind),
            kind,
            MentionMethod.CRF,
            round(name.probability, 4),
        )

    def key(self, name: str, kind: EntityKind) -> str:
        """Return the gazetteer's key for ``name`` where it knows one of this kind, else a new one."""
        wanted = name_key(name)
        for entry in self._gazetteer.by_name(name):
            if entry.kind is kind and any(
                rule.policy is not AliasPolicy.NEVER and name_key(rule.text) == wanted
                for rule in entry.aliases
            ):
                return entry.key
        return new_key(name, kind)


def _is_name(surface: str, kind: EntityKind, size: int) -> bool:
    if sum(char.isalpha() for char in surface) < MIN_LETTERS or "\n" in surface:
        return False
    # A given name alone is anybody's.
    lone = size == 1 and kind is EntityKind.PERSON
    return not lone or name_key(surface) not in folded_words("given_names.txt")
