"""What every engine of the benchmark is given, read from files. Standard library alone."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

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
    """The written corpus. Values are numbered in order of their names."""

    folder: Path
    terms: dict[str, list[str]]
    articles: array[int]
    ends: list[int]
    months: list[str]
    outlets: list[str]
    entities: list[str]
    columns: list[tuple[int, int, list[int]]]
    queries: list[tuple[str, list[str]]]

    def row(self, article: int, surface: bool = False) -> Row:
        """One article; only its surface text, or only its terms."""
        start = self.ends[article - 1] if article else 0
        numbers = self.articles[start : self.ends[article]]
        names = ("surface",) if surface else KIND_NAMES
        texts = {kind: " ".join(map(self.terms[kind].__getitem__, numbers)) for kind in names}
        return Row(str(article), texts.pop("surface", ""), texts, *self.columns[article])

    def rows(self, surface: bool = False) -> Iterator[Row]:
        return (self.row(article, surface) for article in range(len(self.ends)))


def write_inputs(
    folder: Path, terms: dict[str, list[str]], articles: list[array[int]], **rest: Any
) -> None:
    """Write a corpus for ``read_inputs``; ``rest`` are the other fields of ``Inputs``."""
    ends, flat = [], array("I")
    for article in articles:
        flat.extend(article)
        ends.append(len(flat))
    (folder / "articles.bin").write_bytes(flat.tobytes())
    body = {"terms": terms, "ends": ends, **rest}
    (folder / "corpus.json").write_text(json.dumps(body), encoding="utf-8")


def read_inputs(folder: Path) -> Inputs:
    body = json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
    flat = array("I")
    flat.frombytes((folder / "articles.bin").read_bytes())
    return Inputs(folder=folder, articles=flat, **body)
