"""What a file of results says of itself: the search, what it found, when, and in which index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from search.facets.facets import facet_title, find_labels
from search.index.analyzers import Match
from search.query.state import SearchState, Sort
from search.service.whole_results import WholeResults

_LONGEST_REPEATED: Final = 1000
"""Letters of an address; one with hundreds of filters would be most of the file."""


@dataclass(frozen=True, slots=True)
class UsedFilter:
    """A facet's value that a search chose or excluded: keys as in addresses, words for readers."""

    facet: str
    value: str
    title: str
    label: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class ResultProvenance:
    """Where a file of results comes from. ``address`` is the lasting one of the search itself."""

    state: SearchState
    address: str
    filters: tuple[UsedFilter, ...]
    found: int
    exported_at: datetime
    index_build: str

    @property
    def moment(self) -> str:
        """When the file was made: ISO 8601, with the offset from UTC."""
        return self.exported_at.isoformat(timespec="seconds")

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON's types, facets and values by their keys."""
        state = self.state
        return {
            "address": self.address,
            "query": state.text,
            "match": state.match.value,
            "any_word": state.any_word,
            "order": state.order.value,
            "copies_as_one": state.collapse,
            "machine_found_names": state.machine_found,
            "after": state.after.isoformat() if state.after else None,
            "before": state.before.isoformat() if state.before else None,
            "filters": [
                {"facet": used.facet, "value": used.value, "excluded": used.excluded}
                for used in self.filters
            ],
            "found": self.found,
            "exported_at": self.moment,
            "index_build": self.index_build,
        }

    def in_words(self) -> Iterator[tuple[str, str]]:
        """Yield what the file says of itself as (label, value) in the reader's language."""
        state = self.state
        yield _("Search"), state.text or _("all articles")
        yield _("How words match"), str(_MATCHES[state.match]())
        if state.any_word:
            yield _("Words"), _("any of the words")
        for used in self.filters:
            label = _("without %(label)s") % {"label": used.label} if used.excluded else used.label
            yield used.title, label
        if state.after is not None:
            yield _("From"), state.after.isoformat()
        if state.before is not None:
            yield _("Until"), state.before.isoformat()
        if state.collapse:
            yield _("Copies"), _("one article of each story")
        yield _("Order"), str(_ORDERS[state.order]())
        yield _("Articles"), str(self.found)
        yield _("Downloaded at"), self.moment
        yield _("Build of the index"), self.index_build
        yield _("Address of the search"), self.address

    @property
    def is_repeated(self) -> bool:
        """Whether its address is short enough to stand at each article; else it stands at the first."""
        return len(self.address) <= _LONGEST_REPEATED

    def note(self) -> str:
        """Return it in one line of English, for the notes of reference managers."""
        return (
            f"Khizana search {self.address} ({self.found} found, {self.moment}, "
            f"index {self.index_build})"
        )


def provenance_of(results: WholeResults, address: str, moment: datetime) -> ResultProvenance:
    """Return where a file of ``results`` comes from; see ``ResultProvenance``."""
    return ResultProvenance(
        results.state,
        address,
        tuple(_filters(results.state)),
        results.total,
        moment,
        results.index_build,
    )


def _filters(state: SearchState) -> Iterator[UsedFilter]:
    names = dict.fromkeys((*state.chosen, *state.excluded))
    labels = find_labels({name: state.touched(name) for name in names})
    for values, excluded in ((state.chosen, False), (state.excluded, True)):
        for name, keys in values.items():
            for key in keys:
                label = labels.get((name, key), key)
                yield UsedFilter(name, key, facet_title(name), label, excluded)


_MATCHES: Final = {
    Match.INFLECTION: lambda: _("Every spelling and form"),
    Match.EXACT: lambda: _("Exactly as typed"),
    Match.ROOT: lambda: _("Same root too"),
}
_ORDERS: Final = {
    Sort.RELEVANCE: lambda: _("Relevance"),
    Sort.NEWEST: lambda: _("Newest"),
    Sort.OLDEST: lambda: _("Oldest"),
}
