"""A search in a few words, as lists of searches and feeds name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from archive.models.dates_in_words import interval_in_words
from search.facets.facets import find_labels
from search.query.state import SearchState

_MOST_LETTERS: Final = 200


def search_title(state: SearchState) -> str:
    """Return the words of a search and the labels of its filters, cut at 200 letters.

    At most two SQL queries: for outlets, and for names.
    """
    return title_of(_parts(state))


def title_of(parts: Iterable[str]) -> str:
    """Return the parts of a title in one line, cut at 200 letters."""
    title = " · ".join(part for part in parts if part) or _("All articles")
    return title if len(title) <= _MOST_LETTERS else f"{title[: _MOST_LETTERS - 1].rstrip()}…"


def _parts(state: SearchState) -> Iterator[str]:
    if state.text:
        yield state.text
    names = dict.fromkeys([*state.chosen, *state.excluded])
    labels = find_labels({name: state.touched(name) for name in names})
    for name, values in state.chosen.items():
        yield from (labels.get((name, value), value) for value in values)
    for name, values in state.excluded.items():
        for value in values:
            yield _("not %(value)s") % {"value": labels.get((name, value), value)}
    if state.after or state.before:
        yield interval_in_words(state.after, state.before)
