"""The whole reading of a page that its evidence makes likeliest: a conditional random field.

Each line is in a ``State``: a phase of the page (above the title, head, body …) and a part that
the line plays in it. Weights are tied: a feature has a weight for each phase and for each part,
and a state's score is the sum of both. Between lines only the change of phase has a weight. The
probability of each line's state is found by the forward-backward algorithm, the best reading
as the sequence of allowed states whose probabilities multiply to the most (Fariselli, Martelli
and Casadio, "The posterior-Viterbi: a new decoding algorithm for hidden Markov models", 2005), by
Viterbi's algorithm (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001;
Sutton and McCallum, "An Introduction to Conditional Random Fields", 2012, sections 2.3 and 4.1).

The weights (``archive/data/page_model/weights.tsv``) are made by ``tools/train_page_model.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, starmap
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from archive.errors import ArchiveError
from archive.ingest.parsing.page_states import (
    START,
    STATES,
    STOP,
    Part,
    Phase,
    State,
    belongs,
    may_follow,
    may_start,
)

Array = npt.NDArray[np.float64]


SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "page_model" / "weights.tsv"
_CHANGE: Final = "change"
"""The group under which a file has the weights of changes of phase."""


@dataclass(frozen=True, slots=True)
class LineReading:
    """A line in its likeliest ``state``: of the whole best reading.

    ``probability`` (0 to 1) is that of its part, in whatever phase; ``runner_up`` the part that
    comes next, with its own.
    """

    state: State
    probability: float
    runner_up: Part
    runner_up_probability: float


@dataclass(frozen=True)
class PageModel:
    """Weights: of features for each group (a phase or a part), and of changes of phase."""

    features: Mapping[str, int]
    weights: Array
    """One row a feature, one column a state."""
    changes: Array
    """One row a phase, one column a state that is entered from it."""
    starts: Array
    stops: Array

    @classmethod
    def of(
        cls, weights: Mapping[tuple[str, str], float], changes: Mapping[tuple[str, str], float]
    ) -> PageModel:
        """Return the model of ``weights`` by (group, feature) and ``changes`` by two phases."""
        names = sorted({feature for _, feature in weights})
        rows = {name: row for row, name in enumerate(names)}
        matrix = np.zeros((len(names) + 1, len(STATES)))
        columns = {
            group: [column for column, state in enumerate(STATES) if belongs(state, group)]
            for group in {group for group, _ in weights}
        }
        for (group, feature), weight in weights.items():
            matrix[rows[feature], columns[group]] += weight
        inner = np.full((len(Phase), len(STATES)), -np.inf)
        for column, state in enumerate(STATES):
            for row, phase in enumerate(Phase):
                if any(may_follow(each, state) for each in STATES if each.phase is phase):
                    inner[row, column] = changes.get((phase, state.phase), 0.0)
        starts = [changes.get((START, s.phase), 0.0) if may_start(s) else -np.inf for s in STATES]
        stops = [changes.get((s.phase, STOP), 0.0) for s in STATES]
        return cls(rows, matrix, inner, np.array(starts), np.array(stops))

    @classmethod
    def read(cls, path: Path) -> PageModel:
        """Read a file of weights. Raises ``ArchiveError`` naming the file and the line."""
        weights: dict[tuple[str, str], float] = {}
        changes: dict[tuple[str, str], float] = {}
        try:
            rows = path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise ArchiveError(f"{path.name}: {error}") from error
        for number, row in enumerate(rows, 1):
            if row.startswith("#"):
                continue
            try:
                group, name, weight = row.split("\t")
                if group == _CHANGE:
                    before, _, after = name.partition(" ")
                    changes[before, after] = float(weight)
                else:
                    weights[group, name] = float(weight)
            except ValueError as error:
                raise ArchiveError(f"{path.name}, line {number}: {error}") from error
        return cls.of(weights, changes)

    @classmethod
    def shipped(cls) -> PageModel:
        """Return the model that comes with the archive, read once."""
        return _shipped()

    def decode(self, features: Sequence[Sequence[str]]) -> list[LineReading]:
        """Return the best reading of a page whose lines have these ``features``."""
        if not features:
            return []
        states = self.probabilities(self.scores(features))
        with np.errstate(divide="ignore"):
            path = self._best_path(np.log(states))
        parts = _by_part(states)
        return [_reading(STATES[state], parts[line]) for line, state in enumerate(path)]

    def scores(self, features: Sequence[Sequence[str]]) -> Array:
        """Return the score of each state (column) for each line (row) by its features."""
        unknown = len(self.weights) - 1
        rows = [self.features.get(name, unknown) for names in features for name in names]
        counts = np.array([len(names) for names in features])
        starts = np.concatenate(([0], counts[:-1].cumsum()))
        scores: Array = np.add.reduceat(self.weights[rows], starts, axis=0)
        return scores

    def _best_path(self, scores: Array) -> list[int]:
        """Return the states of the sequence that may occur and whose ``scores`` sum to the most."""
        allowed = np.where(np.isfinite(self.changes), 0.0, -np.inf)
        best = np.where(np.isfinite(self.starts), 0.0, -np.inf) + scores[0]
        back: list[npt.NDArray[np.int64]] = []
        columns = np.arange(len(STATES))
        for line in scores[1:]:
            tops = np.array([best[phase].max() for phase in PHASE_SLICES])
            froms = np.array([best[phase].argmax() + phase.start for phase in PHASE_SLICES])
            through = allowed + tops[:, None]
            phases = through.argmax(axis=0)
            back.append(froms[phases])
            best = through[phases, columns] + line
        state = int(best.argmax())
        path = [state]
        for origins in reversed(back):
            state = int(origins[state])
            path.append(state)
        return path[::-1]

    def probabilities(self, scores: Array) -> Array:
        """Return the probability of each state (column) for each line (row).

        Forward and backward values are scaled to a sum of 1 at each line, as Rabiner does ("A
        tutorial on hidden Markov models", 1989, section V.A).
        """
        evidence = np.exp(scores - scores.max(axis=1, keepdims=True))
        changes = np.exp(self.changes)
        forward = np.empty_like(scores)
        forward[0] = _scaled(np.exp(self.starts) * evidence[0])
        for line in range(1, len(scores)):
            phases = np.add.reduceat(forward[line - 1], PHASE_STARTS)
            forward[line] = _scaled((phases @ changes) * evidence[line])
        backward = np.empty_like(scores)
        backward[-1] = np.exp(self.stops)
        for line in range(len(scores) - 2, -1, -1):
            phases = changes @ (evidence[line + 1] * backward[line + 1])
            backward[line] = _scaled(phases[PHASE_OF_STATE])
        found = forward * backward
        states: Array = found / found.sum(axis=1, keepdims=True)
        return states


@cache
def _shipped() -> PageModel:
    return PageModel.read(SHIPPED)


PHASE_OF_STATE: Final = np.array([list(Phase).index(state.phase) for state in STATES])
_ENDS: Final = np.cumsum(np.bincount(PHASE_OF_STATE)).tolist()
PHASE_SLICES: Final = tuple(starmap(slice, pairwise([0, *_ENDS])))
PHASE_STARTS: Final = [0, *_ENDS[:-1]]
"""The first state of each phase; those of a phase stand together."""
_PART_COLUMNS: Final = {
    part: [column for column, state in enumerate(STATES) if state.part is part] for part in Part
}


def _scaled(values: Array) -> Array:
    scaled: Array = values / values.sum()
    return scaled


def _by_part(states: Array) -> Array:
    return np.stack([states[:, columns].sum(axis=1) for columns in _PART_COLUMNS.values()], axis=1)


def _reading(state: State, parts: Array) -> LineReading:
    names = list(Part)
    own = names.index(state.part)
    others = parts.copy()
    others[own] = -1.0
    second = int(others.argmax())
    return LineReading(state, float(parts[own]), names[second], float(parts[second]))
