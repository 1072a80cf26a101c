"""What the trained recogniser takes for a name and is none, or has a word too many.

Verbs and days at an edge come off; a formula (رحمه الله), a currency, a rank without its bearer and
a name that breaks off («عبد الله بن») are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from archive.arabic.normalize import fold
from archive.arabic.tokenize import Token
from archive.entities.gazetteer.lexicon import folded_words, is_word_of
from archive.records.mentions import EntityKind

MIN_CONFIDENCE: Final = {
    EntityKind.PERSON: 0.45,
    EntityKind.PLACE: 0.5,
    EntityKind.ORGANISATION: 0.6,
}
"""Chosen on the judged articles that are there to work with: lower, precision falls faster than
recall rises."""

_OPEN_ENDS: Final = frozenset(
    map(fold, ("بن", "ابن", "بنت", "آل", "عبد", "أبو", "أبا", "أم", "ذو"))
)
"""Words that no name ends with: the rest of it is missing."""


def pruned(words: Sequence[Token], kind: EntityKind) -> Sequence[Token]:
    """Return the words of a find without those at its edges that no name has; () for no name."""
    first, last = 0, len(words)
    while first < last and _is_none(words[first].text):
        first += 1
    while last > first and (
        _is_none(words[last - 1].text) or not words[last - 1].text[0].isalnum()
    ):
        last -= 1
    kept = words[first:last]
    forms = [word.text for word in kept]
    if not kept or _formulas().intersection(forms):
        return ()
    if kind is EntityKind.PERSON and forms[-1] in _OPEN_ENDS:
        return ()
    return () if all(map(is_generic, forms)) else kept


def kind_behind(before: str, kind: EntityKind) -> EntityKind:
    """Return the kind of a find behind the word ``before``: a club's or paper's is no person."""
    if kind is EntityKind.PERSON and is_word_of(before, _bearers()):
        return EntityKind.ORGANISATION
    return kind


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
