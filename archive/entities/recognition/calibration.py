"""How likely a machine-found name is right: confidences, calibrated.

What the model calls probable is right more or less often, by the kind of the name. The table beside
the model says how often, of names found in text that it was not trained on: a monotone step
function of the raw number, by isotonic regression (pool adjacent violators; B. Zadrozny and C.
Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates", 2002). A
name that its form gives has the share of its kind. ``tools.calibrate_recogniser`` makes the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from archive.records.mentions import EntityKind

CALIBRATION_FILE: Final = (
    Path(__file__).resolve().parents[2] / "data" / "recogniser" / "calibration.tsv"
)
LEAST: Final = 40
"""Names of a step of the function: fewer say little of a share."""


class Step(NamedTuple):
    """From the raw confidence ``lowest`` on, ``share`` of the names are right, of ``seen``."""

    lowest: float
    share: float
    seen: int


Calibration = Mapping[tuple[EntityKind, bool], Sequence[Step]]
"""The steps of each kind, lowest first, and of names found by the model or (True) by their form."""


@cache
def shipped_calibration() -> Calibration:
    """Return the table that comes with the archive; read once."""
    return read_calibration(CALIBRATION_FILE.read_text(encoding="utf-8"))


def read_calibration(text: str) -> Calibration:
    """Read a table: kind, ``model`` or ``form``, lowest, share and count a line."""
    steps: dict[tuple[EntityKind, bool], list[Step]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, source, lowest, share, count = line.split("\t")
            found = steps.setdefault((EntityKind(kind), source == "form"), [])
            found.append(Step(float(lowest), float(share), int(count)))
    return steps


def calibration_to_text(calibration: Calibration, header: str) -> str:
    """Return the file of a table."""
    lines = [f"# {line}" for line in header.splitlines()]
    for (kind, by_form), steps in sorted(calibration.items()):
        source = "form" if by_form else "model"
        lines += [
            f"{kind}\t{source}\t{step.lowest:.4f}\t{step.share:.3f}\t{step.seen}" for step in steps
        ]
    return "\n".join(lines) + "\n"


def calibrated(
    confidence: float, kind: EntityKind, by_form: bool, calibration: Calibration
) -> float:
    """Return how often a name of this raw confidence is right, of 0 to 1; the raw number where the
    table has none of its sort."""
    steps = calibration.get((kind, by_form))
    if not steps:
        return confidence
    index = bisect_right(steps, confidence, key=lambda step: step.lowest) - 1
    return steps[max(index, 0)].share


def isotonic(seen: Iterable[tuple[float, bool]]) -> list[Step]:
    """Return the steps of the monotone function nearest to ``seen``, of (raw, right).

    Steps of fewer than ``LEAST`` names are joined to the next one.
    """
    steps: list[tuple[float, float, int]] = []  # lowest, right ones, all
    for raw, equal in groupby(sorted(seen), key=itemgetter(0)):
        rights_here = [right for _raw, right in equal]
        steps.append((raw, sum(rights_here), len(rights_here)))
        while len(steps) > 1 and (
            steps[-2][2] < LEAST or steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2]
        ):
            (lowest, rights, count), (_, more, others) = steps[-2], steps[-1]
            steps[-2:] = [(lowest, rights + more, count + others)]
    if len(steps) > 1 and steps[-1][2] < LEAST:
        (lowest, rights, count), (_, more, others) = steps[-2], steps[-1]
        steps[-2:] = [(lowest, rights + more, count + others)]
    shares = accumulate((smoothed(rights, count) for _, rights, count in steps), max)
    return [
        Step(lowest, share, count)
        for (lowest, _rights, count), share in zip(steps, shares, strict=True)
    ]


def smoothed(rights: float, count: int) -> float:
    """Return the share of ``rights``, with one right and one wrong more (Laplace's rule)."""
    return (rights + 1) / (count + 2)
