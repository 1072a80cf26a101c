"""The likeliest reading of a page: its probabilities, its sequence, its file of weights."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from archive.errors import ArchiveError
from archive.ingest.parsing.page_model import PageModel
from archive.ingest.parsing.page_states import (
    START,
    STATES,
    STOP,
    Part,
    Phase,
    State,
    may_follow,
    may_start,
)

WEIGHTS = {
    ("title", "big"): 3.0,
    ("text", "long"): 2.0,
    ("chrome", "small"): 1.5,
    ("body", "long"): 0.5,
    ("head title", "big"): 0.7,
}
CHANGES = {("top", "head"): 0.4, ("head", "body"): 0.3, ("body", STOP): 0.2, (START, "top"): -0.1}


def likelihood(model: PageModel, sequence: tuple[int, ...], scores: np.ndarray) -> float:
    """Return the weight of a whole sequence of states, 0 where it may not be."""
    states = [STATES[state] for state in sequence]
    allowed = may_start(states[0]) and all(may_follow(a, b) for a, b in pairwise(states))
    if not allowed:
        return 0.0
    total = model.starts[sequence[0]] + model.stops[sequence[-1]]
    total += sum(scores[line, state] for line, state in enumerate(sequence))
    phases = list(Phase)
    total += sum(model.changes[phases.index(STATES[a].phase), b] for a, b in pairwise(sequence))
    return float(np.exp(total))


def test_probabilities_are_those_of_every_sequence_counted() -> None:
    model = PageModel.of(WEIGHTS, CHANGES)
    scores = model.scores([["small"], ["big"], ["long"]])
    expected = np.zeros((3, len(STATES)))
    for sequence in product(range(len(STATES)), repeat=3):
        weight = likelihood(model, sequence, scores)
        if weight:
            for line, state in enumerate(sequence):
                expected[line, state] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    assert np.allclose(model.probabilities(scores), expected)


def test_the_reading_is_a_sequence_that_may_be() -> None:
    model = PageModel.of(WEIGHTS, CHANGES)
    read = model.decode([["small"], ["big"], ["small"], ["long"], ["long"], ["small"]] * 3)
    states = [each.state for each in read]
    assert may_start(states[0])
    assert all(may_follow(a, b) for a, b in pairwise(states))
    assert State(Phase.HEAD, Part.TITLE) in states
    assert all(0 <= each.runner_up_probability <= 1 for each in read)
    assert model.decode([]) == []


@pytest.mark.parametrize("row", ["title\tbig", "title\tbig\theavy", "change\ttop head\t"])
def test_a_broken_row_names_file_and_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text(f"# weights\n{row}\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"weights\.tsv, line 2"):
        PageModel.read(path)
