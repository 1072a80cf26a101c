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
from search.engine import Array, Context, WordAnalyzer
from search.index.analyzers import KIND_STEM, ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.index_queries import TEXT, TITLE, TITLE_BOOST
from search.query.language import parse

_OPERATORS: Final = re.compile(r"""["'«»“”„‟‘’()*~:-]""")


class Analysis(Protocol):
    """How a text is indexed, and what a question asks of the index."""

    @property
    def analyzer(self) -> WordAnalyzer: ...

    def query(self, question: str) -> whoosh.Query: ...


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

    def context(self, chunk: str) -> Context:
        return Context.NONE

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        return self.words(text[start:stop])

    def terms(self, word: str) -> tuple[str, ...]:
        return (word,)

    def query(self, question: str) -> whoosh.Query:
        """Any word in the text; a title that holds it counts as it does for ours."""
        terms = dict.fromkeys(self.words(question))
        text, title = (
            whoosh.Or([whoosh.Term(field, term, boost=boost) for term in terms])
            for field, boost in ((TEXT, 1.0), (TITLE, TITLE_BOOST))
        )
        return whoosh.AndMaybe(text, title)


class Ours:
    """The analysis of the archive, and the queries that its search box makes."""

    def __init__(self) -> None:
        self.analyzer = ArabicAnalyzer(FrequencyTable.shipped())

    def query(self, question: str) -> whoosh.Query:
        """The question as plain words: the other analyses have no query language either."""
        tree = parse(_OPERATORS.sub(" ", question), any_word=True).tree
        return compile_tree(tree, self.analyzer).query


def lucene_stop_words() -> frozenset[str]:
    path = SHARED / "data/stopwords/lucene_ar_stopwords.txt"
    lines = map(str.strip, path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def lucene() -> OneTermAWord:
    stop_words = lucene_stop_words()
    return OneTermAWord(lambda text: list(lucene_arabic.analyze(text, stop_words)))


def whoosh_default() -> OneTermAWord:
    analyzer = StemmingAnalyzer()
    return OneTermAWord(lambda text: [token.text for token in analyzer(text)])


def light_stem_alone() -> OneTermAWord:
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
