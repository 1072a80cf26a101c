"""What helps a search on: other spellings, other searches, suggestions while typing.

What these are made of is costly to make, and is kept with the open index.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from typing import Final

from whoosh import query as whoosh

from archive.entities.gazetteer.gazetteer import KnownNames
from archive.models import Article, Entity
from archive.models.entity_labels import labels_of_keys
from archive.models.kept_while_unchanged import KeptWhileUnchanged
from search.contract import IndexReader, IndexUnavailableError, PhraseOf, QueryTooCostlyError
from search.facets.facets import facet_title
from search.index.analyzers import Match
from search.index.index_home import index_home
from search.index.open_index import OpenIndex
from search.index.term_kinds import KIND_EXACT, term
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget, found_in_time
from search.suggest.alternatives import (
    Alternative,
    AlternativeFinder,
    matched_more_widely,
)
from search.suggest.entity_names import EntityNames, named_entities
from search.suggest.frequent_phrases import MIN_COHESION, MIN_TITLES
from search.suggest.latin_names import LATIN_WORD, LatinNames
from search.suggest.latin_queries import CountArticles
from search.suggest.name_words import NameWords
from search.suggest.speller import UNDOUBTED, Speller, spelled_in
from search.suggest.suggester import Suggester, Suggestion, archive_entries, suggestion_url
from search.suggest.word_list import WordList

FEW_HITS: Final = 9
"""Up to so many hits a name in Latin letters may be meant that Arabic texts write in Arabic."""
_ARTICLES_A_LATIN_NAME: Final = 10_000
"""Of so many Arabic articles one may hold a name in Latin letters."""
_FAR_MORE: Final = 10
"""Times as many articles as the Latin letters must the Arabic ones find."""
_ARTICLES_A_SLIP: Final = 1_000
"""Of so many articles one may hold one and the same typing error."""
_WORDS_AN_ARTICLE: Final = 250
"""Words of an article of news, roughly: what two words that meet are weighed against."""
_READ_FOR_SPELLING: Final = 20
"""Articles that are read to see how they write a word."""

_log = logging.getLogger("khizana.index")


def did_you_mean(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return what may have been meant instead of a search that finds ``total`` articles."""
    return names_in_arabic(prepared, total) or spelling_suggestions(prepared, total)


def spelling_suggestions(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return searches spelled nearly like this one, which finds ``total``, that find no less."""
    if not prepared.state.text:
        return ()
    speller = Speller(
        _word_list(prepared),
        _frequency(prepared),
        _count(prepared),
        NameWords.shipped().__contains__,
        _spelled(prepared),
        max(UNDOUBTED, prepared.snapshot.document_count // _ARTICLES_A_SLIP),
    )
    return found_in_time(speller.propose(prepared.state, prepared.parsed.tree, total))


def alternatives(prepared: PreparedSearch) -> tuple[Alternative, ...]:
    """Return searches to offer instead of this one, which finds nothing."""
    return found_in_time(_finder(prepared).find(prepared.state, prepared.parsed.tree))


def _finder(prepared: PreparedSearch) -> AlternativeFinder:
    return AlternativeFinder(
        _count(prepared), _count_word(prepared), facet_title, _entity_names(prepared)
    )


def names_in_arabic(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return the search with its Latin names in Arabic, where ``total`` articles are few for them."""
    few = max(FEW_HITS, prepared.snapshot.document_count // _ARTICLES_A_LATIN_NAME)
    if not 0 < total <= few or not LATIN_WORD.search(prepared.state.text):
        return ()
    found = found_in_time(_finder(prepared).names_in_arabic(prepared.state, prepared.parsed.tree))
    return tuple(each for each in found if each.count >= total * _FAR_MORE)


def wider_matches(prepared: PreparedSearch, total: int) -> tuple[Alternative, ...]:
    """Return the search with its words matched more widely, where it finds more than ``total``."""
    return found_in_time(matched_more_widely(prepared.state, _count(prepared), total))


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
        return _suggested(text, limit)
    except IndexUnavailableError:
        return []


def _suggested(text: str, limit: int) -> list[Suggestion]:
    opened, snapshot = index_home().read()
    suggester = opened.cache_of(Suggester).get(
        snapshot.generation, lambda: _make_suggester(snapshot), fallback=Suggester.of(())
    )
    return _still_shown(suggester, text, limit, opened, snapshot)


def _together(opened: OpenIndex, snapshot: IndexReader) -> Callable[[str, str], bool]:
    """Return whether two words stand side by side far more often than by chance."""
    analyzer = opened.analyzer

    def together(one: str, other: str) -> bool:
        words = [*analyzer.words(one), *analyzer.words(other)]
        terms = [analyzer.phrase_terms(word, Match.INFLECTION) for word in words]
        pairs = snapshot.count(PhraseOf("text", terms)) if len(terms) > 1 else 0
        if pairs < MIN_TITLES:
            return False
        total = snapshot.document_count * _WORDS_AN_ARTICLE
        expected = 1.0 / total ** (len(terms) - 1)
        for found in terms:
            expected *= max(snapshot.doc_frequency("text", each) for each in found)
        return math.log(pairs / expected) / -math.log(pairs / total) >= MIN_COHESION

    return together


def _still_shown(
    suggester: Suggester, text: str, limit: int, opened: OpenIndex, snapshot: IndexReader
) -> list[Suggestion]:
    """Return what begins with ``text`` without what was removed since the list was made."""
    named: dict[str, tuple[str, str]] = {}

    def url_of(kind: str, target: str) -> str:
        url = suggestion_url(kind, target)
        named[url] = (kind, target)
        return url

    found = suggester.suggest(text, limit, url_of, _together(opened, snapshot))
    targets = [target for kind, target in named.values() if kind == "title"]
    keys = [target for kind, target in named.values() if kind == "entity"]
    labels = labels_of_keys(keys)
    shown = {("title", each) for each in _shown_titles(targets)}
    shown |= {("entity", each) for each in labels}
    shown |= {
        (kind, target)
        for kind, target in named.values()
        if kind == "phrase" and _stands(target, opened, snapshot)
    }
    checked = ("title", "entity", "phrase")
    return [
        _told_apart(each, labels.get(named[each.url][1], "") if each.kind == "entity" else "")
        for each in found
        if each.kind not in checked or named.get(each.url) in shown
    ]


def _shown_titles(targets: Sequence[str]) -> list[str]:
    """Return the public ids of those articles that readers see."""
    if not targets:
        return []
    rows = Article.objects.filter(public_id__in=targets).order_by()
    return [each for each, hidden in rows.values_list("public_id", "hidden") if not hidden]


def _told_apart(suggestion: Suggestion, label: str) -> Suggestion:
    """Return the suggestion with the word that tells an entity from another of its name."""
    is_longer = label.startswith(f"{suggestion.label} (")
    return suggestion._replace(label=label) if is_longer else suggestion


def _stands(phrase: str, opened: OpenIndex, snapshot: IndexReader) -> bool:
    """Return whether an article still has the words of ``phrase`` side by side."""
    words = opened.analyzer.words(phrase)
    terms = [opened.analyzer.phrase_terms(word, Match.INFLECTION) for word in words]
    if len(terms) > 1:
        return snapshot.count(PhraseOf("text", terms)) > 0
    return any(snapshot.doc_frequency("text", each) for found in terms for each in found)


def warm_caches() -> None:
    """Make what the first reader would wait for: suggestions, the list of words, names."""
    try:
        prepared = PreparedSearch.of(SearchState(), TimeBudget())
    except IndexUnavailableError as error:
        _log.warning("nothing is made ready: %s", error)
        return
    _word_list(prepared)
    _entity_names(prepared)
    snapshot = prepared.snapshot
    prepared.opened.cache_of(Suggester).get_or_make(
        snapshot.generation, lambda: _make_suggester(snapshot), fallback=Suggester.of(())
    )
    LatinNames.shipped()
    NameWords.shipped()
    KnownNames.shipped()


def _count(prepared: PreparedSearch) -> CountArticles:
    return lambda state: prepared.with_state(state).count()


def _frequency(prepared: PreparedSearch) -> Callable[[str], int]:
    """Return a count of how often a folded word is written, in articles and in Arabic at large."""
    words, snapshot = _word_list(prepared), prepared.snapshot
    written = prepared.opened.analyzer.frequencies.count

    def frequency(word: str) -> int:
        listed = words.frequency(word)
        if listed is not None:
            return listed
        return snapshot.doc_frequency("text", term(KIND_EXACT, word)) + written(word)

    return frequency


def _count_word(prepared: PreparedSearch) -> Callable[[str], int]:
    """Return a count of the articles that hold a folded word, clitics and spelling apart."""
    analyzer, snapshot = prepared.opened.analyzer, prepared.snapshot

    def count_word(word: str) -> int:
        forms = [
            each
            for surface in analyzer.words(word)
            for each in analyzer.phrase_terms(surface, Match.INFLECTION)
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
    snapshot, written = prepared.snapshot, prepared.opened.analyzer.frequencies.count
    return prepared.opened.cache_of(WordList).get_or_make(
        snapshot.generation, lambda: WordList.of_index(snapshot, written), fallback=WordList.of(())
    )


_unseen: Final = KeptWhileUnchanged[tuple[int, int]](1)


def _entity_names(prepared: PreparedSearch) -> EntityNames:
    """Return the names of entities, none while those are laid out anew of which some must go."""
    snapshot = prepared.snapshot
    unseen = _unseen.get(None, lambda: Entity.objects.unseen_mark())
    found = prepared.opened.cache_of(EntityNames).get_or_make(
        (snapshot.generation, unseen),
        lambda: _make_entity_names(snapshot, unseen),
        fallback=EntityNames.of(()),
    )
    return found if found.unseen == unseen else EntityNames.of(())


def _make_entity_names(snapshot: IndexReader, unseen: tuple[int, int]) -> EntityNames:
    articles = dict(snapshot.facet("entity", whoosh.Every()))
    return EntityNames.of(named_entities(articles), unseen)


def _make_suggester(snapshot: IndexReader) -> Suggester:
    every = whoosh.Every()
    return Suggester.of(
        archive_entries(
            dict(snapshot.facet("outlet", every)), dict(snapshot.facet("entity", every))
        )
    )
