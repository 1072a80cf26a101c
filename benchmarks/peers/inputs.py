"""What every engine of the benchmark is given, read from files. Standard library alone."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

KIND_NAMES = ("exact", "form", "stem", "root")
GAP = "\u00b7"
"""Stands where a kind has no term for a word, so that positions agree between kinds."""
WARM_UP = 40
"""Queries that are run before the measured ones."""


class Row(NamedTuple):
    """An article to index: its terms by kind, and its columns as numbers and names."""

    key: str
    surface: str
    texts: dict[str, str]
    month: int
    outlet: int
    entities: list[int]


@dataclass(frozen=True)
class Inputs:
    """The written corpus, as the process that builds reads it. Values are numbered in order
    of their names."""

    terms: dict[str, list[str]]
    articles: array[int]
    ends: list[int]
    months: list[str]
    outlets: list[str]
    entities: list[str]
    columns: list[tuple[int, int, list[int]]]

    def row(self, article: int, kinds: Sequence[str]) -> Row:
        """One article with its terms of ``kinds``; ``surface`` is its text."""
        start = self.ends[article - 1] if article else 0
        numbers = self.articles[start : self.ends[article]]
        texts = {kind: " ".join(map(self.terms[kind].__getitem__, numbers)) for kind in kinds}
        return Row(str(article), texts.pop("surface", ""), texts, *self.columns[article])

    def rows(self, surface: bool = False) -> Iterator[Row]:
        """All articles; only their surface text, or only their terms."""
        kinds = ("surface",) if surface else KIND_NAMES
        return (self.row(article, kinds) for article in range(len(self.ends)))


@dataclass(frozen=True)
class Questions:
    """What the process that asks reads: no more than a web process would hold."""

    months: list[str]
    outlets: list[str]
    entities: list[str]
    queries: list[tuple[str, list[str]]]
    updates: list[Row]
    """Articles to index again, with their surface text and their terms."""


def write_inputs(
    folder: Path, inputs: Inputs, queries: Sequence[tuple[str, list[str]]], updates: int
) -> None:
    """Write a corpus for ``read_inputs`` and ``read_questions``."""
    (folder / "articles.bin").write_bytes(inputs.articles.tobytes())
    values = {"months": inputs.months, "outlets": inputs.outlets, "entities": inputs.entities}
    corpus = {"terms": inputs.terms, "ends": inputs.ends, "columns": inputs.columns, **values}
    (folder / "corpus.json").write_text(json.dumps(corpus), encoding="utf-8")
    rows = [inputs.row(article, ("surface", *KIND_NAMES)) for article in range(updates)]
    questions = {"queries": queries, "updates": rows, **values}
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")


def read_inputs(folder: Path, articles: int) -> Inputs:
    """Read the first ``articles`` of a corpus."""
    body = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    flat = array("I")
    flat.frombytes((folder / "articles.bin").read_bytes())
    body["ends"] = body["ends"][:articles]
    return Inputs(articles=flat, **body)


def read_questions(folder: Path) -> Questions:
    """Return what ``write_inputs`` wrote for the process that asks."""
    body = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    body["updates"] = [Row(*row) for row in body["updates"]]
    return Questions(**body)
