"""Everything that a search finds, in its order, for who takes it away: eight bytes an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.contract import OrderedKeys
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget


@dataclass(frozen=True, slots=True)
class WholeResults:
    """The ordered list of all hits of a search, as of one state of the index.

    ``index_build`` names that state: the build of the index, and its generation. Where copies are
    folded, one article of each story is listed.
    """

    state: SearchState
    index_build: str
    _ordered: OrderedKeys

    @property
    def total(self) -> int:
        """How many articles are listed."""
        return len(self._ordered)

    def keys(self, at_once: int) -> Iterator[list[int]]:
        """Yield the primary keys of the articles in order, ``at_once`` at a time.

        Some may be gone from the database, or hidden, by the time they are asked for.
        """
        for keys in self._ordered.batches(at_once):
            yield list(map(int, keys))


def whole_results(state: SearchState, budget: TimeBudget | None = None) -> WholeResults:
    """Return all that ``state`` finds, whatever its page.

    Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
    """
    prepared = PreparedSearch.of(state, budget or TimeBudget())
    build = f"{prepared.opened.name}/{prepared.snapshot.generation}"
    return WholeResults(state, build, prepared.ordered())
