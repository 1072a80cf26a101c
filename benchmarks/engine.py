"""Our engine beside others: building, faceted queries, opening, updating, memory, bytes.

Run: ``python -m benchmarks.engine [--size N ...] [--peers NAME ...] [--queries N]
[--whoosh-size N] [--haystack-size N]``.
Reads ``data/news/news.jsonl.gz`` under the folder that ``KHIZANA_SHARED`` names
(default: ``../shared``). Every engine gets the same tokens and runs in processes of its
own, one to build and one to ask; what the strings cost to make for it is not counted,
except that ours and stock Haystack analyse their text themselves, within the time counted.
Query times are those of the processor. Stock Whoosh and stock Haystack get fewer articles.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.engine_corpus import Corpus, make_corpus, make_queries
from benchmarks.peers.inputs import Inputs, write_inputs

ROOT: Final = Path(__file__).resolve().parents[1]
SYSTEM_PYTHON: Final = "/usr/bin/python3"
PEERS: Final = {
    "khizana": "Khizana",
    "tantivy": "tantivy, one segment",
    "fts5": "SQLite FTS5",
    "xapian": "Xapian",
    "whoosh": "stock Whoosh",
    "haystack": "stock Haystack",
}
SIZES: Final = {40_814: tuple(PEERS), 163_256: ("khizana", "tantivy", "fts5")}
KINDS: Final = ("all", "and", "phrase", "or", "common")
BUCKETS: Final = (1, 10, 100, 1000, 10_000, 100_000)
"""Numbers of matches up to which times are told together."""
_UPDATES: Final = 20


@dataclass(frozen=True)
class Figures:
    """What one engine needed for one corpus."""

    peer: str
    corpus: int
    """Articles of the corpus, of which ``documents`` were indexed."""
    documents: int
    built: dict[str, Any]
    asked: dict[str, Any]

    @property
    def name(self) -> str:
        """The engine, with its number of articles where they are fewer."""
        fewer = f" at {self.documents:,}" if self.documents < self.corpus else ""
        return PEERS[self.peer] + fewer

    def median_by_matches(self, more_than: int, at_most: int) -> tuple[int, float, float]:
        """Return how many queries have so many matches, their ms, and their µs a match."""
        times = [ms for _, ms in self.asked["times"]]
        rows = [
            (ms, 1000 * ms / total)
            for ms, total in zip(times, self.asked["totals"], strict=True)
            if more_than < total <= at_most
        ]
        if not rows:
            return 0, 0.0, 0.0
        ms, each = np.median(np.array(rows), axis=0).tolist()
        return len(rows), ms, each

    def percentile(self, kind: str, share: float) -> float:
        """Return the milliseconds of the queries of one kind at a percentile."""
        times = [ms for name, ms in self.asked["times"] if kind in ("all", name)]
        return float(np.percentile(times, share))

    def update(self, share: float) -> float:
        """Return the milliseconds of an update at a percentile."""
        return float(np.percentile(self.asked["updates_ms"], share))


def write_corpus(corpus: Corpus, folder: Path, queries: int) -> None:
    """Write the files that the processes of the engines read."""
    months, outlets = sorted(set(corpus.months)), sorted(set(corpus.outlets))
    entities = sorted(set(corpus.entity_words.values()))
    ordinals = [
        {value: place for place, value in enumerate(values)}
        for values in (months, outlets, entities)
    ]
    columns = [
        (
            ordinals[0][corpus.months[number]],
            ordinals[1][corpus.outlets[number]],
            [ordinals[2][entity] for entity in corpus.entities(number)],
        )
        for number in range(len(corpus.articles))
    ]
    ends, flat = [], array("I")
    for article in corpus.articles:
        flat.extend(article)
        ends.append(len(flat))
    terms = {**corpus.terms, "surface": corpus.words}
    asked = [(query.kind, query.words) for query in make_queries(corpus, queries)]
    inputs = Inputs(terms, flat, ends, months, outlets, entities, columns)
    write_inputs(folder, inputs, asked, min(_UPDATES, len(ends)))


def measure(peer: str, inputs: Path, work: Path, corpus: int, documents: int) -> Figures:
    """Build ``peer`` with ``documents`` and ask it, each in a fresh process."""
    target = work / peer
    built = _run(peer, "build", inputs, target, documents)
    asked = _run(peer, "ask", inputs, target)
    shutil.rmtree(target)
    return Figures(peer, corpus, documents, built, asked)


def _run(peer: str, phase: str, inputs: Path, target: Path, *articles: int) -> dict[str, Any]:
    python = SYSTEM_PYTHON if peer == "xapian" else sys.executable
    command = [python, "-W", "ignore", "-m", f"benchmarks.peers.{peer}_peer", phase]
    done = subprocess.run(
        [*command, str(inputs), str(target), *map(str, articles)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def tables(size: int, figures: Sequence[Figures]) -> str:
    """Tables in Markdown: each engine as a whole, its queries by kind and by their matches."""
    lines = [f"## {size:,} articles", "", _HEAD]
    lines += [_row(one) for one in figures]
    lines += ["", "| milliseconds, p50 / p95 | " + " | ".join(KINDS) + " |", "|---" * 6 + "|"]
    for one in figures:
        cells = (f"{one.percentile(k, 50):.2f} / {one.percentile(k, 95):.2f}" for k in KINDS)
        lines.append(f"| {one.name} | " + " | ".join(cells) + " |")
    whole = [one for one in figures if one.documents == one.corpus]
    return "\n".join([*lines, "", *_by_matches(whole), "", *_agreement(whole)])


def _by_matches(figures: Sequence[Figures]) -> list[str]:
    lower = [0, *BUCKETS]
    steps = [(low, high) for low, high in zip(lower, BUCKETS, strict=False) if figures]
    used = [step for step in steps if any(one.median_by_matches(*step)[0] for one in figures)]
    heads = [f"{low + 1:,} to {high:,}" if low else "1" for low, high in used]
    lines = [
        "| milliseconds, p50 (microseconds a match), by matches | " + " | ".join(heads) + " |",
        "|---" * (len(used) + 1) + "|",
    ]
    for one in figures:
        found = [one.median_by_matches(*step) for step in used]
        cells = [f"{ms:.2f} ({each:.2f}) of {n}" if n else "–" for n, ms, each in found]
        lines.append(f"| {one.name} | " + " | ".join(cells) + " |")
    return lines


_HEAD = """\
| engine | build, articles/s | faceted query p50 / p95 ms | first open and query ms \
| update, visible, p50 / p95 ms | memory of a reader (PSS) MB | terms, postings, positions MB | all MB |
|---|---|---|---|---|---|---|---|"""


def _row(one: Figures) -> str:
    sizes = one.built["sizes"]
    inverted = f"{sizes['inverted'] / 1e6:.0f}" if "inverted" in sizes else "–"
    return (
        f"| {one.name} | {one.documents / one.built['build_seconds']:,.0f} "
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
        f"{one.name}: the same number of matches for {same} of {len(ours.asked['totals'])} queries."
        for one in figures
        if one is not ours and len(one.asked["totals"]) == len(ours.asked["totals"])
        for same in [
            sum(a == b for a, b in zip(one.asked["totals"], ours.asked["totals"], strict=True))
        ]
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every engine and print the tables of the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--peers", nargs="*", choices=PEERS)
    parser.add_argument("--queries", type=int, default=250, help="of each kind")
    parser.add_argument("--whoosh-size", type=int, default=2_000, help="articles of stock Whoosh")
    parser.add_argument("--haystack-size", type=int, default=5_000, help="of stock Haystack")
    options = parser.parse_args(arguments)
    for size in options.size:
        with tempfile.TemporaryDirectory(prefix="khizana-bench-") as folder:
            work = Path(folder)
            inputs = work / "inputs"
            inputs.mkdir()
            write_corpus(make_corpus(size), inputs, options.queries)
            peers = options.peers or SIZES.get(size, tuple(PEERS))
            fewer = {"whoosh": options.whoosh_size, "haystack": options.haystack_size}
            figures = [
                measure(peer, inputs, work, size, min(size, fewer.get(peer, size)))
                for peer in peers
            ]
        print(tables(size, figures), flush=True)


if __name__ == "__main__":
    main()
