"""What helps a search on: other spellings, ways out of nothing, suggestions while typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from whoosh import query as whoosh

from archive.entities.gazetteer.gazetteer import KnownNames
from archive.models import Article, Entity
from search.engine import Request
from search.facets.facet_counts import TITLES
from search.index.analyzers import KIND_EXACT, term
from search.index.index_home import index_home
from search.query.state import Match, SearchState
from search.service.question import Question
from search.suggest.generation_cache import Kept
from search.suggest.latin_names import LatinNames
from search.suggest.rescue import Rescuer
from search.suggest.speller import Rescue, Speller, spelled_in
from search.suggest.suggester import Suggester, Suggestion, archive_entries, suggestion_url
from search.suggest.word_list import WordList

FRESH_SECONDS: Final = 60.0
"""How old suggestions and the list of words may be while the archive changes."""
FEW: Final = 3
"""Up to so many hits another spelling may have been meant."""
_READ_FOR_SPELLING: Final = 20


def did_you_mean(question: Question, total: int) -> tuple[Rescue, ...]:
    """Return searches that are spelled nearly like this one and find more."""
    if total > FEW or not question.state.text:
        return ()
    speller = Speller(_words(question), _found(question), _count, _spelled(question))
    return speller.propose(question.state, question.parsed.tree, total)


def ways_out(question: Question) -> tuple[Rescue, ...]:
    """Return what leads out of a search that found nothing."""
    names = _entity_names(question.opened.folder).get(question.snapshot.generation, _make_names)
    rescuer = Rescuer(
        _count,
        _found(question),
        lambda name: str(TITLES[name]),
        (names, LatinNames.shipped()),
    )
    return rescuer.rescues(question.state, question.parsed.tree)


def correction(text: str) -> str | None:
    """Return the best other spelling of ``text``, for Haystack; None where there is none."""
    question = Question.of(SearchState().with_text(text))
    total = question.snapshot.count(question.query)
    proposed = did_you_mean(question, total)
    return proposed[0].label if proposed else None


def suggestions(text: str, limit: int) -> list[Suggestion]:
    """Return what in the archive begins with ``text``."""
    home = index_home()
    snapshot = home.current().snapshot()
    suggester = _suggester(home.folder).get(
        snapshot.generation, _make_suggester, meanwhile=Suggester.of(())
    )
    return suggester.suggest(text, limit, suggestion_url)


def warm() -> None:
    """Make what the first reader would wait for: suggestions, the list of words, names."""
    question = Question.of(SearchState())
    generation = question.snapshot.generation
    _words(question)
    _entity_names(question.opened.folder).get(generation, _make_names)
    _suggester(index_home().folder).get(generation, _make_suggester)
    LatinNames.shipped()
    KnownNames.shipped()


def _make_suggester() -> Suggester:
    snapshot = index_home().current().snapshot()
    every = whoosh.Every()
    return Suggester.of(
        archive_entries(
            dict(snapshot.facet("outlet", every)), dict(snapshot.facet("entity", every))
        )
    )


def _count(state: SearchState) -> int:
    question = Question.of(state)
    return question.ask(question.query, limit=0).total


def _found(question: Question) -> Callable[[str], int]:
    """Return a count of the articles that hold a folded word, clitics and spelling apart."""
    analyzer, snapshot = question.opened.analyzer, question.snapshot

    def found(word: str) -> int:
        forms = [
            each
            for surface in analyzer.words(word)
            for each in analyzer.query_terms(surface, Match.VARIANTS)
        ]
        return max((snapshot.doc_frequency("text", form) for form in forms), default=0)

    return found


def _spelled(question: Question) -> Callable[[str], str]:
    """Return a way to write a folded word as the archive's articles write it."""

    def spelled(word: str) -> str:
        exact = [whoosh.Term("text", term(KIND_EXACT, part)) for part in word.split()]
        found = question.snapshot.search(Request(whoosh.Or(exact), limit=_READ_FOR_SPELLING))
        articles = Article.objects.filter(pk__in=[hit.key for hit in found.hits])
        return spelled_in(
            word, [f"{title} {body}" for title, body in articles.values_list("title", "body")]
        )

    return spelled


def _words(question: Question) -> WordList:
    snapshot = question.snapshot
    kept = _word_list(question.opened.folder)
    return kept.get(snapshot.generation, lambda: WordList.of_index(snapshot))


def _make_names() -> LatinNames:
    named = Entity.objects.exclude(name_en="").values_list("name_ar", "name_en")
    return LatinNames.of_pairs(named.iterator())


@cache
def _entity_names(_folder: Path) -> Kept[LatinNames]:
    return Kept(FRESH_SECONDS)


@cache
def _suggester(_folder: Path) -> Kept[Suggester]:
    return Kept(FRESH_SECONDS)


@cache
def _word_list(_folder: Path) -> Kept[WordList]:
    return Kept(FRESH_SECONDS)
