"""How well OpenSearch ranks the paragraphs that answer questions, beside the columnar index.

``python -m benchmarks.cluster_ranking [NODES]`` indexes the retrieval collection in both, the
latter in a cluster that it starts on this machine (one shard a node), and prints the mean nDCG@10
of each. It ends with an error where they differ by more than .005.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.analyses import ANALYSES, Analysis
from benchmarks.retrieval import Paragraph, read_paragraphs, read_questions
from benchmarks.search_quality import OURS, build, documents, schema_of, scores
from search.opensearch import Cluster, ClusterReader, ClusterWriter, index_body
from search.opensearch.index_facts import average_lengths, current_facts
from tests.cluster.nodes import RunningCluster

APART: Final = 0.005
"""That the means may differ."""


def main() -> None:
    """Print both means."""
    # Reading a query asks which day it is here.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    analysis, paragraphs, questions = ANALYSES[OURS](), read_paragraphs(), read_questions()
    with TemporaryDirectory(prefix="khizana-bench-") as folder:
        columnar = mean(
            scores(build(Path(folder) / "index", analysis, paragraphs), analysis, questions)
        )
        running = RunningCluster(Path(folder) / "nodes", nodes)
        try:
            running.start()
            cluster = Cluster(running.urls)
            reader = _filled(cluster, analysis, paragraphs, nodes)
            clustered = mean(scores(reader, analysis, questions))
        finally:
            running.stop()
    print(f"questions: {len(questions)}; paragraphs: {len(paragraphs)}; nodes: {nodes}")
    print(f"nDCG@10: columnar {columnar:.4f}, OpenSearch {clustered:.4f}")
    sys.exit(abs(columnar - clustered) > APART)


def _filled(
    cluster: Cluster, analysis: Analysis, paragraphs: list[Paragraph], shards: int
) -> ClusterReader:
    """Return the index, which knows the average lengths of its texts as one that was rebuilt does."""
    name, schema = "ranking", schema_of(analysis)
    cluster.ask("PUT", "/lengths", index_body(schema))
    _write(cluster, "lengths", analysis, paragraphs)
    lengths = average_lengths(cluster, "lengths", schema)
    cluster.ask("PUT", f"/{name}", index_body(schema, shards=shards, lengths=lengths))
    _write(cluster, name, analysis, paragraphs)
    return ClusterReader(cluster, name, schema, current_facts(cluster, name, schema))


def _write(cluster: Cluster, name: str, analysis: Analysis, paragraphs: list[Paragraph]) -> None:
    with ClusterWriter(cluster, name, schema_of(analysis)) as writer:
        for document in documents(paragraphs):
            writer.add(document)


if __name__ == "__main__":
    main()
