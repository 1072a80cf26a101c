"""Makes the word clusters of the trained recogniser from unlabelled text.

    KHIZANA_SHARED=../shared python -m tools.build_clusters

Words are compared by their neighbours: the counts of the words one and two places before
and behind, weighed by positive pointwise mutual information and reduced to a hundred
dimensions by a randomised singular value decomposition (Halko, Martinsson and Tropp,
2011); then clustered by spherical k-means, coarse to fine. Only text whose words may be
passed on is read: the ANT corpus and the paragraphs of Wikipedia.
"""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.entities.recognition.crf_features import (
    CLUSTERS_FILE,
    DATA_FOLDER,
    cluster_word,
)
from archive.entities.recognition.crf_tagger import words

MIN_COUNT: Final = 3
NEIGHBOURS: Final = 8000
"""Neighbours that are counted: the most frequent words."""
DISTANCES: Final = (-2, -1, 1, 2)
DIMENSIONS: Final = 100
OVERSAMPLING: Final = 20
POWER_STEPS: Final = 4
SMOOTHING: Final = 0.75
"""Exponent of the neighbours' counts: tames the preference for rare ones (Levy and others, 2015)."""
SIZES: Final = (32, 128, 512, 2048)
ROUNDS: Final = 15
BLOCK: Final = 4000
"""Words compared with all centres at once."""
_CHUNK: Final = 200_000
_BREAK: Final = -2
_RARE: Final = -1

HEADER: Final = """Word clusters of Arabic: a word, and the numbers of its clusters, 32 to 2048 of them.
made by: python -m tools.build_clusters
source: the ANT corpus 1.1 (Apache-2.0) and paragraphs of Arabic Wikipedia (CC BY-SA)
licence: Creative Commons Attribution-ShareAlike 4.0"""

Floats = NDArray[np.float32]


class Sparse(NamedTuple):
    """A sparse matrix, its entries ordered by row."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    height: int

    @classmethod
    def of(
        cls, rows: NDArray[np.int64], columns: NDArray[np.int64], values: Floats, height: int
    ) -> Sparse:
        """Return the matrix of these entries."""
        order = np.argsort(rows, kind="stable")
        return cls(rows[order], columns[order], values[order], height)

    def times(self, dense: Floats) -> Floats:
        """Return the product with a dense matrix."""
        result = np.zeros((self.height, dense.shape[1]), dtype=np.float32)
        for first in range(0, len(self.rows), _CHUNK):
            part = slice(first, first + _CHUNK)
            rows = self.rows[part]
            products = dense[self.columns[part]] * self.values[part, None]
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            result[rows[starts]] += np.add.reduceat(products, starts, axis=0)
        return result


def texts(shared: Path) -> Iterator[str]:
    """Yield the texts whose word clusters may be shipped."""
    with gzip.open(shared / "data" / "news" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["corpus"].startswith("ANT"):
                yield record["title"] or ""
                yield record["text"]
    with (shared / "data" / "retrieval" / "corpus.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record["text"]


def paragraphs(shared: Path) -> list[tuple[str, ...]]:
    """Return the words of each different paragraph."""
    found = (
        tuple(cluster_word(word.text) for word in words(line))
        for text in texts(shared)
        for line in text.split("\n")
    )
    return list(dict.fromkeys(paragraph for paragraph in found if paragraph))


def neighbour_weights(numbers: NDArray[np.int64], size: int) -> tuple[Sparse, Sparse]:
    """Return the (word, neighbour) matrix of mutual information, and its transpose.

    ``numbers`` are those of the running words, with breaks between paragraphs, which
    count as neighbours too.
    """
    reach = max(DISTANCES)
    middle = numbers[reach:-reach]
    width = NEIGHBOURS + 1
    keys = []
    for column, distance in enumerate(DISTANCES):
        near = numbers[reach + distance : len(numbers) - reach + distance]
        counted = (middle >= 0) & ((near == _BREAK) | (near >= 0) & (near < NEIGHBOURS))
        neighbour = np.where(near == _BREAK, NEIGHBOURS, near)[counted] + column * width
        keys.append(middle[counted] * width * len(DISTANCES) + neighbour)
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    columns = width * len(DISTANCES)
    rows, cells = pairs // columns, pairs % columns
    of_words = np.bincount(rows, counts, size)
    of_neighbours = np.bincount(cells, counts, columns) ** SMOOTHING
    information = np.log(counts * of_neighbours.sum() / (of_words[rows] * of_neighbours[cells]))
    keep = information > 0
    rows, cells, values = rows[keep], cells[keep], information[keep].astype(np.float32)
    return Sparse.of(rows, cells, values, size), Sparse.of(cells, rows, values, columns)


def vectors(weights: Sparse, transposed: Sparse) -> Floats:
    """Return a vector of length one for each word."""
    random = np.random.default_rng(0)
    size = (transposed.height, DIMENSIONS + OVERSAMPLING)
    basis = random.standard_normal(size).astype(np.float32)
    for _step in range(POWER_STEPS):
        left, _ = np.linalg.qr(weights.times(basis))
        image = transposed.times(left)
        basis, _ = np.linalg.qr(image)
    rotation, lengths, _ = np.linalg.svd(image.T, full_matrices=False)
    found = (left @ rotation)[:, :DIMENSIONS] * np.sqrt(lengths[:DIMENSIONS])
    return _of_length_one(found)


def clustered(found: Floats, frequencies: Floats, size: int) -> NDArray[np.int64]:
    """Return the number of each word's cluster; the most frequent words begin one each."""
    centres = found[:size].copy()
    for _round in range(ROUNDS):
        nearest = np.concatenate(
            [
                (found[first : first + BLOCK] @ centres.T).argmax(axis=1)
                for first in range(0, len(found), BLOCK)
            ]
        )
        centres = np.zeros_like(centres)
        np.add.at(centres, nearest, found * frequencies[:, None])
        centres = _of_length_one(centres)
    return nearest


def _of_length_one(found: Floats) -> Floats:
    scaled: Floats = found / (np.linalg.norm(found, axis=1, keepdims=True) + np.float32(1e-9))
    return scaled


def clusters_to_bytes(clusters: Iterable[tuple[str, tuple[int, ...]]], header: str) -> bytes:
    """Return words with their numbers as gzipped text, one word a line."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += [f"{word} {' '.join(map(str, numbers))}" for word, numbers in clusters]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


def main() -> None:
    """Write the clusters."""
    shared = Path(os.environ.get("KHIZANA_SHARED", "../shared"))
    read = paragraphs(shared)
    counts = Counter(chain.from_iterable(read))
    known = [word for word, count in counts.most_common() if count >= MIN_COUNT]
    number = {word: index for index, word in enumerate(known)}
    running = [_BREAK] * max(DISTANCES)
    for paragraph in read:
        running += [number.get(word, _RARE) for word in paragraph]
        running += [_BREAK] * max(DISTANCES)
    found = vectors(*neighbour_weights(np.array(running), len(known)))
    frequencies = np.log1p(np.array([counts[word] for word in known])).astype(np.float32)
    levels = [clustered(found, frequencies, size) for size in SIZES]
    rows = sorted(
        (word, tuple(int(level[index]) for level in levels))
        for word, index in number.items()
        if word != "#"
    )
    (DATA_FOLDER / CLUSTERS_FILE).write_bytes(clusters_to_bytes(rows, HEADER))
    print(f"{len(rows)} words of {sum(counts.values())} running words")


if __name__ == "__main__":
    main()
