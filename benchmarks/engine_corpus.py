"""The corpus of the engine benchmark: real articles as numbers of words, and queries on them.

Every engine gets the same tokens: for each surface word one term of each of the four
kinds of our analyzer. Where a word has several of one kind (as month names do), or one
with a space in it, only our own engine holds them all, so no query asks for those. A corpus larger than the real one repeats it with changes: each
copy takes one word in eight from another article and another month.
"""

from __future__ import annotations

import gzip
import json
import os
import random
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from archive.arabic.frequencies import FrequencyTable
from search.index.analyzers import ArabicAnalyzer
from search.index.term_kinds import KIND_EXACT, KIND_FORM, KIND_ROOT, KIND_STEM

SHARED: Final = Path(
    os.environ.get("KHIZANA_SHARED", Path(__file__).resolve().parents[2] / "shared")
)
KINDS: Final = {"exact": KIND_EXACT, "form": KIND_FORM, "stem": KIND_STEM, "root": KIND_ROOT}
ENTITY_VALUES: Final = 2500
_ENTITY_FIRST_RANK: Final = 2000
_ENTITY_LAST_RANK: Final = 60_000
_CHANGED_WORDS: Final = 8
_SEED: Final = 20_240_601
GAP: Final = "\u00b7"
"""Stands where a kind has no term for a word, so that positions agree between kinds."""


@dataclass(frozen=True)
class Corpus:
    """``terms[kind][w]`` is the term of word ``w``; ``articles`` are arrays of words."""

    words: list[str]
    terms: dict[str, list[str]]
    articles: list[array[int]]
    months: list[str]
    outlets: list[str]
    entity_words: dict[int, str]
    uneven: frozenset[str]
    """Terms that not every engine holds for the same words; ``GAP`` is one of them."""

    def entities(self, article: int) -> list[str]:
        """Return the entity values of an article, sorted."""
        names = self.entity_words
        return sorted({names[word] for word in set(self.articles[article]) if word in names})

    def text(self, article: int, kind: str) -> str:
        """Return the terms of one kind, a space between them."""
        return " ".join(map(self.terms[kind].__getitem__, self.articles[article]))

    def surface(self, article: int) -> str:
        """Return the words of an article as they were written."""
        return " ".join(map(self.words.__getitem__, self.articles[article]))


def make_corpus(size: int) -> Corpus:
    """Return the first ``size`` articles, repeated with changes where there are not so many."""
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    numbers: dict[str, int] = {}
    articles, months, outlets = [], [], []
    for row in islice(_rows(), size):
        words = analyzer.words(row["title"] + " " + row["text"])
        articles.append(array("I", [numbers.setdefault(w, len(numbers)) for w in words]))
        months.append((row["date"] or "unknown")[:7])
        outlets.append(row["outlet"])
    _repeat(articles, months, outlets, size)
    words = list(numbers)
    analysed = [analyzer.terms(word) for word in words]
    terms = {name: [_term(found, kind) for found in analysed] for name, kind in KINDS.items()}
    entities = _entity_words(articles, terms["form"])
    return Corpus(words, terms, articles, months, outlets, entities, _uneven(analysed))


def _rows() -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _term(found: tuple[str, ...], kind: str) -> str:
    return next((term[1:] for term in found if term[0] == kind), GAP).replace(" ", "-")


def _uneven(analysed: list[tuple[str, ...]]) -> frozenset[str]:
    uneven = {GAP}
    for found in analysed:
        for kind in KINDS.values():
            first, *others = [term[1:] for term in found if term[0] == kind] or [GAP]
            uneven.update(others)
            if " " in first:
                uneven.add(first.replace(" ", "-"))
    return frozenset(uneven)


def _repeat(articles: list[array[int]], months: list[str], outlets: list[str], size: int) -> None:
    choice = random.Random(_SEED)
    originals = len(articles)
    while len(articles) < size:
        source = len(articles) % originals
        donor = articles[choice.randrange(originals)]
        changed = array("I", articles[source])
        if donor:
            for place in range(choice.randrange(_CHANGED_WORDS), len(changed), _CHANGED_WORDS):
                changed[place] = donor[place % len(donor)]
        articles.append(changed)
        months.append(months[choice.randrange(originals)])
        outlets.append(outlets[source])


def _entity_words(articles: list[array[int]], forms: list[str]) -> dict[int, str]:
    """Forms of falling frequency, closer together where they are frequent, as names are."""
    frequencies: Counter[str] = Counter()
    for article in articles[:20_000]:
        frequencies.update({forms[word] for word in set(article)} - {GAP})
    ranked = [form for form, _ in sorted(frequencies.items(), key=lambda p: (-p[1], p[0]))]
    first, last = _ENTITY_FIRST_RANK, min(_ENTITY_LAST_RANK, len(ranked) - 1)
    steps = 2 * ENTITY_VALUES
    ranks = {int(first * (last / first) ** (step / steps)) for step in range(steps)}
    chosen = {ranked[rank] for rank in sorted(ranks)[:: len(ranks) // ENTITY_VALUES]}
    return {word: form for word, form in enumerate(forms) if form in chosen}


@dataclass(frozen=True)
class BenchmarkQuery:
    """``kind`` is and, or, phrase or common; ``words`` are forms (exact in a phrase)."""

    kind: str
    words: list[str]


def make_queries(corpus: Corpus, each: int) -> list[BenchmarkQuery]:
    """``each`` queries of every kind, shuffled; all but OR queries match something."""
    choice = random.Random(_SEED)
    forms, exacts = corpus.terms["form"], corpus.terms["exact"]
    long = [article for article in corpus.articles if len(article) > 30]
    queries = []
    for number in range(each):
        article = choice.choice(long)
        content = sorted({forms[word] for word in article} - corpus.uneven)
        if content:
            queries.append(BenchmarkQuery("and", _sample(choice, content, 1 + number % 3)))
        start = choice.randrange(len(article) - 3)
        run = [exacts[word] for word in article[start : start + 2 + number % 2]]
        if corpus.uneven.isdisjoint(run):
            queries.append(BenchmarkQuery("phrase", run))
        others = sorted({forms[word] for word in choice.choice(long)} - corpus.uneven)
        if others:
            queries.append(BenchmarkQuery("or", _sample(choice, others, 2 + number % 3)))
        queries.append(BenchmarkQuery("common", _common(corpus, choice, 1 + number % 2)))
    choice.shuffle(queries)
    return queries


def _sample(choice: random.Random, words: list[str], count: int) -> list[str]:
    return choice.sample(words, min(count, len(words)))


_COMMON: dict[int, list[str]] = {}


def _common(corpus: Corpus, choice: random.Random, count: int) -> list[str]:
    if id(corpus) not in _COMMON:
        frequencies: Counter[str] = Counter()
        for article in corpus.articles[:5000]:
            frequencies.update(
                {corpus.terms["form"][word] for word in set(article)} - corpus.uneven
            )
        _COMMON[id(corpus)] = [form for form, _ in frequencies.most_common(60)]
    return choice.sample(_COMMON[id(corpus)], count)
