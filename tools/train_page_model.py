"""Makes the weights of the page model from pages whose lines are labelled by hand.

    python -m tools.train_page_model [FOLDER …] [--half tune] [--output FILE]

The pages of ``tools/labelled_pages`` and the examples of ``tools/page_examples.jsonl`` are always
among them: they were written for this project. A further FOLDER, like the first, holds ``pages/`` and ``gold.jsonl``: for each page its ``file``, its ``host``, the
``labels`` of its non-blank lines and its ``articles``. ``--half tune`` takes those pages alone
whose host has an even SHA-256.

The weights are the most probable ones where each is expected near its value in
``page_model_prior.toml`` (0 where it has none) with a variance of 1 / ``--hold``: some hundred
pages are too few to learn them from nothing. They are found by Adam (Kingma and Ba, 2015).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.line_forms import Kind
from archive.ingest.parsing.page_classifier import page_evidence
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.page_model import (
    PHASE_OF_STATE,
    PHASE_SLICES,
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
    State,
    belongs,
    may_follow,
    may_start,
)
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata

EXAMPLES: Final = Path(__file__).with_name("page_examples.jsonl")
"""Invented pages in the forms of the layouts that are shipped, with the state of each line."""
LABELLED: Final = Path(__file__).with_name("labelled_pages")
"""Pages in the forms of saved ones, their words written anew, labelled line by line."""
_EXAMPLE_WEIGHT: Final = 0.2
"""Weight of an example beside a page that was saved: many of them differ in a line."""
PRIOR: Final = Path(__file__).with_name("page_model_prior.toml")
_OTHER_KINDS: Final = "kind:*"
_HOLD: Final = 0.3
_STEPS: Final = 80
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
)
"""Beginnings of the features that have weights for phase and part together."""
_LOCAL: Final = ("next:", "previous:", "words:", "names:", "end:", "cue:", "kind:", "foreign")
"""Beginnings of the features that have no weight for a phase alone: long menus have many lines."""

_LABELS: Final = {
    "capture_date": Part.CAPTURE,
    "quote": Part.TEXT,
    "mixed": Part.TEXT,
    "other_article": Part.OTHER_TEXT,
}
"""Parts of labels that are called otherwise."""
_PRECEDENCE: Final = [
    "text",
    "title",
    "date",
    "byline",
    "outlet",
    "section",
    "dateline",
    "subhead",
    "update",
    "capture_date",
    "kicker",
    "caption",
    "keywords",
    "related",
    "chrome",
]
"""Which of several labels of one line counts."""
_NEAREST: Final = {
    Part.STANDFIRST: (Part.TEXT, Part.CAPTION),
    Part.KICKER: (Part.SECTION, Part.CHROME),
    Part.UPDATE: (Part.DATE,),
    Part.CAPTURE: (Part.DATE,),
    Part.OTHER_TEXT: (Part.TEXT, Part.RELATED),
    Part.DATELINE: (Part.OUTLET,),
    Part.TITLE: (Part.RELATED,),
    Part.RELATED: (Part.CHROME,),
}
"""What a part counts as in a phase that has no such part."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page as the model sees it: features of its lines, and their states."""

    name: str
    host: str
    features: Sequence[Sequence[str]]
    states: Sequence[int]
    weight: float = 1.0


def labelled_pages(folder: Path, half: str = "") -> Iterator[LabelledPage]:
    """Yield the pages of ``folder`` whose labels the model can express."""
    for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(row)
        if half and half_of(page["host"]) != half:
            continue
        found = read_page(folder, page)
        if found is not None:
            yield found
        else:
            print(f"left out: {page['file']}: the model has no such sequence of parts")


def example_pages(path: Path = EXAMPLES) -> Iterator[LabelledPage]:
    """Yield the invented pages of ``path``: each the example of a layout or of a rule."""
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        page = json.loads(row)
        evidence = _evidence(page["text"], page)
        by_line: dict[int, list[State]] = {}
        for each in page["states"]:
            line, phase, part = each.split()
            by_line.setdefault(int(line), []).append(State(Phase(phase), Part(part)))
        states: list[State] = []
        for line in evidence.lines:
            known = by_line.get(line.number) or [states[-1] if states else STATES[0]]
            states.append(known.pop(0) if len(known) > 1 else known[0])
        if _is_sound(states):
            numbers = [STATES.index(state) for state in states]
            features = features_of(evidence)
            yield LabelledPage(str(number), "", features, numbers, _EXAMPLE_WEIGHT)


def _evidence(text: str, page: Mapping[str, Any]) -> PageEvidence:
    metadata = PageMetadata(**page.get("metadata", {}))
    domain = page.get("domain", "")
    outlets = OutletRegistry.shipped()
    return page_evidence(text, outlets=outlets, domain=domain, metadata=metadata)[0]


def half_of(host: str) -> str:
    """Return the half of the labelled pages to which those of ``host`` belong."""
    return "check" if int(hashlib.sha256(host.encode()).hexdigest(), 16) % 2 else "tune"


def read_page(folder: Path, page: Mapping[str, Any]) -> LabelledPage | None:
    """Return a page with the states of its lines; None where no reading of it has them."""
    text = (folder / "pages" / page["file"]).read_text(encoding="utf-8")
    evidence = _evidence(text, page)
    numbers = [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    label_of = {n: _label(page, i) for i, n in enumerate(numbers)}
    labels = []
    seen: list[int] = []
    for line, form in zip(evidence.lines, evidence.forms, strict=True):
        label = label_of.get(line.number, "chrome")
        cut = sum(other.number == line.number for other in evidence.lines) > 1
        named = _named_kinds(page, numbers.index(line.number)) if cut else []
        if len(named) == sum(other.number == line.number for other in evidence.lines):
            label = named[sum(n == line.number for n in seen)]
        if cut and form.kind is Kind.DATE and label not in ("date", "update", "capture_date"):
            label = "chrome" if not seen else "date"
        seen.append(line.number)
        labels.append(label)
    states = _states(labels, several=len(page["articles"]) > 1)
    if not _is_sound(states):
        return None
    return LabelledPage(
        page["file"], page["host"], features_of(evidence), [STATES.index(s) for s in states]
    )


def _named_kinds(page: Mapping[str, Any], index: int) -> list[str]:
    """Return the labels that a page's notes give the parts of a line, in their order."""
    pattern = rf"(?<!\d){index + 1}\s*:\s*([a-z_]+(?:\s*\+\s*[a-z_]+)+)"
    named = re.search(pattern, page.get("notes") or "")
    return re.split(r"\s*\+\s*", named[1]) if named else []


def _label(page: Mapping[str, Any], index: int) -> str:
    label: str = page["labels"][index]
    if label != "mixed":
        return label
    kinds = _named_kinds(page, index) or ["text"]
    return min(kinds, key=lambda k: _PRECEDENCE.index(k) if k in _PRECEDENCE else 99)


_TEXTS: Final = (Part.TEXT, Part.SUBHEAD)


def _states(labels: Sequence[str], *, several: bool) -> list[State]:
    """Return the states of lines with these ``labels``; ``several`` articles stand on the page."""
    parts = [_LABELS.get(label) or Part(label) for label in labels]
    first = next((i for i, part in enumerate(parts) if part in _TEXTS), len(parts))
    others = (
        i
        for i in range(first, len(parts))
        if parts[i] is Part.TITLE or (several and parts[i] is Part.OTHER_TEXT)
    )
    end = next(others, len(parts))
    last = max((i for i in range(first, end) if parts[i] in _TEXTS), default=-1)
    phase = Phase.TOP
    states = []
    for index, part in enumerate(parts):
        phase, part = _placed(phase, part, index, first, last, several)
        states.append(_expressed(phase, part))
    return states


def _placed(
    phase: Phase, part: Part, index: int, first: int, last: int, several: bool
) -> tuple[Phase, Part]:
    if part is Part.TITLE:
        if index < first:
            return Phase.HEAD, Part.TITLE_AGAIN if phase is Phase.HEAD else part
        if several:
            return Phase.NEXT_HEAD, Part.TITLE_AGAIN if phase is Phase.NEXT_HEAD else part
        return Phase.FOOT, Part.RELATED
    if part in _TEXTS:
        return (Phase.BODY, part) if index <= last else (Phase.FOOT, Part.OTHER_TEXT)
    if part is Part.OTHER_TEXT:
        if phase in (Phase.TOP, Phase.HEAD):
            return phase, Part.RELATED
        if several and phase in (Phase.NEXT_HEAD, Phase.NEXT_BODY):
            return Phase.NEXT_BODY, Part.TEXT
        return Phase.FOOT, part
    if phase is Phase.BODY and index > last:
        return Phase.FOOT, part
    return phase, part


def _expressed(phase: Phase, part: Part) -> State:
    for each in (part, *_NEAREST.get(part, ()), Part.CHROME):
        if State(phase, each) in STATES:
            return State(phase, each)
    return State(Phase.FOOT, Part.CHROME)


def _is_sound(states: Sequence[State]) -> bool:
    follows = all(may_follow(a, b) for a, b in zip(states, states[1:], strict=False))
    return bool(states) and may_start(states[0]) and follows


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
        batch = _Batch(self.pages, self.rows)
        total = sum(page.weight for page in self.pages)
        moments = [np.zeros_like(self.weights) for _ in range(2)]
        moments += [np.zeros_like(self.changes) for _ in range(2)]
        of_change = self._change_numbers()
        for step in range(1, steps + 1):
            of_weights = -self.hold * (self.weights - self.expected) * total
            of_changes = -self.hold * (self.changes - self.expected_changes) * total
            missing, changes = batch.missing(self._live_model())
            of_weights += batch.indicators.T @ (missing @ self.member)
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


class _Batch:
    """All pages at once: their lines in one matrix, the longest page first."""

    def __init__(self, pages: Sequence[LabelledPage], rows: Mapping[str, int]) -> None:
        self.pages = sorted(pages, key=lambda page: -len(page.states))
        lengths = np.array([len(page.states) for page in self.pages])
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.at = [
            offsets[: int((lengths > line).sum())] + line for line in range(int(lengths.max()))
        ]
        """The rows of each page's line of one number; pages that are shorter have none."""
        self.last = offsets + lengths - 1
        self.states = np.concatenate([page.states for page in self.pages])
        self.weight = np.repeat([page.weight for page in self.pages], lengths)
        self.indicators = np.zeros((len(self.states), len(rows)), np.float32)
        features = (names for page in self.pages for names in page.features)
        for line, names in enumerate(features):
            self.indicators[line, [rows[name] for name in names]] = 1.0

    def missing(self, model: PageModel) -> tuple[Array, Array]:
        """Return what the pages have beyond what ``model`` expects of them.

        Of each state for each line, and of each change: phases and START by states and STOP.
        """
        scores = self.indicators @ model.weights
        forward, backward, total = self._messages(model, scores)
        found = np.exp(forward + backward - total[:, None]) * self.weight[:, None]
        missing = -found
        missing[np.arange(len(found)), self.states] += self.weight
        changes = np.zeros((len(Phase) + 1, len(STATES) + 1))
        changes[-1, :-1] = missing[self.at[0]].sum(axis=0)
        ended = missing[self.last].sum(axis=0)
        np.add.at(changes[:, -1], PHASE_OF_STATE, ended)
        for above, below in pairwise(self.at):
            above = above[: len(below)]
            ahead = scores[below] + backward[below] - total[below][:, None]
            sums = _phase_sums(forward[above])
            expected = np.exp(model.changes + sums[:, :, None] + ahead[:, None, :])
            expected *= self.weight[below][:, None, None]
            changes[:-1, :-1] -= expected.sum(axis=0)
            phases = PHASE_OF_STATE[self.states[above]]
            np.add.at(changes, (phases, self.states[below]), self.weight[below])
        return missing, changes

    def _messages(self, model: PageModel, scores: Array) -> tuple[Array, Array, Array]:
        forward, backward = np.empty_like(scores), np.zeros_like(scores)
        forward[self.at[0]] = model.starts + scores[self.at[0]]
        for above, below in pairwise(self.at):
            sums = _phase_sums(forward[above[: len(below)]])
            into = _log_sum(model.changes + sums[:, :, None], 1)
            forward[below] = into + scores[below]
        backward[self.last] = model.stops
        for below, above in pairwise(reversed(self.at)):
            ahead = scores[below] + backward[below]
            from_phases = _log_sum(model.changes + ahead[:, None, :], 2)
            backward[above[: len(below)]] = from_phases[:, PHASE_OF_STATE]
        ends = _log_sum(forward[self.last] + model.stops, 1)
        lengths = self.last - np.concatenate([[-1], self.last[:-1]])
        return forward, backward, np.repeat(ends, lengths)


def _log_sum(values: Array, axis: int) -> Array:
    """Return the logarithm of the sum of the exponentials of ``values`` along ``axis``."""
    top = np.maximum(values.max(axis=axis), -1e300)
    with np.errstate(divide="ignore"):
        sums: Array = np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)) + top
    return sums


def _phase_sums(scores: Array) -> Array:
    """Return for each line (row) and phase (column) the logarithm of its states' sum."""
    return np.stack([_log_sum(scores[:, phase], 1) for phase in PHASE_SLICES], axis=1)


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
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--half", choices=("tune", "check"), default="")
    parser.add_argument("--hold", type=float, default=_HOLD)
    parser.add_argument("--steps", type=int, default=_STEPS)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    pages = [p for folder in options.folders for p in labelled_pages(folder, options.half)]
    pages += [*labelled_pages(LABELLED), *example_pages()]
    trainer = Trainer(pages, options.hold)
    trainer.train(options.steps)
    write(options.output, *trainer.named())
    print(f"{options.output}: from {len(pages)} pages")


if __name__ == "__main__":
    main()
