"""The analyses that are compared, each as the index and its queries want it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Final, Protocol

import numpy as np
from whoosh import query as whoosh
from whoosh.analysis import StemmingAnalyzer

from archive.arabic.frequencies import FrequencyTable
from benchmarks import lucene_arabic
from benchmarks.retrieval import SHARED
from search.contract import ChunkReader, Context, WordAnalyzer
from search.engine import Array
from search.fields import TEXT, TITLE
from search.index.analyzers import ArabicAnalyzer
from search.index.term_kinds import KIND_STEM
from search.query.boosts import TITLE_BOOST
from search.query.compile import compile_tree
from search.query.language import parse

_OPERATORS: Final = re.compile(r"""["'«»“”„‟‘’()*~:-]""")


class Analysis(Protocol):
    """How a text is indexed, and what a question asks of the index."""

    @property
    def analyzer(self) -> WordAnalyzer:
        """What turns texts into terms."""
        ...

    def query(self, question: str) -> whoosh.Query:
        """Return the query that finds the texts for a question in words."""
        ...


class OneTermAWord:
    """An analysis that gives one term for a word, by one function from text to terms."""

    def __init__(self, terms_of: Callable[[str], list[str]]) -> None:
        self.words = terms_of
        self.analyzer = self

    @property
    def word_characters(self) -> Array:
        """All but a line's end: each line is read as a whole."""
        characters: Array = np.arange(sys.maxunicode + 1) != ord("\n")
        return characters

    def context(self, chunk: str) -> Context:  # noqa: ARG002 - the protocol gives it one
        """Return that no chunk depends on its context."""
        return Context.NONE

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        """Return the words of a line."""
        return self.words(text[start:stop])

    def chunk_reader(self) -> ChunkReader:
        """Return what reads lines one after the other."""
        return ChunkReader(self)

    def terms(self, word: str) -> tuple[str, ...]:
        """Return the word itself: it is a term already."""
        return (word,)

    def query(self, question: str) -> whoosh.Query:
        """Return any word in the text; a title that holds it counts as it does for ours."""
        terms = dict.fromkeys(self.words(question))
        text, title = (
            whoosh.Or([whoosh.Term(field, term, boost=boost) for term in terms])
            for field, boost in ((TEXT, 1.0), (TITLE, TITLE_BOOST))
        )
        return whoosh.AndMaybe(text, title)


class Ours:
    """The analysis of the archive, and the queries that its search box makes."""

    def __init__(self, analyzer: ArabicAnalyzer | None = None) -> None:
        self.analyzer = analyzer or ArabicAnalyzer(FrequencyTable.shipped())

    def query(self, question: str) -> whoosh.Query:
        """Return the question as plain words: the other analyses have no query language either."""
        tree = parse(_OPERATORS.sub(" ", question), any_word=True).tree
        return compile_tree(tree, self.analyzer).query


def lucene_stop_words() -> frozenset[str]:
    """Return Lucene's Arabic stop words."""
    path = SHARED / "data/stopwords/lucene_ar_stopwords.txt"
    lines = map(str.strip, path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def lucene() -> OneTermAWord:
    """Return Lucene's Arabic analysis, ported."""
    stop_words = lucene_stop_words()
    return OneTermAWord(lambda text: list(lucene_arabic.analyze(text, stop_words)))


def whoosh_default() -> OneTermAWord:
    """Return Whoosh's analysis for English, which it has for any text."""
    analyzer = StemmingAnalyzer()
    return OneTermAWord(lambda text: [token.text for token in analyzer(text)])


def light_stem_alone() -> OneTermAWord:
    """Return the light stems of our analysis without its other terms."""
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())

    def stems(text: str) -> Iterator[str]:
        for word in analyzer.words(text):
            yield from (term for term in analyzer.terms(word) if term.startswith(KIND_STEM))

    return OneTermAWord(lambda text: list(stems(text)))


ANALYSES: dict[str, Callable[[], Analysis]] = {
    "whitespace": lambda: OneTermAWord(str.split),
    "Whoosh's default (StemmingAnalyzer)": whoosh_default,
    "Lucene's arabic": lucene,
    "light stem alone": light_stem_alone,
    "ours": Ours,
}
