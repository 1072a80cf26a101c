"""How right a total is: what the default search finds of what is judged by eye.

Run as ``python -m benchmarks.matching`` (part of ``make bench-search``). The news is indexed as
readers get it, with the frequencies of its newest articles added to those that are shipped;
the queries are those that the search box makes. The lists are in ``benchmarks/data/search``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from benchmarks.analyses import Analysis, Ours, lucene
from benchmarks.retrieval import DEPTH, ndcg
from benchmarks.search_lists import WORD, judged_queries, pairs, read_news, rows
from search.contract import Document, IndexSchema, KeyField, Request, TextField
from search.engine import ColumnarIndex, Snapshot
from search.fields import TEXT, TITLE
from search.index.analyzers import ArabicAnalyzer
from search.query.compile import compile_tree
from search.query.language import parse

PAIR_LISTS: Final = ("plural_pairs.tsv", "country_nisba_pairs.tsv", "lookalike_pairs.tsv")
EVERY_HEADLINE: Final = 20
"""Each so many articles' headline is a query, among the bodies of ``EVERY_BODY``."""
EVERY_BODY: Final = 4
COUNTED_ARTICLES: Final = 10_000
RARE_WORD: Final = 2
"""How many of the newest articles, and which words, an archive counts: ``search.index.rebuild``."""
_NAME_ENDS: Final = re.compile(r"عبد (?=ال)")


def news_frequencies() -> FrequencyTable:
    """Return the frequencies that an archive of this news would have."""
    counts: Counter[str] = Counter()
    for article in read_news()[-COUNTED_ARTICLES:]:
        counts.update(WORD.findall(article.text))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[fold(word)] += count
    frequent = {word: count for word, count in folded.items() if count >= RARE_WORD}
    return FrequencyTable.shipped().combined_with(frequent)


def build(
    folder: str, analysis: Analysis, documents: Iterable[tuple[str, Sequence[str], str]]
) -> Snapshot:
    """Index ``documents`` (key, texts, title) under ``folder`` as the archive indexes articles."""
    texts = (TextField(name, analysis.analyzer) for name in (TEXT, TITLE))
    index = ColumnarIndex.create(Path(folder), IndexSchema((KeyField("id"), *texts)), "benchmark")
    with index.writer() as writer:
        for key, parts, title in documents:
            writer.add(Document(key, {TEXT: parts, TITLE: title}))
    return index.snapshot()


def found(snapshot: Snapshot, analyzer: ArabicAnalyzer, text: str, limit: int) -> list[str]:
    """Return the keys of what the default search finds, best first."""
    query = compile_tree(parse(text).tree, analyzer).query
    return [hit.key for hit in snapshot.search(Request(query, limit=limit)).hits]


def print_totals(snapshot: Snapshot, analyzer: ArabicAnalyzer) -> None:
    """Print how far the totals of everyday queries can be trusted."""
    news = read_news()
    shares: list[tuple[float, float, float, float]] = []
    print("| query | true | found | precision | recall | error | newest P@10 |")
    print("|---|---|---|---|---|---|---|")
    for query in judged_queries():
        every = set(map(int, found(snapshot, analyzer, query.text, len(news))))
        hits = every - query.unjudged
        right = len(hits & query.true)
        newest = sorted(hits, key=lambda number: news[number].date, reverse=True)[:DEPTH]
        share = (
            right / max(len(hits), 1),
            right / max(len(query.true), 1),
            abs(len(hits) - len(query.true)) / max(len(query.true), 1),
            mean(number in query.true for number in newest) if newest else 0.0,
        )
        shares.append(share)
        shown = " | ".join(f"{each:.3f}" for each in share)
        print(f"| {query.text} | {len(query.true)} | {len(hits)} | {shown} |")
    precision, recall, error, first = zip(*shares, strict=True)
    print(
        f"\n{len(shares)} everyday queries: precision {mean(precision):.3f}, recall {mean(recall):.3f}, "
        f"median error {median(error):.3f}, newest P@10 {mean(first):.3f}\n"
    )


def print_pairs(frequencies: FrequencyTable) -> None:
    """Print how many pairs are joined, and which are not as they should be."""
    analyzer = ArabicAnalyzer(frequencies)
    print("| list | pairs | both ways | one way | apart | |\n|---|---|---|---|---|---|")
    for name in PAIR_LISTS:
        listed = pairs(name)
        together = [ways_joined(analyzer, *pair) for pair in listed]
        wrong = 2 if name != "lookalike_pairs.tsv" else 0
        others = [
            f"{left}/{right}"
            for (left, right), ways in zip(listed, together, strict=True)
            if ways != wrong
        ]
        counts = " | ".join(str(together.count(ways)) for ways in (2, 1, 0))
        print(f"| {name.removesuffix('.tsv')} | {len(listed)} | {counts} | {' '.join(others)} |")


def ways_joined(analyzer: ArabicAnalyzer, left: str, right: str) -> int:
    """Return in how many directions a search for one word finds a text that is the other."""
    with TemporaryDirectory() as folder:
        documents = [(word, (word,), "") for word in (left, right)]
        analysis = Ours(analyzer)
        snapshot = build(folder, analysis, documents)
        return sum(
            other in found(snapshot, analyzer, word, 2)
            for word, other in ((left, right), (right, left))
        )


def print_names(snapshot: Snapshot, analyzer: ArabicAnalyzer) -> None:
    """Print in how many of the first ten hits the words of a name stand side by side."""
    news = read_news()
    shares = {}
    for (name,) in rows("multiword_names.txt"):
        words = _NAME_ENDS.sub("عبد", fold(name)).split()
        words[0] = words[0].removeprefix("ال")
        side_by_side = re.compile(r"\b[وفبكل]{0,2}(?:ا?ل)?" + r"\W{1,3}".join(words) + r"\b")
        texts = [
            _NAME_ENDS.sub("عبد", fold(f"{news[int(key)].title}\n{news[int(key)].text}"))
            for key in found(snapshot, analyzer, name, DEPTH)
        ]
        shares[name] = mean(bool(side_by_side.search(each)) for each in texts) if texts else 0.0
    poor = " ".join(f"{name} {share:.1f}," for name, share in shares.items() if share < 0.9)
    print(
        f"\n{len(shares)} names of several words: P@10 {mean(shares.values()):.3f}; below .9: {poor}"
    )


def print_headlines(frequencies: FrequencyTable) -> None:
    """Print how well a headline finds its article's body."""
    news = read_news()
    bodies = range(0, len(news), EVERY_BODY)
    headlines = [number for number in bodies if not number % EVERY_HEADLINE and news[number].title]
    print(f"\n| {len(headlines)} headlines, {len(bodies)} bodies | nDCG@10 |\n|---|---|")
    analyses: Collection[tuple[str, Analysis]] = (
        ("Lucene's arabic", lucene()),
        ("ours", Ours(ArabicAnalyzer(frequencies))),
    )
    for name, analysis in analyses:
        with TemporaryDirectory() as folder:
            snapshot = build(folder, analysis, ((str(at), (news[at].text,), "") for at in bodies))
            scores = []
            for number in headlines:
                query = analysis.query(news[number].title)
                hits = snapshot.search(Request(query, limit=DEPTH)).hits
                scores.append(ndcg([hit.key for hit in hits], frozenset((str(number),))))
        print(f"| {name} | {mean(scores):.4f} |")


def main() -> None:
    """Print every table."""
    # Reading a query asks which day it is here.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    frequencies = news_frequencies()
    analyzer = ArabicAnalyzer(frequencies)
    print_pairs(frequencies)
    with TemporaryDirectory() as folder:
        documents = (
            (str(number), (article.title, article.text), article.title)
            for number, article in enumerate(read_news())
        )
        snapshot = build(folder, Ours(analyzer), documents)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        print(f"\n{len(read_news()):,} articles indexed in {size / 1e6:,.1f} MB\n")
        print_totals(snapshot, analyzer)
        print_names(snapshot, analyzer)
    print_headlines(frequencies)


if __name__ == "__main__":
    main()
