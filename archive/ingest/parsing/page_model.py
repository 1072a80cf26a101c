"""The whole reading of a page that its evidence makes likeliest: a conditional random field.

Each line is in a ``State``: a phase of the page (above the title, head, body …) and a part that
the line plays in it. Weights are tied: a feature has a weight for each phase and for each part,
and a state's score is the sum of both. Between lines only the change of phase has a weight. The
best reading is found by Viterbi's algorithm, the probability of each line's state by the
forward-backward algorithm (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001;
Sutton and McCallum, "An Introduction to Conditional Random Fields", 2012, sections 2.3 and 4.1).

The weights (``archive/data/page_model/weights.tsv``) are made by ``tools/train_page_model.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from archive.errors import ArchiveError

Array = npt.NDArray[np.float64]


class Phase(StrEnum):
    """Where on a page a line stands, in the order in which a page goes."""

    TOP = "top"
    HEAD = "head"
    BODY = "body"
    FOOT = "foot"
    NEXT_TOP = "next_top"
    NEXT_HEAD = "next_head"
    NEXT_BODY = "next_body"


class Part(StrEnum):
    """What a line is there."""

    CHROME = "chrome"
    RELATED = "related"
    DATE = "date"
    CAPTURE = "capture"
    UPDATE = "update"
    OUTLET = "outlet"
    SECTION = "section"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    TITLE = "title"
    TITLE_AGAIN = "title_again"
    KEYWORDS = "keywords"
    TEXT = "text"
    SUBHEAD = "subhead"
    OTHER_TEXT = "other_text"


class State(NamedTuple):
    """A part in a phase."""

    phase: Phase
    part: Part


_HEADING: Final = "title title_again standfirst kicker chrome related date capture update outlet section byline dateline caption keywords"
_PARTS: Final = {
    Phase.TOP: "chrome related date capture update outlet section byline dateline caption kicker keywords",
    Phase.HEAD: _HEADING,
    Phase.BODY: "text subhead title_again chrome caption related outlet byline date dateline",
    Phase.FOOT: "chrome related date update outlet byline section keywords caption other_text dateline",
    Phase.NEXT_TOP: "date section outlet byline kicker",
    Phase.NEXT_HEAD: _HEADING,
    Phase.NEXT_BODY: "text subhead title_again chrome caption related outlet byline date dateline",
}
STATES: Final = tuple(
    State(phase, Part(part)) for phase, parts in _PARTS.items() for part in parts.split()
)
_TEXT: Final = (Part.TEXT, Part.SUBHEAD)
_ENTRIES: Final[Mapping[tuple[Phase, Phase], Sequence[Part]]] = {
    (Phase.TOP, Phase.HEAD): (Part.TITLE,),
    (Phase.TOP, Phase.BODY): _TEXT,
    (Phase.HEAD, Phase.BODY): _TEXT,
    (Phase.HEAD, Phase.FOOT): (Part.CHROME, Part.RELATED),
    (Phase.BODY, Phase.FOOT): tuple(Part),
    (Phase.BODY, Phase.NEXT_TOP): tuple(Part),
    (Phase.BODY, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.FOOT, Phase.NEXT_TOP): tuple(Part),
    (Phase.FOOT, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.NEXT_TOP, Phase.NEXT_HEAD): (Part.TITLE,),
    (Phase.NEXT_HEAD, Phase.NEXT_BODY): _TEXT,
    (Phase.NEXT_BODY, Phase.FOOT): tuple(Part),
    (Phase.NEXT_BODY, Phase.NEXT_TOP): tuple(Part),
    (Phase.NEXT_BODY, Phase.NEXT_HEAD): (Part.TITLE,),
}
"""By which parts one phase goes over into another; within a phase any part follows but its title."""
_STARTS: Final[Mapping[Phase, Sequence[Part]]] = {
    Phase.TOP: tuple(Part),
    Phase.HEAD: (Part.TITLE,),
    Phase.BODY: _TEXT,
}
"""In which states a page may begin."""
START: Final = "start"
STOP: Final = "stop"
"""Names of what stands before a page's first line and behind its last, as phases of changes."""

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "page_model" / "weights.tsv"
_CHANGE: Final = "change"
"""The group under which a file has the weights of changes of phase."""


def may_follow(before: State, after: State) -> bool:
    """Whether a page can go on from one state with the other."""
    if before.phase is after.phase:
        return after.part is not Part.TITLE
    return after.part in _ENTRIES.get((before.phase, after.phase), ())


def belongs(state: State, group: str) -> bool:
    """Whether the weights of ``group``, a phase, a part or both, count for ``state``."""
    return group in (state.phase, state.part, f"{state.phase} {state.part}")


def may_start(state: State) -> bool:
    """Whether a page can begin in ``state``."""
    return state.part in _STARTS.get(state.phase, ())


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
        for (group, feature), weight in weights.items():
            for column, state in enumerate(STATES):
                matrix[rows[feature], column] += weight * belongs(state, group)
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
        scores = self.scores(features)
        path = self._best_path(scores)
        parts = _by_part(self.probabilities(scores))
        return [_reading(STATES[state], parts[line]) for line, state in enumerate(path)]

    def scores(self, features: Sequence[Sequence[str]]) -> Array:
        """Return the score of each state (column) for each line (row) by its features."""
        unknown = len(self.weights) - 1
        scores = np.empty((len(features), len(STATES)))
        for line, names in enumerate(features):
            rows = [self.features.get(name, unknown) for name in names]
            scores[line] = self.weights[rows].sum(axis=0)
        return scores

    def _best_path(self, scores: Array) -> list[int]:
        best = self.starts + scores[0]
        back: list[npt.NDArray[np.int64]] = []
        columns = np.arange(len(STATES))
        for line in scores[1:]:
            tops = np.array([best[phase].max() for phase in PHASE_SLICES])
            froms = np.array([best[phase].argmax() + phase.start for phase in PHASE_SLICES])
            through = self.changes + tops[:, None]
            phases = through.argmax(axis=0)
            back.append(froms[phases])
            best = through[phases, columns] + line
        state = int((best + self.stops).argmax())
        path = [state]
        for origins in reversed(back):
            state = int(origins[state])
            path.append(state)
        return path[::-1]

    def probabilities(self, scores: Array) -> Array:
        """Return the probability of each state (column) for each line (row)."""
        forward = np.empty_like(scores)
        forward[0] = self.starts + scores[0]
        for line in range(1, len(scores)):
            tops = _phase_sums(forward[line - 1])
            forward[line] = log_sum(self.changes + tops[:, None], 0) + scores[line]
        backward = np.empty_like(scores)
        backward[-1] = self.stops
        for line in range(len(scores) - 2, -1, -1):
            ahead = scores[line + 1] + backward[line + 1]
            backward[line] = log_sum(self.changes + ahead[None, :], 1)[PHASE_OF_STATE]
        total = log_sum(forward[-1] + self.stops, 0)
        found: Array = np.exp(forward + backward - total)
        return found


@cache
def _shipped() -> PageModel:
    return PageModel.read(SHIPPED)


PHASE_OF_STATE: Final = np.array([list(Phase).index(state.phase) for state in STATES])
PHASE_SLICES: Final = tuple(
    slice(int(np.argmax(PHASE_OF_STATE == row)), int(np.argmax(PHASE_OF_STATE == row) + n))
    for row, n in enumerate(np.bincount(PHASE_OF_STATE))
)
_PART_COLUMNS: Final = {
    part: [column for column, state in enumerate(STATES) if state.part is part] for part in Part
}


def log_sum(values: Array, axis: int) -> Array:
    """Return the logarithm of the sum of the exponentials of ``values`` along ``axis``."""
    top = np.maximum(values.max(axis=axis), -1e300)
    with np.errstate(divide="ignore"):
        sums: Array = np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)) + top
    return sums


def _phase_sums(values: Array) -> Array:
    """Return the logarithm of the sum of exponentials of the states of each phase."""
    return np.array([log_sum(values[phase], 0) for phase in PHASE_SLICES])


def _by_part(states: Array) -> Array:
    return np.stack([states[:, columns].sum(axis=1) for columns in _PART_COLUMNS.values()], axis=1)


def _reading(state: State, parts: Array) -> LineReading:
    names = list(Part)
    own = names.index(state.part)
    others = parts.copy()
    others[own] = -1.0
    second = int(others.argmax())
    return LineReading(state, float(parts[own]), names[second], float(parts[second]))
