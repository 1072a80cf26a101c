"""Draws pairs of articles that share a cluster, for reading: are they one text?

    KHIZANA_SHARED=../shared python -m benchmarks.republications COMPARED

The whole corpus is clustered as by one load. The pairs are named by the articles' lines in
the corpus; the texts of each pair are written into the file COMPARED word by word, what
only one of them holds in brackets (-first+, -second+). The verdicts are in
``docs/republications.md``.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from archive.arabic.normalize import fold
from archive.errors import UnreadableDocumentError
from archive.ingest.containers import read_captures
from archive.ingest.parsing import parse_capture
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import ParsedArticle, RawCapture
from archive.republications.clustering import Clusters
from archive.republications.same_text import is_republication, is_same_report
from archive.republications.signatures import (
    band_keys,
    candidate_pairs,
    estimated_jaccard,
    signature,
)

PAIRS: Final = 100
SEED: Final = 20110315


class Piece(NamedTuple):
    """An article: its line in the corpus, counted from one, its title and its text."""

    line: int
    title: str
    body: str
    minhash: bytes


def pieces(news: Path) -> Iterator[Piece]:
    """Yield the articles of the corpus as a load reads them."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "news.jsonl"
        records.write_bytes(gzip.decompress(news.read_bytes()))
        for capture in read_captures([records]):
            if isinstance(capture, RawCapture):
                line = int(capture.document.rsplit("#", 1)[1])
                for article in _articles(capture):
                    body = "\n".join(article.paragraphs)
                    yield Piece(line, article.title, body, signature(body))


def _articles(capture: RawCapture) -> tuple[ParsedArticle, ...]:
    try:
        return parse_capture(capture, OutletRegistry.shipped()).articles
    except UnreadableDocumentError:
        return ()  # a record without a text


def clustered(long: list[Piece]) -> list[list[int]]:
    """Return the clusters of texts that are long enough, as numbers in ``long``."""
    clusters = Clusters()
    keys = band_keys([piece.minhash for piece in long])
    for one, other in sorted(candidate_pairs(keys, np.ones(len(long), np.bool_))):
        roots = clusters.root(one), clusters.root(other)
        if roots[0] != roots[1] and _alike(long[one], long[other]):
            first, second = (long[root].body for root in roots)
            if set(roots) == {one, other} or is_same_report(first, second):
                clusters.join(one, other)
    return list(clusters.members().values())


def _alike(one: Piece, other: Piece) -> bool:
    return is_republication(one.body, other.body, estimated_jaccard(one.minhash, other.minhash))


def compared(one: Piece, other: Piece) -> str:
    """Return both texts in one, each word once where they agree."""
    first, second = one.body.split(), other.body.split()
    matcher = SequenceMatcher(None, [*map(fold, first)], [*map(fold, second)], autojunk=False)
    parts = [f"{one.line}-{other.line}\n{one.title}\n{other.title}\n"]
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            parts += first[start:end]
        else:
            parts.append(
                f"[-{' '.join(first[start:end])}+{' '.join(second[other_start:other_end])}]"
            )
    return " ".join(parts)


def main() -> None:
    """Write the comparisons and print the clusters' sizes and the pairs' names."""
    shared = Path(os.environ.get("KHIZANA_SHARED", "../shared"))
    found = list(pieces(shared / "data" / "news" / "news.jsonl.gz"))
    long = [piece for piece in found if piece.minhash]
    clusters = clustered(long)
    pairs = sorted(pair for each in clusters for pair in combinations(sorted(each), 2))
    print(f"{len(found)} articles, {len(long)} long enough")
    print(f"{sum(map(len, clusters))} in {len(clusters)} clusters, {len(pairs)} pairs")
    drawn = [(long[one], long[other]) for one, other in random.Random(SEED).sample(pairs, PAIRS)]
    Path(sys.argv[1]).write_text("\n\n".join(compared(*pair) for pair in drawn), encoding="utf-8")
    print(" ".join(f"{one.line}-{other.line}" for one, other in drawn))


if __name__ == "__main__":
    main()
