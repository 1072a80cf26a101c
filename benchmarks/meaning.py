"""How well words and meaning together find what answers a question, in Arabic and other languages.

Run as ``python -m benchmarks.meaning --keep FOLDER`` (``make bench-meaning KEEP=…``): vectors are
kept there between runs; the first takes an hour of a core. Everything goes through the passages,
the vector file, the comparison and the sum that readers get. Nothing is given for questions that
the archive does not answer but the part that is told so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from benchmarks.analyses import Ours
from benchmarks.kept_vectors import KeptVectors
from benchmarks.retrieval import SHARED, Paragraph, Question, ndcg, read_paragraphs, read_questions
from benchmarks.rewrites import REWRITES
from benchmarks.search_quality import build
from benchmarks.unanswered import UNANSWERED

SEED: Final = 22
RECALL_DEPTH: Final = 100
REWRITTEN: Final = 400
"""Questions of the held-out half, by seed, that are written as other keyboards would."""
LANGUAGES: Final = {"en": "English", "tr": "Turkish"}


@dataclass(frozen=True, slots=True)
class Order:
    """The keys found for a question, best first, by each way of ordering them."""

    words: list[str]
    meaning: list[str]
    merged: list[str]
    page: list[str]


class Collection:
    """Texts in an index, with their vectors in a file, both as the archive has them."""

    def __init__(self, folder: Path, texts: Sequence[Paragraph], kept: KeptVectors) -> None:
        from archive.models import Article
        from search.meaning.embedded_texts import embedded_text
        from search.meaning.nearest_vectors import NearestVectors
        from search.meaning.vector_file import ArticleVectors, VectorFile

        self.keys: Final = [text.key for text in texts]
        self._kept: Final = kept
        self._analysis: Final = Ours()
        numbered = [replace(text, key=str(n)) for n, text in enumerate(texts, 1)]
        self._snapshot: Final = build(folder / "index", self._analysis, numbered)
        made = [embedded_text(Article(title=each.title, body=each.text)) for each in texts]
        rows = kept.passages([passage for each in made for passage in each.passages])
        file, start, written = VectorFile.named(folder / "vectors", "m", rows.shape[1]), 0, []
        for number, each in enumerate(made, 1):
            end = start + len(each.passages)
            written.append(ArticleVectors(number, each.text_hash, rows[start:end]))
            start = end
        file.write(written)
        self.vectors: Final = NearestVectors(file.records())

    def orders(self, texts: Sequence[str], *, by_words: bool = True) -> Iterator[Order]:
        """Yield what is found for each of ``texts``; any of their words may match."""
        from search.contract import Request
        from search.meaning.embedded_texts import question_text
        from search.service.meaning_search import merged_scores, reordered

        everything = np.arange(1, len(self.keys) + 1, dtype=np.int64)
        for text, vector in zip(
            texts, self._kept.questions(list(map(question_text, texts))), strict=True
        ):
            nearness = self.vectors.nearness(vector)
            query = self._analysis.query(text)
            hits = (
                self._snapshot.search(Request(query, limit=len(self.keys))).hits if by_words else []
            )
            scores = np.zeros(len(self.keys))
            for hit in hits:
                scores[int(hit.key) - 1] = hit.score
            merged = merged_scores(scores, everything, nearness)
            near = nearness.nearest(-1.0)
            on_page = [int(hit.key) for hit in reordered(hits, nearness)]
            found = set(on_page)
            yield Order(
                self._named([int(hit.key) for hit in hits]),
                self._named(near.tolist()),
                self._named((np.argsort(-merged, kind="stable") + 1).tolist()),
                self._named([*on_page, *(n for n in near.tolist() if n not in found)]),
            )

    def _named(self, numbers: Sequence[int]) -> list[str]:
        return [self.keys[number - 1] for number in numbers]


WAYS: Final[dict[str, Callable[[Order], list[str]]]] = {
    "words": lambda order: order.words,
    "meaning": lambda order: order.meaning,
    "words and meaning, one list": lambda order: order.merged,
    "as on the page: hits of the words reordered, then the others": lambda order: order.page,
}


def print_quality(collection: Collection, questions: Sequence[Question]) -> None:
    """Print how well each way finds the paragraphs, over all questions and the held-out half."""
    orders = list(collection.orders([question.text for question in questions]))
    held = [question.held_out for question in questions]
    print("| way | nDCG@10, all | held-out half | R@100 | held-out half |\n|---|---|---|---|---|")
    for name, way in WAYS.items():
        gains = [ndcg(way(o), q.relevant) for o, q in zip(orders, questions, strict=True)]
        recalls = [recall(way(o), q.relevant) for o, q in zip(orders, questions, strict=True)]
        cells = [
            f"{mean(each):.4f}"
            for values in (gains, recalls)
            for each in (values, _of(values, held))
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def print_languages(collection: Collection, questions: Sequence[Question]) -> None:
    """Print how well questions in other languages find the Arabic paragraph."""
    by_key = {question.key: question for question in questions}
    lines = (SHARED / "data/crosslingual/xquad_questions.jsonl").read_text(encoding="utf-8")
    rows = [row for row in map(json.loads, lines.splitlines()) if row["_id"] in by_key]
    print("\n| questions in | words | meaning: nDCG@10 | first hit right |\n|---|---|---|---|")
    for code, language in LANGUAGES.items():
        orders = list(collection.orders([row[code] for row in rows]))
        relevant = [by_key[row["_id"]].relevant for row in rows]
        words, near = (
            mean(ndcg(way(o), r) for o, r in zip(orders, relevant, strict=True))
            for way in (WAYS["words"], WAYS["meaning"])
        )
        first = mean(o.meaning[0] in r for o, r in zip(orders, relevant, strict=True))
        print(f"| {language} ({len(rows)}) | {words:.4f} | {near:.4f} | {first:.1%} |")


def print_rewritten(collection: Collection, questions: Sequence[Question]) -> None:
    """Print what the merged list loses where questions are written as other keyboards do."""
    held = [question for question in questions if question.held_out]
    chosen = random.Random(SEED).sample(held, min(REWRITTEN, len(held)))
    plain = _merged_mean(collection, chosen, str)
    print(f"\n| {len(chosen)} questions rewritten | merged nDCG@10 |\n|---|---|")
    for name, rewrite in REWRITES.items():
        print(f"| {name} | {_merged_mean(collection, chosen, rewrite) - plain:+.4f} |")


def _merged_mean(
    collection: Collection, questions: Sequence[Question], rewrite: Callable[[str], str]
) -> float:
    orders = collection.orders([rewrite(question.text) for question in questions])
    return mean(ndcg(o.merged, q.relevant) for o, q in zip(orders, questions, strict=True))


def print_headlines(folder: Path, kept: KeptVectors, count: int) -> None:
    """Print how well headlines find their news articles: no worse by meaning than by words."""
    with gzip.open(SHARED / "data/news/news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["title"] and row["text"]]
    chosen = random.Random(SEED).sample(rows, count)
    texts = [Paragraph(f"news-{n}", "", row["text"]) for n, row in enumerate(chosen)]
    collection = Collection(folder, texts, kept)
    orders = list(collection.orders([row["title"] for row in chosen]))
    print(f"\n| {count} headlines | nDCG@10 |\n|---|---|")
    for name, way in WAYS.items():
        gains = (ndcg(way(o), frozenset({t.key})) for o, t in zip(orders, texts, strict=True))
        print(f"| {name} | {mean(gains):.4f} |")


def print_told(collection: Collection, questions: Sequence[Question], kept: KeptVectors) -> None:
    """Print for which questions something is near: of those that are answered, and those that are not."""
    from search.meaning.embedders import E5_SMALL_LEAST

    def shown(texts: Sequence[str]) -> Iterator[set[str]]:
        from search.meaning.embedded_texts import question_text

        for vector in kept.questions(list(map(question_text, texts))):
            nearness = collection.vectors.nearness(vector)
            near = nearness.nearest(E5_SMALL_LEAST.arabic)[:50].tolist()
            yield {collection.keys[n - 1] for n in near}

    nothing = sum(not found for found in shown(UNANSWERED))
    held = [question for question in questions if question.held_out]
    kept_answers = [
        bool(found & question.relevant)
        for found, question in zip(shown([each.text for each in held]), held, strict=True)
    ]
    print(f"\n{nothing} of {len(UNANSWERED)} questions without an answer are told so;")
    print(f"the answer is among what is near for {mean(kept_answers):.1%} of {len(held)} others")


def recall(found: Sequence[str], relevant: frozenset[str]) -> float:
    """Return the part of ``relevant`` among the first hundred."""
    return len(relevant & set(found[:RECALL_DEPTH])) / len(relevant)


def _of(values: Sequence[float], chosen: Sequence[bool]) -> list[float]:
    return [value for value, keep in zip(values, chosen, strict=True) if keep]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, required=True, help="the folder of the vectors")
    parser.add_argument("--news", type=int, default=3_000, help="articles of news; 0 for none")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    from search.meaning.nano_embedder import NanoEmbedder

    kept = KeptVectors(NanoEmbedder(), arguments.keep)
    questions = read_questions()
    with TemporaryDirectory() as folder:
        collection = Collection(Path(folder), read_paragraphs(), kept)
        print_quality(collection, questions)
        print_languages(collection, questions)
        print_told(collection, questions, kept)
        print_rewritten(collection, questions)
    if arguments.news:
        with TemporaryDirectory() as folder:
            print_headlines(Path(folder), kept, arguments.news)


if __name__ == "__main__":
    main()
