"""Words that stand in no article any more, and still in the word frequencies of the index.

The frequencies of a build are frozen: how a word is read depends on them. What a withdrawn article
alone had written goes with another build of the same segments, in which only those articles are
indexed anew whose words are read otherwise without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import Final

from whoosh.query import Or, Term

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.wordforms import WordAnalyzer
from archive.durability import sync_database
from search.contract import IndexWriter, Request
from search.fields import FIELDS
from search.index.analyzers import Match
from search.index.archive_index import ArchiveIndex
from search.index.index_documents import document, indexable_articles, prepared_articles
from search.index.open_index import OpenIndex
from search.index.term_kinds import KIND_EXACT, form_terms

ARTICLES_AT_ONCE: Final = 500
_WORDS_AT_ONCE: Final = 1_000
_TERMS_AT_ONCE: Final = 200
"""Of one query: fewer than a cluster takes."""


def erase_words(
    home: ArchiveIndex, opened: OpenIndex, at_stake: Collection[str] | None = None
) -> bool:
    """Take the words that no article holds out of the index; return whether there were any.

    Call it holding the lock, once ``opened`` is rid of what was deleted. It looks up the words
    ``at_stake``, else every word of the archive's own (in a folder a hundred thousand in a second,
    in a cluster some thousands), and reads every word of the index again where one is to go (forty
    thousand in a second).
    """
    erased = set(_erased(opened, at_stake))
    if not erased:
        return False
    built = home.build(opened.analyzer.frequencies.without(erased), opened)
    try:
        keys = _read_otherwise(opened, built, erased)
        if keys:
            with built.writer() as writer:
                _index_anew(writer, sorted(map(int, keys)))
                sync_database()
            built.erase_deleted()
        home.swap(built)
    except BaseException:
        home.discard(built)
        raise
    return True


def _erased(opened: OpenIndex, at_stake: Collection[str] | None) -> Iterator[str]:
    """Yield the words of the frequencies that no article holds, nor general Arabic."""
    snapshot, analyzer = opened.snapshot(), opened.analyzer
    shipped, frequencies = FrequencyTable.shipped(), analyzer.frequencies
    looked_at = frequencies.words() if at_stake is None else filter(frequencies.count, at_stake)
    words = (word for word in looked_at if not shipped.count(word))
    while some := list(islice(words, _WORDS_AT_ONCE)):
        terms = {word: analyzer.query_terms(word, Match.EXACT) for word in some}
        held = snapshot.held(FIELDS.texts[0], chain.from_iterable(terms.values()))
        yield from (word for word in some if held.isdisjoint(terms[word]))


class _Asked:
    """Word counts that note whether an erased word was asked for."""

    def __init__(self, frequencies: FrequencyTable, erased: Collection[str]) -> None:
        self._frequencies: Final = frequencies
        self._erased: Final = erased
        self.noted = False

    def count(self, word: str) -> int:
        self.noted = self.noted or word in self._erased
        return self._frequencies.count(word)


def _read_otherwise(opened: OpenIndex, built: OpenIndex, erased: Collection[str]) -> set[str]:
    """Return the keys of the articles with a word that has other terms without the erased words."""
    asked = _Asked(built.analyzer.frequencies, erased)
    before, after = WordAnalyzer(opened.analyzer.frequencies), WordAnalyzer(asked)
    reader = opened.snapshot()
    keys: set[str] = set()
    for field in FIELDS.texts:
        others = []
        for term in reader.every_term(field, KIND_EXACT):
            word, asked.noted = term.removeprefix(KIND_EXACT), False
            terms = _terms(after, word)
            if asked.noted and terms != _terms(before, word):
                others.append(Term(field, term))
        for start in range(0, len(others), _TERMS_AT_ONCE):
            request = Request(Or(others[start : start + _TERMS_AT_ONCE]))
            for some in reader.ordered(request).batches(ARTICLES_AT_ONCE):
                keys.update(some)
    return keys


def _terms(forms: WordAnalyzer, word: str) -> list[tuple[str, ...]]:
    """Return the terms of a folded word, whichever way its last letter was written."""
    form = forms.form(word)
    return [form_terms(forms, form, is_feminine) for is_feminine in (False, True)]


def _index_anew(writer: IndexWriter, keys: list[int]) -> None:
    for start in range(0, len(keys), ARTICLES_AT_ONCE):
        found = list(indexable_articles().filter(pk__in=keys[start : start + ARTICLES_AT_ONCE]))
        for fields in prepared_articles(found):
            writer.update(document(fields))
