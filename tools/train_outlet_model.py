"""Makes the weights of the outlet model from pages whose outlet is labelled.

    python -m tools.train_outlet_model [FOLDER[:tune] …] [--output FILE] [--folds]

Folders are those of ``train_page_model``; the pages of ``tools/labelled_pages`` and ``tools/hard_pages``
are always among them. Pages are parted by site into three folds, and those of each are read by a page model that
was trained on the others: so their lines are as uncertain as those of a new page. Each page is
seen thrice: as it is, without the answer of the rules, and with its outlet taken from the list, from
which follows what a page shows whose outlet no list holds.

The weights are the most probable ones under a Gaussian prior around 0, found by Adam (Kingma and
Ba, 2015). ``--folds`` prints what three-fold cross-validation finds, and writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from archive.ingest.parsing.assembly import ArticleParts, assemble
from archive.ingest.parsing.line_features import features_of as line_features
from archive.ingest.parsing.line_roles import ClassifiedLine
from archive.ingest.parsing.outlet_candidates import RULE, Candidate, candidates_of
from archive.ingest.parsing.outlet_credit import by_rules
from archive.ingest.parsing.outlet_model import NONE, SHIPPED, OutletModel, features_of
from archive.ingest.parsing.outlet_names import name_key
from archive.ingest.parsing.page_classifier import ClassifiedPage, page_evidence
from archive.ingest.parsing.page_model import PageModel
from archive.ingest.parsing.page_roles import assign_roles
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import OutletClaim
from tools.page_labels import (
    HARD,
    LABELLED,
    example_pages,
    half_of,
    invented_pages,
    labelled_pages,
    parted,
)
from tools.train_page_model import Trainer

_FOLDS: Final = 3
_HOLD: Final = 0.003
"""The prior's precision beside the mean loss of a page; .0015 to .004 are alike in the folds."""
_STEPS: Final = 250
_RATE: Final = 0.05
_BOUNDS: Final = (0.3, 0.5, 0.6, 0.7, 0.8)
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A page's candidates as features, and which of them are its outlet; none may be."""

    host: str
    features: Sequence[Sequence[str]]
    right: frozenset[int]
    named: bool


def examples_of(folder: Path, half: str, models: Sequence[PageModel]) -> Iterator[list[Example]]:
    """Yield each page of ``folder`` as the examples that are made of it, the page as it is first."""
    shipped = OutletRegistry.shipped()
    for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(row)
        if not page["articles"] or (half and half_of(page["host"]) != half):
            continue
        text = (folder / "pages" / page["file"]).read_text(encoding="utf-8")
        gold = page["articles"][0].get("outlet") or ""
        seen = _read(text, models[fold_of(page["host"])], shipped)
        if seen is None:
            continue
        lines, parts, witness = seen
        as_it_is = candidates_of(lines, parts, shipped, witness)
        examples = [_example(page, as_it_is, gold, shipped)]
        examples.append(_example(page, as_it_is, gold, shipped, without=RULE))
        known = shipped.by_name(gold)
        unlisted = _without(known.slug) if known is not None else shipped
        strange = candidates_of(lines, parts, unlisted)
        yield [*examples, _example(page, strange, gold, shipped)]


def fold_of(host: str) -> int:
    """Return the fold of a site: by the SHA-256 of its name without what stands before it."""
    site = ".".join(host.split(".")[-2:])
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % _FOLDS


def _read(
    text: str, model: PageModel, outlets: OutletRegistry
) -> tuple[Sequence[ClassifiedLine], ArticleParts, OutletClaim | None] | None:
    """Return a page's lines in their roles, its first article, and the outlet of the rules."""
    evidence, choice = page_evidence(text, outlets=outlets)
    lines = assign_roles(evidence, model.decode(line_features(evidence)), outlets)
    own = [each for each in lines if each.article == 0]
    parts = assemble(own, outlets)
    if parts is None:
        return None
    page = ClassifiedPage(lines, choice, [own], frozenset())
    return lines, parts, by_rules(page, parts, outlets)


def _without(slug: str) -> OutletRegistry:
    outlets = OutletRegistry.shipped().outlets
    return OutletRegistry([each for each in outlets if each.slug != slug])


def _example(
    page: Mapping[str, Any],
    candidates: Sequence[Candidate],
    gold: str,
    outlets: OutletRegistry,
    without: str = "",
) -> Example:
    features = [
        sorted(features_of(e for e in each.evidence if not (without and e.startswith(without))))
        for each in candidates
    ]
    right = (n for n, each in enumerate(candidates) if gold and _is(each, gold, outlets))
    return Example(page["host"], features, frozenset(right), bool(gold))


def _is(candidate: Candidate, gold: str, outlets: OutletRegistry) -> bool:
    known = outlets.by_name(gold)
    if candidate.known is not None and known is not None:
        return candidate.known.slug == known.slug
    return any(name_key(name) == name_key(gold) for name in candidate.spellings)


class Weights:
    """The examples as one sparse matrix, and the weights of its columns."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.names: dict[str, int] = {NONE: 0}
        rows: list[int] = []
        columns: list[int] = []
        pages: list[int] = []
        right: list[bool] = []
        for page, example in enumerate(examples):
            for number, features in enumerate(example.features):
                rows += [len(pages)] * len(features)
                columns += [self.names.setdefault(name, len(self.names)) for name in features]
                pages.append(page)
                right.append(number in example.right)
            rows.append(len(pages))
            columns.append(0)
            pages.append(page)
            right.append(not example.right)
        self.rows: npt.NDArray[np.int64] = np.array(rows, dtype=np.int64)
        self.columns: npt.NDArray[np.int64] = np.array(columns, dtype=np.int64)
        self.pages: npt.NDArray[np.int64] = np.array(pages, dtype=np.int64)
        self.right = np.array(right, dtype=float)
        self.values: Array = np.zeros(len(self.names))

    def train(self, hold: float, steps: int = _STEPS) -> None:
        """Move the weights to where the right candidates are the most probable ones."""
        mean, square = np.zeros_like(self.values), np.zeros_like(self.values)
        for step in range(1, steps + 1):
            slope = self._slope() + hold * self.values
            mean = 0.9 * mean + 0.1 * slope
            square = 0.999 * square + 0.001 * slope * slope
            size = np.sqrt(square / (1 - 0.999**step)) + 1e-8
            self.values = self.values - _RATE * mean / (1 - 0.9**step) / size

    def _slope(self) -> Array:
        """Return the slope of the mean loss of a page."""
        count, pages = len(self.pages), int(self.pages[-1]) + 1
        scores = np.bincount(self.rows, weights=self.values[self.columns], minlength=count)
        powers = np.exp(np.clip(scores, -50, 50))
        whole = np.bincount(self.pages, weights=powers, minlength=pages)
        right = np.bincount(self.pages, weights=powers * self.right, minlength=pages)
        error = powers / whole[self.pages] - powers * self.right / right[self.pages]
        slopes: Array = np.bincount(
            self.columns, weights=error[self.rows], minlength=len(self.values)
        ).astype(np.float64)
        return slopes / pages

    def model(self) -> OutletModel:
        """Return the weights as the model that the archive uses."""
        return OutletModel({name: float(self.values[at]) for name, at in self.names.items()})


def _tables(pages: Sequence[Sequence[Example]], hold: float) -> None:
    """Print for several bounds how many pages of each fold the others' weights find."""
    odds: list[tuple[Example, list[float]]] = []
    for fold in range(_FOLDS):
        others = [e for page in pages if fold_of(page[0].host) != fold for e in page]
        weights = Weights(others)
        weights.train(hold)
        model = weights.model()
        tried = [page[0] for page in pages if fold_of(page[0].host) == fold]
        odds += [(each, model.odds(each.features)) for each in tried]
    for bound in _BOUNDS:
        counts = {"right": 0, "open": 0, "wrong": 0, "none, rightly": 0, "none, wrong": 0}
        for example, found in odds:
            best = max(range(len(found)), key=found.__getitem__, default=-1)
            said = best >= 0 and found[best] >= bound
            if example.named:
                counts[
                    "right" if said and best in example.right else "wrong" if said else "open"
                ] += 1
            else:
                counts["none, wrong" if said else "none, rightly"] += 1
        print(f"from {bound}: {counts}")


def main() -> None:
    """Train on the folders and write the weights, or print the folds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=parted)
    parser.add_argument("--hold", type=float, default=_HOLD)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--folds", action="store_true")
    options = parser.parse_args()
    folders = [(LABELLED, ""), (HARD, ""), *options.folders]
    models = _page_models(folders)
    pages = [page for folder, half in folders for page in examples_of(folder, half, models)]
    if options.folds:
        _tables(pages, options.hold)
        return
    weights = Weights([example for page in pages for example in page])
    weights.train(options.hold)
    write(options.output, weights.model())
    print(f"{options.output}: from {len(pages)} pages")


def _page_models(folders: Sequence[tuple[Path, str]]) -> list[PageModel]:
    """Return for each fold a page model that is trained on the pages of the others."""
    labelled = [page for folder, half in folders for page in labelled_pages(folder, half)]
    invented = [*example_pages(), *invented_pages()]
    models = []
    for fold in range(_FOLDS):
        others = [page for page in labelled if fold_of(page.host) != fold]
        trainer = Trainer([*others, *invented])
        trainer.train()
        models.append(trainer.model())
    return models


def write(path: Path, model: OutletModel) -> None:
    """Write the weights that are not nearly 0, by name."""
    rows = ["# Weights of the outlet model. Made by tools/train_outlet_model.py: not to be edited."]
    rows += [
        f"{name}\t{weight:.3f}"
        for name, weight in sorted(model.weights.items())
        if abs(weight) >= 0.005
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
