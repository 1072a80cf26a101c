"""What each path for few or many documents saves: the engine asked with all, and with one less.

Run as ``python -m benchmarks.few_documents [--size N] [--queries N] [--rounds N]``. The
corpus, the queries and the facets are those of ``benchmarks.engine``. In each round every
variant opens the index anew and is asked everything; the times are the processor's. Printed
are microseconds a query by the number of its matches, the median over the rounds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.engine import write_corpus
from benchmarks.engine_corpus import make_corpus
from benchmarks.peers.inputs import WARM_UP, Questions, read_inputs, read_questions
from benchmarks.peers.khizana_peer import KhizanaPeer, schema
from search.engine import ColumnarIndex
from search.engine.evaluation import facet_counts, proximity
from search.index.term_kinds import KIND_EXACT

_NONE: Final = 0
_EVERY: Final = 1 << 30
_FREQUENT_WORDS: Final = 25
_FREQUENT_PHRASES: Final = 60
VARIANTS: Final[dict[str, dict[tuple[ModuleType, str], int]]] = {
    "all paths": {},
    "facets of few by arrays": {(facet_counts, "_FEW"): _NONE},
    "facets of all documents at once": {(facet_counts, "_AT_ONCE"): _EVERY},
    "phrases of few by arrays": {(proximity, "_FEW"): _NONE},
    "phrases by all words at once": {(proximity, "_MANY"): _EVERY},
    "phrases by keys of 64 bits": {(proximity, "_NARROW_ROWS"): _NONE},
}
"""What is changed in each variant: constants from which a path is taken."""
BUCKETS: Final = (1, 4, 20, 100, 1000, 10_000, 100_000)

Asked = list[tuple[str, int, float]]
"""Kind, matches and microseconds of each query."""


@contextmanager
def _changed(constants: dict[tuple[ModuleType, str], int]) -> Iterator[None]:
    before = {(module, name): getattr(module, name) for module, name in constants}
    for (module, name), value in constants.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


def ask(folder: Path, questions: Questions, phrases: Sequence[list[str]]) -> Asked:
    """Ask everything of an index just opened; ``phrases`` are those of the commonest words."""
    peer = KhizanaPeer(folder)
    peer.open(questions)
    for kind, words in questions.queries[-WARM_UP:]:
        peer.search(kind, words)
    queries = [(kind, kind, words) for kind, words in questions.queries]
    queries += [("frequent phrase", "phrase", words) for words in phrases]
    found = []
    for name, kind, words in queries:
        began = time.thread_time()
        total = peer.search(kind, words)
        found.append((name, total, (time.thread_time() - began) * 1e6))
    return found


def frequent_phrases(folder: Path) -> list[list[str]]:
    """Return phrases of two to five of the commonest words, the same in each run."""
    index = ColumnarIndex.open(folder, schema())
    found = index.snapshot().doc_frequencies("text", KIND_EXACT)
    words = sorted(found, key=found.__getitem__, reverse=True)[:_FREQUENT_WORDS]
    choice = random.Random(7)
    sizes = [2 + number % 4 for number in range(_FREQUENT_PHRASES)]
    return [[word[len(KIND_EXACT) :] for word in choice.sample(words, size)] for size in sizes]


def _by_part(asked: Asked) -> dict[str, float]:
    """Return the mean microseconds by kind and, but for frequent phrases, by matches."""
    rows: dict[str, list[float]] = {}
    for kind, total, us in asked:
        rows.setdefault(kind, []).append(us)
        high = next((bucket for bucket in BUCKETS if total <= bucket), None)
        if total and high is not None and kind != "frequent phrase":
            rows.setdefault(f"to {high:,}", []).append(us)
    return {name: statistics.mean(times) for name, times in rows.items()}


def measure(folder: Path, questions: Questions, rounds: int) -> dict[str, dict[str, float]]:
    """Return for each variant the mean time by kind and by matches, the median over rounds."""
    phrases = frequent_phrases(folder)
    results: dict[str, list[dict[str, float]]] = {name: [] for name in VARIANTS}
    for _ in range(rounds):
        for name, constants in VARIANTS.items():
            with _changed(constants):
                results[name].append(_by_part(ask(folder, questions, phrases)))
    return {
        name: {part: statistics.median(each[part] for each in of_rounds) for part in of_rounds[0]}
        for name, of_rounds in results.items()
    }


def table(results: dict[str, dict[str, float]]) -> str:
    """Return the table in Markdown."""
    first = next(iter(results.values()))
    parts = sorted(part for part in first if not part.startswith("to "))
    parts += [f"to {high:,}" for high in BUCKETS if f"to {high:,}" in first]
    lines = [
        "| microseconds a query | " + " | ".join(parts) + " |",
        "|---" * (len(parts) + 1) + "|",
    ]
    for name, means in results.items():
        lines.append(f"| {name} | " + " | ".join(f"{means[part]:.0f}" for part in parts) + " |")
    return "\n".join(lines)


def _built(folder: Path, size: int, queries: int) -> Questions:
    inputs = folder / "inputs"
    inputs.mkdir()
    write_corpus(make_corpus(size), inputs, queries)
    KhizanaPeer(folder / "index").build(read_inputs(inputs, size), _call)
    return read_questions(inputs)


def _call(function: Any, *arguments: Any) -> Any:
    return function(*arguments)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=40_814)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khizana-bench-") as work:
        questions = _built(Path(work), options.size, options.queries)
        print(table(measure(Path(work) / "index", questions, options.rounds)))


if __name__ == "__main__":
    main()
