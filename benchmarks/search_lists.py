"""The lists by which search is judged, and the news that they are judged on.

The lists are in ``benchmarks/data/search``, each with its source and licence. They were written
before the code that they measure.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from archive.arabic.letters import TEH_MARBUTA
from archive.arabic.normalize import fold, strip_marks
from archive.arabic.tokenize import WORD_PATTERN
from benchmarks.retrieval import SHARED

LISTS: Final = Path(__file__).resolve().parent / "data" / "search"
WORD: Final = re.compile(WORD_PATTERN)


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each line of the list ``name``."""
    for line in (LISTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def pairs(name: str) -> list[tuple[str, str]]:
    """Return the pairs of the list ``name``."""
    return [(left, right) for left, right in rows(name)]


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """An article of the news corpus; ``date`` is as its outlet wrote it, sortable."""

    date: str
    title: str
    text: str


@cache
def read_news() -> tuple[NewsArticle, ...]:
    """Return the articles in the order of the file."""
    with gzip.open(SHARED / "data/news/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        records: Iterator[dict[str, Any]] = map(json.loads, lines)
        return tuple(
            NewsArticle(each["date"] or "", each["title"] or "", each["text"] or "")
            for each in records
        )


def judged_form(word: str) -> str:
    """Return ``word`` folded but with its teh marbuta, as the judged forms are written."""
    folded = fold(word)
    return folded[:-1] + TEH_MARBUTA if strip_marks(word).endswith(TEH_MARBUTA) else folded


@dataclass(slots=True)
class JudgedQuery:
    """A query and the articles that are true hits, by their place in the corpus."""

    text: str
    words: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    """For each word the forms that are it, and those that a careful reader may count or not."""
    true: set[int] = field(default_factory=set)
    unjudged: set[int] = field(default_factory=set)


def judged_queries() -> list[JudgedQuery]:
    """Return the everyday queries with their true hits in the news."""
    queries: dict[str, JudgedQuery] = {}
    for text, _word, true, *unjudged in rows("everyday_queries.tsv"):
        query = queries.setdefault(text, JudgedQuery(text))
        query.words.append(
            (frozenset(true.split()), frozenset(unjudged[0].split() if unjudged else ()))
        )
    holders = _holders(
        {form for query in queries.values() for pair in query.words for form in set().union(*pair)}
    )
    for query in queries.values():
        sure = [set().union(*(holders[form] for form in true)) for true, _ in query.words]
        perhaps = [
            one.union(*(holders[form] for form in unjudged))
            for one, (_, unjudged) in zip(sure, query.words, strict=True)
        ]
        query.true = set.intersection(*sure)
        query.unjudged = set.intersection(*perhaps) - query.true
    return list(queries.values())


def _holders(wanted: set[str]) -> dict[str, set[int]]:
    """Return the articles that hold each of the ``wanted`` forms."""
    known: dict[str, str | None] = {}
    holders: dict[str, set[int]] = defaultdict(set)
    for number, article in enumerate(read_news()):
        for word in set(WORD.findall(f"{article.title}\n{article.text}")):
            if word not in known:
                form = judged_form(word)
                known[word] = form if form in wanted else None
            found = known[word]
            if found is not None:
                holders[found].add(number)
    return holders
