"""Which candidate is a page's outlet: a log-linear model over the candidates and «none».

The probability of a candidate is proportional to the exponential of the sum of the weights of its
evidence; that of «none» to the exponential of one weight (conditional logit, McFadden 1974).
``tools/train_outlet_model.py`` makes the weights; they are of forms and closed lists, no text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.parsing.outlet_candidates import RULE, Candidate

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "page_model" / "outlet_weights.tsv"
NONE: Final = "none"
"""The feature whose weight is the score of «no outlet»."""
# Chosen by three-fold cross-validation over sites (tools/train_outlet_model.py --folds).
_SURE: Final = 0.85
"""Probability from which a candidate is believed; below it the outlet stays open."""
_SURE_BY_RULE: Final = 0.35
"""The same of the candidate that the rules find too."""
_FAMILIES: Final = {
    "listed": "L",
    "listed:agency": "A",
    "called": "P",
    "press_name": "P",
    "form:kind": "F",
    "form:outlet": "F",
}
"""Kinds of names, the first that is shown; others are ``U``."""
_PLACED: Final = ("whole", "bolsign", "after_place", "foot", "house", "eol", "bol:verb")
_TOLD: Final = ("ctx:", "role:", "dateline:")
_WITH_SIZE: Final = ("whole", "bolsign", "ctx:for", "ctx:exclusive", "ctx:source")
_MOST_FAMILIES: Final = 5


def features_of(evidence: Iterable[str]) -> set[str]:
    """Return the features of a candidate: its evidence, and what goes together in it."""
    shown = set(evidence)
    kind = next((mark for name, mark in _FAMILIES.items() if name in shown), "U")
    families = {_family(each) for each in shown} - {""}
    features = shown | {f"{kind}&{each}" for each in families}
    count = len({each if each.startswith("ctx") else each.split(":")[0] for each in families})
    several = f"families:{min(count, _MOST_FAMILIES)}"
    features |= {several, f"{kind}&{several}"}
    size = next((each for each in shown if each.startswith("w:")), "w:0")
    words = [each for each in shown if each.startswith("lex")]
    for each in shown:
        if each in _WITH_SIZE or each.startswith("whole:"):
            features.add(f"{each}&{size}")
            features |= {f"{each}&{word}" for word in words if word.startswith("lexma")}
    for each in ("whole", "bolsign"):
        if each in shown:
            features |= {f"{each}&{word}" for word in words if word.startswith("lexmi")}
    return features


def _family(evidence: str) -> str:
    if evidence.startswith(_TOLD):
        return evidence if evidence.count(":") == 1 else ""
    return next((name for name in _PLACED if evidence.startswith(name)), "")


@dataclass(frozen=True)
class OutletModel:
    """The weights of features; of one that it does not know it says nothing."""

    weights: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> OutletModel:
        """Read a file of weights. Raises ``ArchiveError`` naming the file and the line."""
        weights: dict[str, float] = {}
        try:
            rows = path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise ArchiveError(f"{path.name}: {error}") from error
        for number, row in enumerate(rows, 1):
            if row.startswith("#"):
                continue
            try:
                name, weight = row.split("\t")
                weights[name] = float(weight)
            except ValueError as error:
                raise ArchiveError(f"{path.name}, line {number}: {error}") from error
        return cls(weights)

    @classmethod
    def shipped(cls) -> OutletModel:
        """Return the model that comes with the archive, read once."""
        return _shipped()

    def odds(self, candidates: Sequence[Iterable[str]]) -> list[float]:
        """Return the probability of each candidate by its features.

        What they lack of 1 is the probability of «none».
        """
        scores = [sum(self.weights.get(name, 0.0) for name in sorted(each)) for each in candidates]
        none = self.weights.get(NONE, 0.0)
        most = max((none, *scores))
        powers = [math.exp(score - most) for score in scores]
        whole = sum(powers) + math.exp(none - most)
        return [power / whole for power in powers]

    def believed(self, candidates: Sequence[Candidate]) -> Candidate | None:
        """Return the candidate that is surely the page's outlet, if one is."""
        odds = self.odds([features_of(each.evidence) for each in candidates])
        best = max(range(len(odds)), key=odds.__getitem__, default=None)
        if best is None:
            return None
        bound = _SURE_BY_RULE if RULE in candidates[best].evidence else _SURE
        return candidates[best] if odds[best] >= bound else None


@cache
def _shipped() -> OutletModel:
    return OutletModel.read(SHIPPED)
