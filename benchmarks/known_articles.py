"""How often an article is among the first ten for its headline, searched for in the bodies.

Run as ``python -m benchmarks.known_articles``. A headline is a reader who knows the article and
not its words: the hits with all words come first, then, where these are few, the articles with
half of them, as the results page shows them. Headlines are news of ``KHIZANA_SHARED``.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.analyses import Ours
from benchmarks.retrieval import DEPTH, SHARED, Paragraph
from benchmarks.search_quality import build
from search.contract import Request
from search.engine import Snapshot
from search.index.analyzers import ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.language import parse

HEADLINES: Final = 1_000
MIN_WORDS: Final = 4
_SEED: Final = 14


def main() -> None:
    """Print the share of headlines whose article is found so."""
    news = [(row["title"], row["text"]) for row in _rows()]
    ours = Ours()
    bodies = [Paragraph(str(number), "", text) for number, (_title, text) in enumerate(news)]
    long = [n for n, (title, _text) in enumerate(news) if len(title.split()) >= MIN_WORDS]
    chosen = random.Random(_SEED).sample(long, min(HEADLINES, len(long)))
    with TemporaryDirectory() as folder:
        snapshot = build(Path(folder), ours, bodies)
        known = [
            [str(number) in keys for keys in _first(snapshot, ours.analyzer, news[number][0])]
            for number in chosen
        ]
    print(f"| of {len(chosen):,} headlines among {len(news):,} bodies | in the first {DEPTH} |")
    print("|---|---|")
    for name, found in zip(
        ("all words", "then half of them"), zip(*known, strict=True), strict=True
    ):
        print(f"| {name} | {mean(found):.3f} |")


def _first(snapshot: Snapshot, analyzer: ArabicAnalyzer, text: str) -> tuple[list[str], list[str]]:
    """Return the first keys with all words, and with half of them behind where these are few."""
    compiled = compile_tree(parse(text).tree, analyzer)
    found = [hit.key for hit in snapshot.search(Request(compiled.query, limit=DEPTH)).hits]
    some = compiled.some_words_query()
    if some is None or len(found) == DEPTH:
        return found, found
    more = snapshot.search(Request(some, limit=DEPTH)).hits
    return found, [*found, *(hit.key for hit in more)][:DEPTH]


def _rows() -> Iterator[dict[str, str]]:
    with gzip.open(SHARED / "data/news/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
