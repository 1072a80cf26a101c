"""Gazetteer and trained recogniser as one: known names first, then those that are new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.entities.document import surname
from archive.entities.mentions import (
    ArticleField,
    ArticleText,
    EntityKind,
    FoundMention,
    MentionMethod,
    Recogniser,
)
from archive.entities.spelling import alias_words

_ORDER: Final = {field: number for number, field in enumerate(ArticleField)}


class CombinedRecogniser:
    """Two recognisers: where their finds overlap, the first is believed."""

    name = "combined"

    def __init__(self, first: Recogniser, second: Recogniser) -> None:
        self._first = first
        self._second = second
        versions = f"{first.name} {first.version} {second.name} {second.version}"
        self.version = hashlib.sha256(versions.encode()).hexdigest()[:12]

    def recognise(self, article: ArticleText) -> list[FoundMention]:
        """Return the mentions of ``article`` in reading order, never overlapping."""
        known = self._first.recognise(article)
        found = sorted((*known, *_apart(self._second.recognise(article), known)), key=_position)
        return list(_with_surnames(found))


def _position(mention: FoundMention) -> tuple[int, int]:
    return _ORDER[mention.field], mention.start


def _apart(
    mentions: Iterable[FoundMention], known: Sequence[FoundMention]
) -> Iterator[FoundMention]:
    """Yield the mentions that overlap no known one."""
    taken = {
        (mention.field, position)
        for mention in known
        for position in range(mention.start, mention.end)
    }
    for mention in mentions:
        if not any(
            (mention.field, position) in taken for position in range(mention.start, mention.end)
        ):
            yield mention


def _with_surnames(found: Iterable[FoundMention]) -> Iterator[FoundMention]:
    """Yield ``found``, with the surnames that are new taken for the people named before.

    A surname of two people is nobody's, and a surname of nobody is kept as it is.
    """
    people: dict[tuple[str, ...], set[str]] = {}
    for mention in found:
        if mention.kind is not EntityKind.PERSON:
            yield mention
            continue
        words = alias_words(mention.surface)
        meant = people.get(words, set())
        if mention.method is MentionMethod.CRF and len(meant) == 1:
            yield replace(mention, key=next(iter(meant)))
            continue
        short = surname(words)
        if short:
            people.setdefault(short, set()).add(mention.key)
        yield mention
