"""What a search hands to pages, API and commands: frozen records, nothing of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.facets.facet_counts import Facet
from search.hits.match_notes import MatchNote
from search.hits.snippets import Fragment
from search.query.state import SearchState
from search.suggest.speller import Rescue

if TYPE_CHECKING:
    from archive.models import Article


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
