"""Our engine beside others: building, faceted queries, opening, updating, memory, bytes.

Run: ``python -m benchmarks.engine [--size N ...] [--peers NAME ...] [--queries N]``.
Reads ``data/news/news.jsonl.gz`` under the folder that ``KHIZANA_SHARED`` names
(default: ``../shared``). Every engine gets the same tokens and runs in processes of its
own, one to build and one to ask; what the strings cost to make for it is not counted,
except that ours alone analyses its text itself, within the time counted.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.engine_corpus import Corpus, make_corpus, make_queries
from benchmarks.peers.inputs import write_inputs

ROOT: Final = Path(__file__).resolve().parents[1]
SYSTEM_PYTHON: Final = "/usr/bin/python3"
PEERS: Final = {
    "khizana": "Khizana",
    "tantivy": "tantivy, one segment",
    "fts5": "SQLite FTS5",
    "xapian": "Xapian",
    "whoosh": "Whoosh (2,000 articles)",
}
SIZES: Final = {40_814: tuple(PEERS), 160_000: ("khizana", "tantivy", "fts5")}
KINDS: Final = ("all", "and", "phrase", "or", "common")


@dataclass(frozen=True)
class Figures:
    """What one engine needed for one corpus."""

    peer: str
    documents: int
    built: dict[str, Any]
    asked: dict[str, Any]

    def percentile(self, kind: str, share: float) -> float:
        """Milliseconds of the queries of one kind."""
        times = [ms for name, ms in self.asked["times"] if kind in ("all", name)]
        return float(np.percentile(times, share))

    def update(self, share: float) -> float:
        return float(np.percentile(self.asked["updates_ms"], share))


def write_corpus(corpus: Corpus, folder: Path, queries: int) -> None:
    """The files that the processes of the engines read."""
    months, outlets = sorted(set(corpus.months)), sorted(set(corpus.outlets))
    entities = sorted(set(corpus.entity_words.values()))
    ordinals = [
        {value: place for place, value in enumerate(values)}
        for values in (months, outlets, entities)
    ]
    columns = [
        (
            ordinals[0][corpus.months[article]],
            ordinals[1][corpus.outlets[article]],
            [ordinals[2][entity] for entity in corpus.entities(article)],
        )
        for article in range(len(corpus.articles))
    ]
    write_inputs(
        folder,
        {**corpus.terms, "surface": corpus.words},
        corpus.articles,
        months=months,
        outlets=outlets,
        entities=entities,
        columns=columns,
        queries=[(query.kind, query.words) for query in make_queries(corpus, queries)],
    )


def measure(peer: str, inputs: Path, work: Path, documents: int) -> Figures:
    """Build and ask ``peer``, each in a fresh process."""
    target = work / peer
    built = _run(peer, "build", inputs, target)
    asked = _run(peer, "ask", inputs, target)
    shutil.rmtree(target)
    return Figures(peer, built["sizes"].get("sample", documents), built, asked)


def _run(peer: str, phase: str, inputs: Path, target: Path) -> dict[str, Any]:
    python = SYSTEM_PYTHON if peer == "xapian" else sys.executable
    command = [python, "-W", "ignore", "-m", f"benchmarks.peers.{peer}_peer", phase]
    done = subprocess.run(
        [*command, str(inputs), str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def tables(size: int, figures: Sequence[Figures]) -> str:
    """Two tables in Markdown: the engine as a whole, and its queries by kind."""
    lines = [f"## {size:,} articles", "", _HEAD]
    lines += [_row(one) for one in figures]
    lines += ["", "| milliseconds, p50 / p95 | " + " | ".join(KINDS) + " |", "|---" * 6 + "|"]
    for one in figures:
        cells = (f"{one.percentile(k, 50):.2f} / {one.percentile(k, 95):.2f}" for k in KINDS)
        lines.append(f"| {PEERS[one.peer]} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", *_agreement(figures)])


_HEAD = """\
| engine | build, articles/s | faceted query p50 / p95 ms | first open and query ms \
| update, visible, p50 / p95 ms | memory of a reader (PSS) MB | terms, postings, positions MB | all MB |
|---|---|---|---|---|---|---|---|"""


def _row(one: Figures) -> str:
    sizes = one.built["sizes"]
    inverted = f"{sizes['inverted'] / 1e6:.0f}" if "inverted" in sizes else "–"
    return (
        f"| {PEERS[one.peer]} | {one.documents / one.built['build_seconds']:,.0f} "
        f"| {one.percentile('all', 50):.2f} / {one.percentile('all', 95):.2f} "
        f"| {one.asked['open_ms']:.0f} | {one.update(50):.1f} / {one.update(95):.1f} "
        f"| {one.asked['pss'] / 1e6:.0f} | {inverted} | {sizes['all'] / 1e6:.0f} |"
    )


def _agreement(figures: Sequence[Figures]) -> list[str]:
    """How many queries match as many articles as with us, among engines of the whole corpus."""
    ours = next((one for one in figures if one.peer == "khizana"), None)
    if ours is None:
        return []
    return [
        f"{PEERS[one.peer]}: the same number of matches for {same} of {len(ours.asked['totals'])} queries."
        for one in figures
        if one is not ours and one.documents == ours.documents
        for same in [
            sum(a == b for a, b in zip(one.asked["totals"], ours.asked["totals"], strict=True))
        ]
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--peers", nargs="*", choices=PEERS)
    parser.add_argument("--queries", type=int, default=250, help="of each kind")
    options = parser.parse_args(arguments)
    for size in options.size:
        with tempfile.TemporaryDirectory(prefix="khizana-bench-") as folder:
            work = Path(folder)
            inputs = work / "inputs"
            inputs.mkdir()
            write_corpus(make_corpus(size), inputs, options.queries)
            peers = options.peers or SIZES.get(size, tuple(PEERS))
            figures = [measure(peer, inputs, work, size) for peer in peers]
        print(tables(size, figures), flush=True)


if __name__ == "__main__":
    main()
