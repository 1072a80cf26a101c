"""What helps a search on: other spellings, other searches, suggestions while typing.

What these are made of is costly to make, and is kept with the open index.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from whoosh import query as whoosh

from archive.entities.gazetteer.gazetteer import KnownNames
from archive.models import Article, Entity
from search.engine import QueryTooCostlyError, Snapshot
from search.facets.facets import facet_title
from search.index.analyzers import KIND_EXACT, Match, term
from search.index.index_home import IndexBeingBuiltError, index_home
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget, found_in_time
from search.suggest.alternatives import Alternative, AlternativeFinder, CountArticles
from search.suggest.latin_names import LatinNames
from search.suggest.speller import Speller, WordList, spelled_in
from search.suggest.suggester import Suggester, Suggestion, archive_entries, suggestion_url

FEW_HITS: Final = 3
"""Up to so many hits another spelling may have been meant."""
_READ_FOR_SPELLING: Final = 20
"""Articles that are read to see how they write a word."""

_log = logging.getLogger("khizana.index")


def spelling_suggestions(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return searches spelled nearly like this one, which finds ``total``, that find more."""
    if total > FEW_HITS or not prepared.state.text:
        return ()
    speller = Speller(
        _word_list(prepared), _count_word(prepared), _count(prepared), _spelled(prepared)
    )
    return found_in_time(speller.propose(prepared.state, prepared.parsed.tree, total))


def alternatives(prepared: PreparedSearch) -> tuple[Alternative, ...]:
    """Return searches to offer instead of this one, which finds nothing."""
    finder = AlternativeFinder(
        _count(prepared),
        _count_word(prepared),
        facet_title,
        (_entity_names(prepared), LatinNames.shipped()),
    )
    return found_in_time(finder.find(prepared.state, prepared.parsed.tree))


def corrected_text(text: str, budget: TimeBudget) -> str | None:
    """Return the best other spelling of ``text``, for Haystack; None where there is none."""
    prepared = PreparedSearch.of(SearchState().with_text(text), budget)
    try:
        total = prepared.count()
    except QueryTooCostlyError:
        return None
    proposed = spelling_suggestions(prepared, total)
    return proposed[0].label if proposed else None


def typing_suggestions(text: str, limit: int) -> list[Suggestion]:
    """Return what in the archive begins with ``text``; nothing while that is not ready."""
    try:
        opened, snapshot = index_home().read()
    except IndexBeingBuiltError:
        return []
    suggester = opened.cache_of(Suggester).get(
        snapshot.generation, lambda: _make_suggester(snapshot), fallback=Suggester.of(())
    )
    return _still_shown(suggester, text, limit)


def _still_shown(suggester: Suggester, text: str, limit: int) -> list[Suggestion]:
    """Return what begins with ``text`` without what was removed since the list was made."""
    named: dict[str, tuple[str, str]] = {}

    def url_of(kind: str, target: str) -> str:
        url = suggestion_url(kind, target)
        named[url] = (kind, target)
        return url

    found = suggester.suggest(text, limit, url_of)
    targets = [target for kind, target in named.values() if kind == "title"]
    keys = [target for kind, target in named.values() if kind == "entity"]
    articles = Article.objects.shown().filter(public_id__in=targets)
    entities = Entity.objects.shown().filter(key__in=keys)
    shown = {("title", each) for each in articles.values_list("public_id", flat=True)}
    shown |= {("entity", each) for each in entities.values_list("key", flat=True)}
    checked = ("title", "entity")
    return [each for each in found if each.kind not in checked or named.get(each.url) in shown]


def warm_caches() -> None:
    """Make what the first reader would wait for: suggestions, the list of words, names."""
    try:
        prepared = PreparedSearch.of(SearchState(), TimeBudget())
    except IndexBeingBuiltError as error:
        _log.warning("nothing is made ready: %s", error)
        return
    _word_list(prepared)
    _entity_names(prepared)
    snapshot = prepared.snapshot
    prepared.opened.cache_of(Suggester).get_or_make(
        snapshot.generation, lambda: _make_suggester(snapshot), fallback=Suggester.of(())
    )
    LatinNames.shipped()
    KnownNames.shipped()


def _count(prepared: PreparedSearch) -> CountArticles:
    return lambda state: prepared.with_state(state).count()


def _count_word(prepared: PreparedSearch) -> Callable[[str], int]:
    """Return a count of the articles that hold a folded word, clitics and spelling apart."""
    analyzer, snapshot = prepared.opened.analyzer, prepared.snapshot

    def count_word(word: str) -> int:
        forms = [
            each
            for surface in analyzer.words(word)
            for each in analyzer.query_terms(surface, Match.VARIANTS)
        ]
        return max((snapshot.doc_frequency("text", form) for form in forms), default=0)

    return count_word


def _spelled(prepared: PreparedSearch) -> Callable[[str], str]:
    """Return a way to write a folded word as the archive's articles write it."""

    def spelled(word: str) -> str:
        exact = [whoosh.Term("text", term(KIND_EXACT, part)) for part in word.split()]
        found = prepared.run(whoosh.Or(exact), filtered=False, limit=_READ_FOR_SPELLING)
        articles = Article.objects.shown().filter(pk__in=[hit.key for hit in found.hits])
        return spelled_in(
            word, [f"{title} {body}" for title, body in articles.values_list("title", "body")]
        )

    return spelled


def _word_list(prepared: PreparedSearch) -> WordList:
    snapshot = prepared.snapshot
    return prepared.opened.cache_of(WordList).get_or_make(
        snapshot.generation, lambda: WordList.of_index(snapshot), fallback=WordList.of(())
    )


def _entity_names(prepared: PreparedSearch) -> LatinNames:
    return prepared.opened.cache_of(LatinNames).get_or_make(
        prepared.snapshot.generation, _make_entity_names, fallback=LatinNames.of(())
    )


def _make_entity_names() -> LatinNames:
    named = Entity.objects.exclude(name_en="").values_list("name_ar", "name_en")
    return LatinNames.of_pairs(named.iterator())


def _make_suggester(snapshot: Snapshot) -> Suggester:
    every = whoosh.Every()
    return Suggester.of(
        archive_entries(
            dict(snapshot.facet("outlet", every)), dict(snapshot.facet("entity", every))
        )
    )
