"""The state of a search: immutable, and one to one with its URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Match(StrEnum):
    """How wide a word matches."""

    EXACT = "exact"
    VARIANTS = "variants"
    FAMILY = "family"


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


FACETS: tuple[str, ...] = (
    "date",
    "basis",
    "outlet",
    "person",
    "organisation",
    "place",
    "entity",
    "section",
    "language",
    "keyword",
)
"""Facet names as they stand in URLs; ``entity`` holds the three kinds together.

``date`` takes ``2024``, ``2024-03``, ``2024-03-05`` or ``approximate``; ``outlet`` a slug;
the entity facets an entity's key; ``basis`` a ``DateBasis``; the rest their own words.
"""


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is searched for and how it is shown. ``page`` counts from 1."""

    text: str = ""
    match: Match = Match.FAMILY
    any_word: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    collapse: bool = False
