"""How well search finds the paragraph that answers a question, analysis by analysis.

Run as ``python -m benchmarks.search_quality`` (``make bench-search``). Everything goes
through the index that readers get: the columnar index, Whoosh's BM25F at its defaults, a
question's words as alternatives, the title counted once more. The mean nDCG@10 is given over
all questions, and over the half of them that was held out while the analysis was tuned.
Then: what each way of rewriting the questions loses, and the speed of the analysis.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from benchmarks.analyses import ANALYSES, Analysis
from benchmarks.retrieval import (
    DEPTH,
    SHARED,
    Paragraph,
    Question,
    ndcg,
    read_paragraphs,
    read_questions,
)
from benchmarks.rewrites import REWRITES
from search.contract import Document, IndexReader, IndexSchema, KeyField, Request, TextField
from search.engine import ColumnarIndex, Snapshot
from search.fields import TEXT, TITLE
from search.index.analyzers import ArabicAnalyzer

BASELINE: Final = "Lucene's arabic"
OURS: Final = "ours"
SPEED_ARTICLES: Final = 8_000


def build(folder: Path, analysis: Analysis, paragraphs: Sequence[Paragraph]) -> Snapshot:
    """Index ``paragraphs`` under ``folder`` as the archive indexes articles."""
    index = ColumnarIndex.create(folder, schema_of(analysis), "benchmark")
    with index.writer() as writer:
        for document in documents(paragraphs):
            writer.add(document)
    return index.snapshot()


def schema_of(analysis: Analysis) -> IndexSchema:
    """Return the fields of an index of paragraphs."""
    texts = (TextField(name, analysis.analyzer) for name in (TEXT, TITLE))
    return IndexSchema((KeyField("id"), *texts))


def documents(paragraphs: Iterable[Paragraph]) -> Iterator[Document]:
    """Yield the paragraphs as they are indexed."""
    for paragraph in paragraphs:
        parts = {TEXT: (paragraph.title, paragraph.text), TITLE: paragraph.title}
        yield Document(paragraph.key, parts)


def scores(
    snapshot: IndexReader,
    analysis: Analysis,
    questions: Sequence[Question],
    rewrite: Callable[[str], str] = str,
) -> list[float]:
    """Return the nDCG@10 of each of ``questions``."""
    results = []
    for question in questions:
        query = analysis.query(rewrite(question.text))
        hits = snapshot.search(Request(query, limit=DEPTH)).hits
        results.append(ndcg([hit.key for hit in hits], question.relevant))
    return results


def words_a_second() -> float:
    """Return the speed of the analysis, cold, in one process, on real news."""
    with gzip.open(SHARED / "data/news/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, SPEED_ARTICLES)]
    analyzer = ArabicAnalyzer(FrequencyTable.shipped())
    known: dict[str, tuple[str, ...]] = {}
    count = 0
    start = time.process_time()
    for text in texts:
        words = analyzer.words(text)
        count += len(words)
        for word in words:
            if word not in known:
                known[word] = analyzer.terms(word)
    return count / (time.process_time() - start)


def print_quality(paragraphs: Sequence[Paragraph], questions: Sequence[Question]) -> None:
    """Print how well each analysis finds the paragraphs, and what rewriting costs."""
    held_out = [question.held_out for question in questions]
    results: dict[str, tuple[float, float]] = {}
    losses: dict[str, list[str]] = {}
    for name, make in ANALYSES.items():
        analysis = make()
        with TemporaryDirectory() as folder:
            snapshot = build(Path(folder), analysis, paragraphs)
            found = scores(snapshot, analysis, questions)
            half = [score for score, held in zip(found, held_out, strict=True) if held]
            results[name] = mean(found), mean(half)
            if name in (BASELINE, OURS):
                losses[name] = [
                    f"{mean(scores(snapshot, analysis, questions, rewrite)) - mean(found):+.4f}"
                    for rewrite in REWRITES.values()
                ]
    print(f"| analysis | all {len(questions)} questions | held-out {sum(held_out)} | over Lucene |")
    print("|---|---|---|---|")
    for name, (everything, half_mean) in results.items():
        gain = half_mean - results[BASELINE][1]
        print(f"| {name} | {everything:.4f} | {half_mean:.4f} | {gain:+.4f} |")
    print(f"\n| questions rewritten | {OURS} | {BASELINE} |\n|---|---|---|")
    for rewrite, *lost in zip(REWRITES, losses[OURS], losses[BASELINE], strict=True):
        print(f"| {rewrite} | {' | '.join(lost)} |")


def main() -> None:
    """Print the quality of every analysis and the speed of ours."""
    # Reading a query asks which day it is here.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    print_quality(read_paragraphs(), read_questions())
    print(f"\n{words_a_second():,.0f} words a second, cold, one process")


if __name__ == "__main__":
    main()
