"""Searches to offer where one finds nothing, each counted before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from archive.arabic.word_lists import is_stop_word
from search.fields import DATE
from search.index.analyzers import Match
from search.query.keyboard import other_keyboard
from search.query.state import SearchState
from search.query.tree import Fuzzy, Node, Phrase, Prefix, Term, Word, terms
from search.suggest.entity_names import EntityNames
from search.suggest.latin_queries import CountArticles, NameTranscriber

MAX_WORDS_ALONE: Final = 6
"""Words of a search that are counted alone."""


class AlternativeKind(StrEnum):
    """In what a search that is offered differs from the one that was asked."""

    SPELLING = "spelling"
    KEYBOARD = "keyboard"
    """Typed with the same keys on the other keyboard."""
    NAME = "name"
    """Its Latin names written in Arabic."""
    FILTER = "filter"
    """Without one of its filters."""
    FILTERS = "filters"
    """Without any filter."""
    MATCH = "match"
    """With its words matched more widely."""
    ANY = "any"
    """With any of its words."""
    WORD = "word"
    """One of its words alone."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A search offered instead: words to read, where they lead (if anywhere), what is there."""

    kind: AlternativeKind
    label: str
    state: SearchState | None
    count: int


@dataclass(frozen=True, slots=True)
class AlternativeFinder:
    """Finds searches to offer instead of one that finds nothing.

    ``label_of`` gives the title of a facet. ``count_word`` counts the articles that a folded
    word finds, to choose among spellings.
    """

    count: CountArticles
    count_word: Callable[[str], int]
    label_of: Callable[[str], str] = str
    entities: EntityNames = field(default_factory=lambda: EntityNames.of(()))

    def find(self, state: SearchState, tree: Node | None) -> Iterator[Alternative]:
        """Yield what to offer instead of ``state``, the likeliest to be meant first."""
        yield from self._keyboard(state)
        yield from self.names_in_arabic(state, tree)
        yield from self._without_filter(state)
        yield from self._wider(state)
        yield from self._words(state, tree)

    def _keyboard(self, state: SearchState) -> Iterator[Alternative]:
        """Yield what the same keys write on the other keyboard."""
        meant = other_keyboard(state.text)
        if meant:
            yield from self._offer(AlternativeKind.KEYBOARD, meant, state.with_text(meant))

    def names_in_arabic(self, state: SearchState, tree: Node | None) -> Iterator[Alternative]:
        """Yield the search with its Latin names in Arabic letters, in the first spelling that finds."""
        names = NameTranscriber(self.count, self.count_word, self.entities)
        found = names.transcribed(state, tree)
        if found is not None:
            yield Alternative(AlternativeKind.NAME, found.state.text, found.state, found.count)

    def _without_filter(self, state: SearchState) -> Iterator[Alternative]:
        """Yield the search without the filter whose removal helps most; if none does, without any."""
        without = [
            (self.count(other), label, other) for label, other in self._without_one_filter(state)
        ]
        count, label, other = max(without, key=lambda each: each[0], default=(0, "", state))
        if count:
            shown = _("Without the filter “%(filter)s”") % {"filter": label}
            yield Alternative(AlternativeKind.FILTER, shown, other, count)
        elif len(without) > 1:
            yield from self._offer(
                AlternativeKind.FILTERS, _("Without any filter"), state.cleared()
            )

    def _without_one_filter(self, state: SearchState) -> Iterator[tuple[str, SearchState]]:
        for name in dict.fromkeys((*state.chosen, *state.excluded)):
            chosen = {key: values for key, values in state.chosen.items() if key != name}
            excluded = {key: values for key, values in state.excluded.items() if key != name}
            yield self.label_of(name), replace(state, chosen=chosen, excluded=excluded, page=1)
        if state.after is not None or state.before is not None:
            yield self.label_of(DATE), state.with_dates(None, None)

    def _wider(self, state: SearchState) -> Iterator[Alternative]:
        """Yield the search with its words matched more widely, and for any of them."""
        yield from matched_more_widely(state, self.count)
        if not state.any_word and " " in state.text:
            yield from self._offer(
                AlternativeKind.ANY, _("Any of the words"), state.with_any_word()
            )

    def _words(self, state: SearchState, tree: Node | None) -> Iterator[Alternative]:
        """Yield each word alone within the same filters, those that find nothing too.

        Stop words ask for nothing beside others, and are left out.
        """
        words = dict.fromkeys(_as_typed(term) for term in terms(tree) if not _is_stop_word(term))
        if len(words) < 2:
            return
        for word in islice(words, MAX_WORDS_ALONE):
            alone = state.with_text(word)
            count = self.count(alone)
            yield Alternative(AlternativeKind.WORD, word, alone if count else None, count)

    def _offer(
        self, kind: AlternativeKind, label: str, state: SearchState
    ) -> Iterator[Alternative]:
        count = self.count(state)
        if count:
            yield Alternative(kind, label, state, count)


def matched_more_widely(
    state: SearchState, count: CountArticles, found: int = 0
) -> Iterator[Alternative]:
    """Yield the search in the next width in which it finds more than the ``found`` articles."""
    labels = {
        Match.INFLECTION: _("With every spelling and inflection of the words"),
        Match.ROOT: _("With words of the same root too"),
    }
    widths = tuple(Match)
    for match in widths[widths.index(state.match) + 1 :]:
        wider = state.with_match(match)
        articles = count(wider)
        if articles > found:
            yield Alternative(AlternativeKind.MATCH, labels[match], wider, articles)
            return


def _is_stop_word(term: Term) -> bool:
    return isinstance(term, Word) and is_stop_word(term.text, fold(term.text))


def _as_typed(term: Term) -> str:
    if isinstance(term, Phrase):
        return f'"{" ".join(term.words)}"' + (f"~{term.slop}" if term.slop else "")
    if isinstance(term, Fuzzy):
        return f"{term.text}~{term.distance}"
    return f"{term.text}*" if isinstance(term, Prefix) else term.text
