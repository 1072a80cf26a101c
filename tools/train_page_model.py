"""Makes the weights of the page model from pages whose lines are labelled by hand.

    python -m tools.train_page_model [FOLDER[:tune] …] [--output FILE]

The pages of ``tools/labelled_pages`` and ``tools/hard_pages``, the examples of ``tools/page_examples.jsonl`` and those of
``tools/invented_pages.py`` are always among them: they were written for this project. A further FOLDER, like the first, holds ``pages/`` and ``gold.jsonl``: for each page its ``file``, its ``host``, the
``labels`` of its non-blank lines and its ``articles``. ``:tune`` takes those pages alone
whose host has an even SHA-256.

The weights are the most probable ones where each is expected near its value in
``page_model_prior.toml`` (0 where it has none) with a variance of 1 / ``--hold``: some hundred
pages are too few to learn them from nothing. They are found by Adam (Kingma and Ba, 2015).
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from archive.ingest.parsing.line_forms import Kind
from archive.ingest.parsing.page_model import (
    SHIPPED,
    Array,
    PageModel,
)
from archive.ingest.parsing.page_states import (
    START,
    STATES,
    STOP,
    Part,
    Phase,
    belongs,
    may_follow,
    may_start,
)
from tools.page_batch import PageBatch
from tools.page_labels import (
    HARD,
    LABELLED,
    LabelledPage,
    example_pages,
    invented_pages,
    labelled_pages,
    parted,
)

PRIOR: Final = Path(__file__).with_name("page_model_prior.toml")
_OTHER_KINDS: Final = "kind:*"
_HOLD: Final = 0.3

_FIRM: Final = frozenset({"title", "title_again", "date", "capture", "update"})
"""Parts of which each page has a line or two: what is expected of them is held to."""
_LOOSE: Final = 0.3
"""Times of the hold for all others, of which there are more lines to learn from."""
_STEPS: Final = 100
_RATE: Final = 0.05

_OF_STATES: Final = (
    "kind:",
    "next:",
    "previous:",
    "date:",
    "clock",
    "glued",
    "cue:masthead_stamp",
    "repeated:",
    "next_clock",
    "date_above:",
    "page:",
    "verse",
    "cue:blog_day",
    "day_opens",
    "hour_above_headline",
)
"""Beginnings of the features that have weights for phase and part together."""
_LOCAL: Final = ("next:", "previous:", "words:", "names:", "end:", "cue:", "kind:", "foreign")
"""Beginnings of the features that have no weight for a phase alone: long menus have many lines."""

Weights = dict[tuple[str, str], float]


def prior() -> tuple[Weights, Weights]:
    """Return the expected weights by (group, feature), and those of changes of phase."""
    table = tomllib.loads(PRIOR.read_text(encoding="utf-8"))
    changes = {
        (name.split()[0], name.split()[1]): float(weight)
        for name, weight in table.pop("change").items()
    }
    weights: Weights = {}
    for group, entries in table.items():
        others = entries.pop(_OTHER_KINDS, None)
        if others is not None:
            weights |= {(group, f"kind:{kind}"): float(others) for kind in Kind}
        weights |= {(group, name): float(weight) for name, weight in entries.items()}
    return weights, changes


class Trainer:
    """Finds the most probable weights for some pages, given the prior."""

    def __init__(self, pages: Sequence[LabelledPage], hold: float = _HOLD) -> None:
        self.pages = pages
        self.hold = hold
        weights, changes = prior()
        names = {name for page in pages for line in page.features for name in line}
        self.names = sorted(names | {name for _, name in weights})
        self.rows = {name: row for row, name in enumerate(self.names)}
        self.groups = [*map(str, Phase), *map(str, Part)]
        self.groups += [f"{state.phase} {state.part}" for state in STATES]
        self.expected = np.zeros((len(self.names), len(self.groups)))
        for (group, name), weight in weights.items():
            self.expected[self.rows[name], self.groups.index(group)] = weight
        self.weights = self.expected.copy()
        self.changes_named = _changes()
        self.expected_changes = np.array([changes.get(c, 0.0) for c in self.changes_named])
        self.changes = self.expected_changes.copy()
        self.member = np.array([[belongs(s, g) for g in self.groups] for s in STATES], float)
        phases = np.array([group in list(Phase) for group in self.groups])
        local = np.array([name.startswith(_LOCAL) for name in self.names])
        both = np.array([" " in group for group in self.groups])
        plain = np.array([not name.startswith(_OF_STATES) for name in self.names])
        self.holds = np.array([hold * _looseness(group) for group in self.groups])
        self.fixed = (plain[:, None] & both[None, :]) | (local[:, None] & phases[None, :])

    def model(self) -> PageModel:
        """Return the model of the weights as they are now."""
        return PageModel.of(*self.named())

    def named(self) -> tuple[Weights, Weights]:
        """Return the weights by (group, feature), and those of changes, that are not 0."""
        weights = {
            (group, name): round(float(self.weights[row, column]), 3)
            for name, row in self.rows.items()
            for column, group in enumerate(self.groups)
            if abs(self.weights[row, column]) >= 0.005
        }
        changes = {
            change: round(float(weight), 3)
            for change, weight in zip(self.changes_named, self.changes, strict=True)
        }
        return weights, changes

    def train(self, steps: int = _STEPS, rate: float = _RATE) -> None:
        """Take ``steps`` steps of Adam towards the most probable weights."""
        batch = PageBatch(self.pages, self.rows)
        total = sum(page.weight for page in self.pages)
        moments = [np.zeros_like(self.weights) for _ in range(2)]
        moments += [np.zeros_like(self.changes) for _ in range(2)]
        of_change = self._change_numbers()
        for step in range(1, steps + 1):
            of_weights = -self.holds * (self.weights - self.expected) * total
            of_changes = -self.hold * (self.changes - self.expected_changes) * total
            missing, changes = batch.missing(self._live_model())
            lacking = (missing @ self.member).astype(np.float32)
            of_weights += batch.indicators.T @ lacking
            of_weights[self.fixed] = 0.0
            known = of_change >= 0
            np.add.at(of_changes, of_change[known], changes[known])
            _step(self.weights, of_weights, moments[:2], step, rate)
            _step(self.changes, of_changes, moments[2:], step, rate)

    def _live_model(self) -> PageModel:
        empty = PageModel.of({}, dict(zip(self.changes_named, self.changes, strict=True)))
        states = self.weights @ self.member.T
        return PageModel(self.rows, states, empty.changes, empty.starts, empty.stops)

    def _change_numbers(self) -> npt.NDArray[np.int64]:
        """Return the number of each change: from a phase or START, to a state's phase or STOP.

        The last row is START, the last column STOP; -1 is no change.
        """
        at = {change: number for number, change in enumerate(self.changes_named)}
        befores = [*map(str, Phase), START]
        afters = [*(str(state.phase) for state in STATES), STOP]
        return np.array([[at.get((a, b), -1) for b in afters] for a in befores])


def _changes() -> list[tuple[str, str]]:
    found = {(str(a.phase), str(b.phase)) for a in STATES for b in STATES if may_follow(a, b)}
    found |= {(START, str(state.phase)) for state in STATES if may_start(state)}
    return sorted(found | {(str(phase), STOP) for phase in Phase})


def _step(values: Array, gradient: Array, moments: Sequence[Array], step: int, rate: float) -> None:
    first, second = moments
    first *= 0.9
    first += 0.1 * gradient
    second *= 0.999
    second += 0.001 * gradient * gradient
    values += rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)


def _looseness(group: str) -> float:
    return _LOOSE if _FIRM.isdisjoint(group.split()) else 1.0


def write(path: Path, weights: Weights, changes: Weights) -> None:
    """Write the weights, those of changes first, so that ``PageModel.read`` reads them."""
    rows = ["# Weights of the page model. Made by tools/train_page_model.py: not to be edited."]
    rows += [f"change\t{a} {b}\t{weight:g}" for (a, b), weight in sorted(changes.items())]
    rows += [f"{group}\t{name}\t{weight:g}" for (group, name), weight in sorted(weights.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Train on the folders and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=parted)
    parser.add_argument("--hold", type=float, default=_HOLD)
    parser.add_argument("--steps", type=int, default=_STEPS)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    folders = [*options.folders, (LABELLED, ""), (HARD, "")]
    pages = [page for folder, half in folders for page in labelled_pages(folder, half)]
    pages += [*example_pages(), *invented_pages()]
    trainer = Trainer(pages, options.hold)
    trainer.train(options.steps)
    write(options.output, *trainer.named())
    print(f"{options.output}: from {len(pages)} pages")


if __name__ == "__main__":
    main()
