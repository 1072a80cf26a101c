"""Many labelled pages at once, as the page model is trained on them.

Forward and backward values are scaled to a sum of 1 at each line, as Rabiner does ("A tutorial on
hidden Markov models", 1989, section V.A).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from archive.ingest.parsing.page_model import PHASE_OF_STATE, PHASE_STARTS, Array, PageModel
from archive.ingest.parsing.page_states import STATES, Phase
from tools.page_labels import LabelledPage

_LEAST: Final = -600.0
"""Score below the best one under which a state counts as hardly possible; its exponential is no 0."""


class PageBatch:
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
        scores = (self.indicators @ model.weights.astype(np.float32)).astype(float)
        evidence = np.exp(np.maximum(scores - scores.max(axis=1, keepdims=True), _LEAST))
        through = np.exp(model.changes)
        forward, sums, scales = self._forward(model, evidence, through)
        ahead = self._ahead(model, evidence, through, scales)
        found = forward * ahead / evidence * self.weight[:, None]
        found /= found.sum(axis=1, keepdims=True) / self.weight[:, None]
        missing = -found
        missing[np.arange(len(found)), self.states] += self.weight
        changes = np.zeros((len(Phase) + 1, len(STATES) + 1))
        changes[-1, :-1] = missing[self.at[0]].sum(axis=0)
        ended = missing[self.last].sum(axis=0)
        np.add.at(changes[:, -1], PHASE_OF_STATE, ended)
        for above, below in pairwise(self.at):
            above = above[: len(below)]
            parts = sums[above], ahead[below] / scales[below][:, None]
            whole = np.einsum("ps,lp,ls->l", through, *parts)
            weight = (self.weight[below] / whole)[:, None]
            changes[:-1, :-1] -= (parts[0].T @ (parts[1] * weight)) * through
            phases = PHASE_OF_STATE[self.states[above]]
            np.add.at(changes, (phases, self.states[below]), self.weight[below])
        return missing, changes

    def _forward(
        self, model: PageModel, evidence: Array, through: Array
    ) -> tuple[Array, Array, Array]:
        """Return forward values scaled to a sum of 1, their sums by phase, and the scales."""
        forward, scales = np.empty_like(evidence), np.ones(len(evidence))
        sums = np.empty((len(evidence), len(Phase)))
        first = self.at[0]
        forward[first] = np.exp(model.starts) * evidence[first]
        for above, below in pairwise([first[:0], *self.at]):
            if len(above):
                forward[below] = (sums[above[: len(below)]] @ through) * evidence[below]
            scales[below] = forward[below].sum(axis=1)
            forward[below] /= scales[below][:, None]
            sums[below] = np.add.reduceat(forward[below], PHASE_STARTS, axis=1)
        return forward, sums, scales

    def _ahead(self, model: PageModel, evidence: Array, through: Array, scales: Array) -> Array:
        """Return for each line its evidence times what follows, scaled as the forward values."""
        ahead = evidence.copy()
        ahead[self.last] *= np.exp(model.stops)
        for below, above in pairwise(reversed(self.at)):
            above = above[: len(below)]
            phases = (ahead[below] / scales[below][:, None]) @ through.T
            ahead[above] *= phases[:, PHASE_OF_STATE]
        return ahead
