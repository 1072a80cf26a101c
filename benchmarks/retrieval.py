"""The retrieval collection: paragraphs, questions by people, and which paragraph answers."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SHARED: Final = Path(
    os.environ.get("KHIZANA_SHARED", Path(__file__).resolve().parents[2] / "shared")
)
DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A document of the collection."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the keys of its relevant paragraphs; each is as relevant as the other."""

    key: str
    text: str
    relevant: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Whether it is in the half on which nothing was ever tried out."""
        return hashlib.md5(self.key.encode(), usedforsecurity=False).digest()[-1] % 2 == 1


def read_paragraphs() -> list[Paragraph]:
    """Return the paragraphs that are searched."""
    return [Paragraph(line["_id"], line["title"], line["text"]) for line in _lines("corpus.jsonl")]


def read_questions() -> list[Question]:
    """Return the questions that have a relevant paragraph."""
    relevant: dict[str, set[str]] = defaultdict(set)
    judgments = (SHARED / "data/retrieval/qrels.tsv").read_text(encoding="utf-8").splitlines()
    for judgment in judgments[1:]:
        question, paragraph, score = judgment.split("\t")
        if int(score) > 0:
            relevant[question].add(paragraph)
    questions = ((line["_id"], line["text"]) for line in _lines("queries.jsonl"))
    return [
        Question(key, text, frozenset(relevant[key])) for key, text in questions if relevant[key]
    ]


def ndcg(found: Sequence[str], relevant: frozenset[str]) -> float:
    """Return the normalised discounted cumulative gain of the first ``DEPTH`` keys found."""
    discounts = [1 / math.log2(rank + 2) for rank in range(DEPTH)]
    gained = (gain for key, gain in zip(found, discounts, strict=False) if key in relevant)
    return sum(gained) / sum(discounts[: len(relevant)])


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (SHARED / "data/retrieval" / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)
