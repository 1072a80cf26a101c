"""What a search hands to pages, API and commands: frozen records, nothing of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.query.state import SearchState

if TYPE_CHECKING:
    from archive.models import Article


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of original text; ``marked`` where it matched."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class MatchNote:
    """Why a hit matched: the query's word, the article's word, and how they are related.

    ``how`` is ``same``, ``clitic`` (والعراق for العراق), ``spelling``, ``stem`` or ``root``;
    of a word with a star or a tilde it is ``prefix`` or ``near``.
    """

    word: str
    surface: str
    how: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, with what of it matched."""

    article: Article
    score: float
    title: tuple[Fragment, ...]
    snippet: tuple[Fragment, ...]
    notes: tuple[MatchNote, ...] = ()
    missing: tuple[str, ...] = ()
    collapsed: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: a stable key, its label in the reader's language, its count."""

    value: str
    label: str
    count: int
    chosen: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, most frequent first (dates newest first)."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Rescue:
    """A way out of an empty result: words to read, and the search that it leads to."""

    kind: str
    label: str
    state: SearchState | None
    count: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that a results page shows. ``total`` counts hits with every word."""

    state: SearchState
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    also: tuple[Hit, ...] = ()
    repairs: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    did_you_mean: tuple[Rescue, ...] = ()
    rescues: tuple[Rescue, ...] = ()
    pages: int = 1
