"""Words that stand in no article any more, and still in the word frequencies of the index.

The frequencies of a build are frozen: how a word is read depends on them. What a withdrawn article
alone had written goes with another build of the same segments, in which only those articles are
indexed anew whose words are read otherwise without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from whoosh.query import Or, Term

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.wordforms import WordAnalyzer
from archive.durability import sync_database
from search.contract import IndexWriter
from search.fields import FIELDS
from search.index.analyzers import Match
from search.index.archive_index import ArchiveIndex
from search.index.columnar_build import ColumnarBuild
from search.index.columnar_home import ColumnarHome
from search.index.index_documents import document, indexable_articles, prepared_articles
from search.index.open_index import OpenIndex
from search.index.term_kinds import KIND_EXACT, form_terms

ARTICLES_AT_ONCE: Final = 500


def erase_words(home: ArchiveIndex, opened: OpenIndex) -> bool:
    """Take the words that no article holds out of the index; return whether there were any.

    Call it holding the lock, once the files of ``opened`` are rid of what was deleted. It looks
    up every word of the archive's own (a hundred thousand in a second), and reads every word of
    the index again where one is to go (forty thousand in a second).
    """
    if not (isinstance(home, ColumnarHome) and isinstance(opened, ColumnarBuild)):
        return False
    erased = set(_erased(opened))
    if not erased:
        return False
    built = home.build(opened.analyzer.frequencies.without(erased), opened)
    try:
        keys = _read_otherwise(opened, built, erased)
        if keys:
            with built.columnar.writer() as writer:
                _index_anew(writer, sorted(map(int, keys)))
                sync_database()
            built.columnar.erase_deleted()
        home.swap(built)
    except BaseException:
        home.discard(built)
        raise
    return True


def _erased(opened: OpenIndex) -> Iterator[str]:
    """Yield the words of the frequencies that no article holds, nor general Arabic."""
    snapshot, analyzer = opened.snapshot(), opened.analyzer
    shipped, field, exact = FrequencyTable.shipped(), FIELDS.texts[0], Match.EXACT
    for word in analyzer.frequencies.words():
        if shipped.count(word):
            continue
        if not any(snapshot.doc_frequency(field, t) for t in analyzer.query_terms(word, exact)):
            yield word


class _Asked:
    """Word counts that note whether an erased word was asked for."""

    def __init__(self, frequencies: FrequencyTable, erased: Collection[str]) -> None:
        self._frequencies: Final = frequencies
        self._erased: Final = erased
        self.noted = False

    def count(self, word: str) -> int:
        self.noted = self.noted or word in self._erased
        return self._frequencies.count(word)


def _read_otherwise(opened: OpenIndex, built: ColumnarBuild, erased: Collection[str]) -> set[str]:
    """Return the keys of the articles with a word that has other terms without the erased words."""
    asked = _Asked(built.analyzer.frequencies, erased)
    before, after = WordAnalyzer(opened.analyzer.frequencies), WordAnalyzer(asked)
    snapshot = built.columnar.snapshot()
    keys: set[str] = set()
    for field in FIELDS.texts:
        others = []
        for term in snapshot.doc_frequencies(field, KIND_EXACT):
            word, asked.noted = term.removeprefix(KIND_EXACT), False
            terms = _terms(after, word)
            if asked.noted and terms != _terms(before, word):
                others.append(Term(field, term))
        if others:
            keys.update(map(snapshot.key, snapshot.matching(Or(others)).tolist()))
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
