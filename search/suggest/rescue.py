"""Ways out of an empty result, each searched for before it is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.query.state import SearchState
from search.suggest.speller import Rescue

if TYPE_CHECKING:
    pass

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from itertools import islice, product
from typing import Final

from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from search.query.keyboard import other_keyboard
from search.query.state import Match
from search.query.tree import Fuzzy, Node, Phrase, Prefix, Term, terms
from search.suggest.latin_names import LatinNames
from search.suggest.speller import Count, replaced

WORDS: Final = 6
"""Words of a search that are counted alone."""
_NAMES_TRIED: Final = 8
_SPELLINGS: Final = 3
_A_PLACE_LATER: Final = 0.3
"""What one place further from the typed name is worth against ten times the articles."""
_LATIN: Final = re.compile(r"\b[A-Za-z][A-Za-z'’-]{2,23}\b")


@dataclass(frozen=True, slots=True)
class Rescuer:
    """Finds ways out. ``label_of`` gives the label of a facet, for what it filters.

    ``found`` counts the articles that a folded word finds, to choose among spellings.
    """

    count: Count
    found: Callable[[str], int]
    label_of: Callable[[str], str] = str
    names: Sequence[LatinNames] = field(default_factory=lambda: (LatinNames.shipped(),))

    def rescues(self, state: SearchState, tree: Node | None) -> tuple[Rescue, ...]:
        """Return the ways out of ``state``, which finds nothing, the likeliest first."""
        return (
            *self._keyboard(state),
            *self._latin_names(state, tree),
            *self._filter(state),
            *self._wider(state),
            *self._words(state, tree),
        )

    def _keyboard(self, state: SearchState) -> Iterator[Rescue]:
        """The same keys on the other keyboard."""
        meant = other_keyboard(state.text)
        if meant:
            yield from self._offer("keyboard", meant, state.with_text(meant))

    def _latin_names(self, state: SearchState, tree: Node | None) -> Iterator[Rescue]:
        """Every Latin word that is a name, as Arabic writes it: all together, the best that finds."""
        words = _LATIN.findall(" ".join(_text(term) for term in terms(tree)))
        spellings = {word: names for word in words[:3] if (names := self._arabic(word))}
        for choice in islice(product(*spellings.values()), _NAMES_TRIED if spellings else 0):
            text = state.text
            for word, name in zip(spellings, choice, strict=True):
                text = replaced(text, word, name)
            offered = list(self._offer("name", text, state.with_text(text)))
            if offered:
                yield from offered
                return

    def _arabic(self, word: str) -> list[str]:
        """Return the Arabic spellings of a name that the archive holds, near and common first."""
        spellings = dict.fromkeys(name for names in self.names for name in names.arabic(word))
        ranked = sorted(
            (place * _A_PLACE_LATER - math.log10(found), name)
            for place, name in enumerate(spellings)
            if (found := self.found(fold(name)))
        )
        return [name for _score, name in ranked[:_SPELLINGS]]

    def _filter(self, state: SearchState) -> Iterator[Rescue]:
        """The one filter whose removal helps most; where none does, all of them."""
        without = [
            (self.count(other), label, other) for label, other in self._without_one_filter(state)
        ]
        count, label, other = max(without, key=lambda each: each[0], default=(0, "", state))
        if count:
            shown = _("Without the filter “%(filter)s”") % {"filter": label}
            yield Rescue("filter", shown, other, count)
        elif len(without) > 1:
            yield from self._offer("filters", _("Without any filter"), state.cleared())

    def _without_one_filter(self, state: SearchState) -> Iterator[tuple[str, SearchState]]:
        for name in dict.fromkeys((*state.chosen, *state.excluded)):
            chosen = {key: values for key, values in state.chosen.items() if key != name}
            excluded = {key: values for key, values in state.excluded.items() if key != name}
            yield self.label_of(name), replace(state, chosen=chosen, excluded=excluded, page=1)
        if state.after is not None or state.before is not None:
            yield self.label_of("date"), state.with_dates(None, None)

    def _wider(self, state: SearchState) -> Iterator[Rescue]:
        """Any of the words, or their whole families."""
        if state.match is not Match.FAMILY:
            label = _("All forms of the words")
            yield from self._offer("match", label, state.with_match(Match.FAMILY))
        if not state.any_word and " " in state.text:
            yield from self._offer("any", _("Any of the words"), state.with_any_word())

    def _words(self, state: SearchState, tree: Node | None) -> Iterator[Rescue]:
        """How many articles each word has alone, within the same filters; none is told too."""
        words = dict.fromkeys(_text(term) for term in terms(tree))
        if len(words) < 2:
            return
        for word in islice(words, WORDS):
            alone = state.with_text(word)
            count = self.count(alone)
            yield Rescue("word", word, alone if count else None, count)

    def _offer(self, kind: str, label: str, state: SearchState) -> Iterator[Rescue]:
        count = self.count(state)
        if count:
            yield Rescue(kind, label, state, count)


def _text(term: Term) -> str:
    """Return a term as it is typed."""
    if isinstance(term, Phrase):
        return f'"{" ".join(term.words)}"' + (f"~{term.slop}" if term.slop else "")
    if isinstance(term, Fuzzy):
        return f"{term.text}~{term.distance}"
    return f"{term.text}*" if isinstance(term, Prefix) else term.text
