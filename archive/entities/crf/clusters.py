"""Word clusters: words that stand among the same neighbours share a number.

Made by ``benchmarks/clusters.py`` from unlabelled text; they carry what was learned
about one word over to words that the training text never showed.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

DIRECTORY: Final = Path(__file__).resolve().parents[2] / "data" / "recogniser"
SHIPPED_FILE: Final = "clusters.txt.gz"

Clusters = Mapping[str, tuple[str, ...]]
"""The numbers of a folded word's clusters, from coarse to fine."""


def read_clusters(data: bytes) -> dict[str, tuple[str, ...]]:
    """Read what ``clusters_to_bytes`` made."""
    clusters: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(data).decode("utf-8").splitlines():
        if not line.startswith("# "):
            word, *numbers = line.split(" ")
            clusters[word] = tuple(numbers)
    return clusters


def clusters_to_bytes(clusters: Iterable[tuple[str, tuple[int, ...]]], header: str) -> bytes:
    """Return words with their numbers as gzipped text, one word a line."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += [f"{word} {' '.join(map(str, numbers))}" for word, numbers in clusters]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


@cache
def shipped_clusters() -> Clusters:
    """Return the clusters that come with the archive; read once, at first use."""
    return read_clusters((DIRECTORY / SHIPPED_FILE).read_bytes())
