"""What comparing a question with every vector costs, at three sizes of an archive.

Run as ``python -m benchmarks.vector_speed --keep FOLDER`` after ``benchmarks.meaning``. Real vectors are
few: each of the others is a real one with noise of its own, from a seed, as near to it as two
paragraphs of one article are. Beside the exact comparison stand what was weighed: the likeliest by the
signs of their components, those alone compared in full; and, where ``usearch`` is installed
(Apache-2.0; no requirement), its graph of neighbours (HNSW), in eight bits too, as it comes. At the
first size stands an OpenSearch node of this machine, too, where one can be had: every vector compared
and what a large archive asks for, with Lucene's graph of neighbours.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedders import Vectors, in_eight_bits, normalised
from search.meaning.nearest_vectors import NearestVectors
from search.meaning.vector_file import record_type

if TYPE_CHECKING:
    from search.opensearch import Cluster
    from tests.cluster.nodes import RunningNode

SIZES: Final = (40_000, 160_000, 1_000_000)
SEED: Final = 22
QUESTIONS: Final = 20
NOISE: Final = 0.45
"""Of the length of a vector: two made of one real vector have a cosine of about 0.83."""
LIKELIEST: Final = 4_000
_CHUNK: Final = 20_000
_NEAREST: Final = 1_000
"""Articles that a search by meaning asks a cluster for, with the mean of all."""
_SECONDS: Final = 60.0


def real_vectors(folder: Path) -> tuple[Vectors, Vectors]:
    """Return the passages and the questions that the benchmark of meaning has kept."""
    [path] = folder.glob("*.npz")
    kept = np.load(path)
    is_passage = np.char.startswith(kept["keys"], "p")
    return normalised(kept["vectors"][is_passage]), normalised(kept["vectors"][~is_passage])


def write_made(path: Path, passages: Vectors, size: int) -> None:
    """Write ``size`` records, made of ``passages`` by the seed."""
    generator = np.random.default_rng(SEED)
    dimensions = passages.shape[1]
    with path.open("wb") as file:
        for start in range(0, size, _CHUNK):
            count = min(_CHUNK, size - start)
            chosen = passages[generator.integers(len(passages), size=count)]
            noise = generator.standard_normal(chosen.shape, np.float32)
            noise *= NOISE / dimensions**0.5
            records = np.zeros(count, record_type(dimensions))
            records["vector"], records["length"] = in_eight_bits(normalised(chosen + noise))
            records["article"] = np.arange(start + 1, start + count + 1)
            records["passages"] = 1
            records.tofile(file)


class Signs:
    """The shortcut: a bit a dimension, the mean of all taken off."""

    def __init__(self, records: NDArray[Any]) -> None:
        self._records: Final = records
        sample = records[:: max(len(records) // 4_096, 1)]
        self._mean: Final = (sample["vector"] / sample["length"][:, None]).mean(axis=0)
        self._bits: Final = np.concatenate(
            [
                self._packed(part["vector"] / part["length"][:, None])
                for part in (records[at : at + _CHUNK] for at in range(0, len(records), _CHUNK))
            ]
        )

    def nearest(self, question: NDArray[np.float32], count: int) -> NDArray[np.intp]:
        """Return the places of the ``count`` nearest, among the likeliest."""
        own = self._packed(question[None])[0]
        distances = np.zeros(len(self._bits), np.uint16)
        for column in range(self._bits.shape[1]):
            distances += np.bitwise_count(self._bits[:, column] ^ own[column])
        likeliest = np.argpartition(distances, min(LIKELIEST, len(distances) - 1))[:LIKELIEST]
        records = self._records[np.sort(likeliest)]
        cosines = records["vector"].astype(np.float32) @ question / records["length"]
        found: NDArray[np.intp] = np.sort(likeliest)[np.argsort(-cosines)[:count]]
        return found

    def _packed(self, vectors: NDArray[Any]) -> NDArray[np.uint64]:
        packed: NDArray[np.uint64] = np.packbits(vectors > self._mean, axis=1).view(np.uint64)
        return packed


class Graph:
    """The peer: a graph of neighbours, built on all cores, asked on one."""

    def __init__(self, library: Any, records: NDArray[Any]) -> None:
        began = time.perf_counter()
        self._index: Final = library.Index(
            ndim=records["vector"].shape[1], metric="cos", dtype="i8"
        )
        for at in range(0, len(records), _CHUNK):
            part = records[at : at + _CHUNK]
            places = np.arange(at, at + len(part))
            self._index.add(places, np.ascontiguousarray(part["vector"]))
        self.seconds: Final = time.perf_counter() - began
        self.megabytes: Final = self._index.memory_usage / 1e6

    def nearest(self, question: NDArray[np.float32], count: int) -> NDArray[np.intp]:
        """Return the places of the ``count`` nearest, as the graph leads to them."""
        [row], _lengths = in_eight_bits(question[None])
        found: NDArray[np.intp] = self._index.search(row, count, threads=1).keys.astype(np.intp)
        return found


class InCluster:
    """The archive's own index in a cluster, asked as a small and as a large one."""

    def __init__(self, cluster: Cluster, node: RunningNode, records: NDArray[Any]) -> None:
        from search.opensearch.vector_index import VectorIndex, vector_index_body

        self._node: Final = node
        dimensions = records["vector"].shape[1]
        body = vector_index_body(dimensions, 1, shards=1, replicas=0, meta={})
        cluster.ask("PUT", "/vectors", body)
        self._index: Final = VectorIndex(cluster, "vectors", dimensions, 1)
        began, bulk = time.perf_counter(), self._index.bulk()
        for record in records:
            self._index.write(int(record["article"]), 1, record["vector"][None], bulk)
        bulk.flush()
        seconds = time.perf_counter() - began
        told = cluster.ask("GET", "/vectors/_stats/store")["_all"]["primaries"]["store"]
        self._ready: Final = f"{seconds:.0f} s, {told['size_in_bytes'] / 1e6:,.0f} MB"
        self._size: Final = len(records)

    def report(self, questions: Vectors, exact: list[set[int]]) -> None:
        """Print a row for each way."""
        from search.opensearch import vector_index

        for name, most in (("cluster, exact", self._size), ("cluster, by its graph", 0)):
            # Final for the product: here both ways are measured at one size.
            vector_index.EXACT_ARTICLES = most  # type: ignore[misc]
            for question in questions:  # What is asked for often is compiled by then.
                self._nearest(question)
            times, found, before = [], [], self._node.processor_seconds()
            for question in questions:
                began = time.perf_counter()
                found.append(set(self._nearest(question)))
                times.append(1000 * (time.perf_counter() - began))
            spent = 1000 * (self._node.processor_seconds() - before) / len(questions)
            share = float(np.mean([len(a & b) / 50 for a, b in zip(exact, found, strict=True)]))
            told = f"{_told(times)} elapsed, {spent:.0f} ms of the node"
            print(f"| {self._size:,} | {name} | {self._ready} | {told} | {share:.0%} |", flush=True)

    def _nearest(self, question: NDArray[np.float32]) -> list[int]:
        near = self._index.nearest(question, _NEAREST, _SECONDS).articles
        found: list[int] = near[:50].tolist()
        return found


@contextmanager
def started_node() -> Iterator[tuple[Cluster, RunningNode] | None]:
    """Start a node with the plugin that compares vectors; ``None`` where none can be had."""
    from search.opensearch import Cluster
    from tests.cluster.node_jars import VECTOR_PLUGIN, missing_tools
    from tests.cluster.nodes import RunningCluster

    if lacking := missing_tools():
        print(f"\nno OpenSearch node beside it: {lacking}")
        yield None
        return
    with TemporaryDirectory() as folder:
        running = RunningCluster(Path(folder), 1, plugins=(VECTOR_PLUGIN,))
        try:
            running.start()
            yield Cluster(running.urls), running.nodes[0]
        finally:
            running.stop()


def milliseconds(ask: Callable[[NDArray[np.float32]], Any], questions: Vectors) -> list[float]:
    """Return the processor's milliseconds of each question."""
    found = []
    for question in questions:
        began = time.process_time()
        ask(question)
        found.append(1000 * (time.process_time() - began))
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, required=True, help="the folder of the vectors")
    passages, asked = real_vectors(parser.parse_args().keep)
    questions = asked[np.random.default_rng(SEED).integers(len(asked), size=QUESTIONS)]
    library = import_module("usearch.index") if find_spec("usearch") else None
    print("| vectors | way | ready | median, p95 | of the exact 50 |\n|---|---|---|---|---|")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "made"
            write_made(path, passages, size)
            records = np.memmap(path, record_type(passages.shape[1]), mode="r")
            _report(records, questions, library)
            if size == SIZES[0]:
                with started_node() as started:
                    if started is not None:
                        near = [NearestVectors(records).nearness(each) for each in questions]
                        exact = [set(each.nearest(-1, 50).tolist()) for each in near]
                        InCluster(*started, records).report(questions, exact)
    if library is None:
        print("\nusearch is not installed: no graph of neighbours beside it")


def _report(records: NDArray[Any], questions: Vectors, library: Any) -> None:
    began = time.perf_counter()
    vectors = NearestVectors(records)
    ready = f"{time.perf_counter() - began:.1f} s"
    exact = [set(vectors.nearness(each).nearest(-1, 50).tolist()) for each in questions]
    _row(len(records), "exact", ready, milliseconds(vectors.nearness, questions), 1.0)
    began = time.perf_counter()
    ways: dict[str, tuple[Signs | Graph, str]] = {}
    signs = Signs(records)
    ways["by signs"] = signs, f"{time.perf_counter() - began:.1f} s"
    if library is not None:
        graph = Graph(library, records)
        ways["usearch"] = graph, f"{graph.seconds:.0f} s, {graph.megabytes:,.0f} MB"
    for name, (way, ready) in ways.items():
        found = [set((way.nearest(each, 50) + 1).tolist()) for each in questions]
        share = float(np.mean([len(a & b) / 50 for a, b in zip(exact, found, strict=True)]))
        times = milliseconds(partial(way.nearest, count=50), questions)
        _row(len(records), name, ready, times, share)


def _row(size: int, way: str, ready: str, times: list[float], share: float) -> None:
    print(f"| {size:,} | {way} | {ready} | {_told(times)} | {share:.0%} |", flush=True)


def _told(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"{cuts[9]:.1f} ms, {cuts[18]:.1f} ms"


if __name__ == "__main__":
    main()
