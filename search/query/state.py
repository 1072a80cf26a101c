"""The state of a search: immutable, and one to one with its URL.

Parameters of the URL: ``q`` the text, ``match``, ``any``, ``sort``, ``after``, ``before``,
one parameter for each facet (repeated for several values), ``not-`` and a facet's name for
a value that is excluded, ``collapse``, ``names`` (``all`` with machine-found ones), ``meaning``
(``too`` or ``only``), ``page``. What stands at its default is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus

from search.fields import FIELDS, Fields
from search.index.analyzers import Match
from search.query.facet_parameters import (
    EXCLUDING,
    Values,
    all_values,
    clean,
    read_facet_values,
)
from search.query.periods import read_period

NAMES: Final = "names"
"""The parameter that says which names are counted."""
_ALL_NAMES: Final = "all"
MAX_TEXT_LETTERS: Final = 1000
"""Letters of a search text that are read; the rest is cut, and ``SearchState.cut`` says so."""
_MAX_PAGE_DIGITS: Final = 6
_QUOTED_KEPT: Final = 1_000
"""Values that were encoded; a page encodes its text in each of its links."""
_NO_LETTERS: Final = re.compile(r"[^\w.~-]+")

_Choice = TypeVar("_Choice", bound=StrEnum)


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Meaning(StrEnum):
    """What the meaning of a search does to its hits: totals, facets and dates are the words'."""

    UNUSED = "none"
    TOO = "too"
    """Hits are ordered by words and meaning; what only meaning finds stands below."""
    ONLY = "only"
    """What is nearest by meaning is shown, whatever its words."""


@dataclass(frozen=True)
class SearchState:
    """What is searched for and how it is shown. ``page`` counts from 1.

    ``after`` and ``before`` are inclusive. ``machine_found`` says that names which no editor has
    reviewed are counted with the others. ``cut`` says that the text was longer than it may
    be, ``values_cut`` that there were more values of facets than are read. Every ``with_…``
    returns a new state, on page 1 but for ``with_page``.
    """

    text: str = ""
    match: Match = Match.INFLECTION
    any_word: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    chosen: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    collapse: bool = False
    machine_found: bool = False
    meaning: Meaning = Meaning.UNUSED
    cut: bool = field(default=False, compare=False)
    values_cut: bool = field(default=False, compare=False)

    @classmethod
    def from_querydict(cls, parameters: Mapping[str, Any], fields: Fields = FIELDS) -> SearchState:
        """Read a ``QueryDict`` or a plain mapping; what makes no sense is passed over."""
        text = clean(_last(parameters, "q"))
        after, before = (read_period(_last(parameters, end)) for end in ("after", "before"))
        values = read_facet_values(parameters, fields)
        return cls(
            text=text[:MAX_TEXT_LETTERS].rstrip(),
            match=_choice(Match, _last(parameters, "match"), Match.INFLECTION),
            any_word=_last(parameters, "any") == "1",
            sort=_choice(Sort, _last(parameters, "sort"), Sort.RELEVANCE),
            page=_page(_last(parameters, "page")),
            chosen=values.chosen,
            excluded=values.excluded,
            after=after.first if after else None,
            before=before.last if before else None,
            collapse=_last(parameters, "collapse") == "1",
            machine_found=_last(parameters, NAMES) == _ALL_NAMES,
            meaning=_choice(Meaning, _last(parameters, "meaning"), Meaning.UNUSED),
            cut=len(text) > MAX_TEXT_LETTERS,
            values_cut=values.cut,
        )

    def to_query_string(self, fields: Fields = FIELDS) -> str:
        """Return the canonical query string, without ``?``; empty where all is default.

        Letters stand as they are, which a browser encodes: a page holds two hundred of these, and
        an Arabic letter that is encoded takes six bytes for two.
        """
        return "&".join(f"{name}={quoted(value)}" for name, value in self.to_pairs(fields))

    def to_pairs(self, fields: Fields = FIELDS) -> list[tuple[str, str]]:
        """Return the parameters in their stable order, for a URL or for hidden inputs."""
        before = (
            ("q", self.text),
            ("match", "" if self.match is Match.INFLECTION else self.match.value),
            ("any", "1" if self.any_word else ""),
            ("sort", "" if self.sort is Sort.RELEVANCE else self.sort.value),
            ("after", self.after.isoformat() if self.after else ""),
            ("before", self.before.isoformat() if self.before else ""),
        )
        after = (
            ("collapse", "1" if self.collapse else ""),
            (NAMES, _ALL_NAMES if self.machine_found else ""),
            ("meaning", "" if self.meaning is Meaning.UNUSED else self.meaning.value),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        pairs = [pair for pair in before if pair[1]]
        for mark, values in (("", self.chosen), (EXCLUDING, self.excluded)):
            # A page asks two hundred times; mostly nothing is chosen.
            if values:
                pairs += [
                    (mark + name, value)
                    for name in fields.facet_parameters
                    for value in values.get(name, ())
                    if value
                ]
        pairs += [pair for pair in after if pair[1]]
        return pairs

    @property
    def order(self) -> Sort:
        """The order in which hits come: without words nothing is more relevant, the newest come first."""
        return Sort.NEWEST if self.sort is Sort.RELEVANCE and not self.text else self.sort

    def _with(self, **changed: Any) -> SearchState:
        """Return this state but for what is ``changed``: a page makes fifty."""
        other = object.__new__(SearchState)
        # ``replace`` of the standard library takes six times as long: it sets field by field.
        other.__dict__.update(self.__dict__, **changed)
        return other

    def with_text(self, text: str) -> SearchState:
        """Search for ``text`` instead."""
        cleaned = clean(text)
        shown = cleaned[:MAX_TEXT_LETTERS].rstrip()
        return self._with(text=shown, page=1, cut=len(cleaned) > MAX_TEXT_LETTERS)

    def with_match(self, match: Match) -> SearchState:
        """Let words match as wide as ``match``."""
        return self._with(match=match, page=1)

    def with_any_word(self, any_word: bool = True) -> SearchState:
        """Ask for any of the words, or for all of them."""
        return self._with(any_word=any_word, page=1)

    def with_sort(self, sort: Sort) -> SearchState:
        """Sort by ``sort``."""
        return self._with(sort=sort, page=1)

    def with_page(self, page: int) -> SearchState:
        """Turn to ``page``."""
        return self._with(page=max(page, 1))

    def with_collapse(self, collapse: bool = True) -> SearchState:
        """Show one article of each story, or all of them."""
        return self._with(collapse=collapse, page=1)

    def with_machine_found(self, machine_found: bool = True) -> SearchState:
        """Count names that no editor has reviewed, or those alone that are reviewed."""
        return self._with(machine_found=machine_found, page=1)

    def with_meaning(self, meaning: Meaning) -> SearchState:
        """Let meaning order and find articles as ``meaning`` says."""
        return self._with(meaning=meaning, page=1)

    def with_dates(self, after: date | None, before: date | None) -> SearchState:
        """Narrow to the days from ``after`` to ``before``; ``None`` is open."""
        return self._with(after=after, before=before, page=1)

    def with_facet(self, name: str, value: str) -> SearchState:
        """Choose ``value``, which is then no longer excluded."""
        return self._with(
            chosen=_add(self.chosen, name, value),
            excluded=_remove(self.excluded, name, value),
            page=1,
        )

    def without_facet(self, name: str, value: str | None = None) -> SearchState:
        """Let go of one chosen value, or of all of them."""
        return self._with(chosen=_remove(self.chosen, name, value), page=1)

    def toggle_facet(self, name: str, value: str) -> SearchState:
        """Choose ``value``, or let go of it where it is chosen."""
        if value in self.chosen.get(name, ()):
            return self.without_facet(name, value)
        return self.with_facet(name, value)

    def with_excluded(self, name: str, value: str) -> SearchState:
        """Exclude ``value``, which is then no longer chosen."""
        return self._with(
            chosen=_remove(self.chosen, name, value),
            excluded=_add(self.excluded, name, value),
            page=1,
        )

    def without_excluded(self, name: str, value: str | None = None) -> SearchState:
        """Let go of one excluded value, or of all of them."""
        return self._with(excluded=_remove(self.excluded, name, value), page=1)

    def cleared(self) -> SearchState:
        """Drop every filter; the text and how it is read and sorted stay."""
        return SearchState(
            text=self.text,
            match=self.match,
            any_word=self.any_word,
            sort=self.sort,
            machine_found=self.machine_found,
            meaning=self.meaning,
            cut=self.cut,
        )

    def touched(self, name: str) -> tuple[str, ...]:
        """Return the values of a facet that are chosen or excluded."""
        return (*self.chosen.get(name, ()), *self.excluded.get(name, ()))


@lru_cache(_QUOTED_KEPT)
def quoted(text: str) -> str:
    """Return ``text`` with all but its letters and digits encoded."""
    return _NO_LETTERS.sub(lambda match: quote_plus(match.group()), text)


def _add(values: Values, name: str, value: str) -> Values:
    present = values.get(name, ())
    return values if value in present else {**values, name: (*present, value)}


def _remove(values: Values, name: str, value: str | None) -> Values:
    kept = tuple(v for v in values.get(name, ()) if value is not None and v != value)
    rest = {key: present for key, present in values.items() if key != name}
    return {**values, name: kept} if kept else rest


def _last(parameters: Mapping[str, Any], name: str) -> str:
    """Return the last value of a parameter, empty where there is none."""
    found = all_values(parameters, name)
    return found[-1].strip() if found else ""


def _choice(choices: type[_Choice], value: str, default: _Choice) -> _Choice:
    """Return the member that ``value`` names, else ``default``."""
    try:
        return choices(value)
    except ValueError:
        return default


def _page(value: str) -> int:
    """Return the number of a page, in digits of any script; the first where it is none."""
    readable = value.isdecimal() and len(value) <= _MAX_PAGE_DIGITS
    return max(int(value), 1) if readable else 1
