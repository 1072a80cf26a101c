"""The fields of the index.

From Haystack's prepared fields to what the engine takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from search.engine import (
    ColumnValues,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.index.analyzers import ArabicAnalyzer

KEY: Final = "id"
TEXTS: Final = ("text", "title", "byline")
"""``text`` holds everything that a search looks through, title and byline among it."""

SINGLE: Final = (
    "outlet",
    "section",
    "language",
    "basis",
    "date_year",
    "date_month",
    "date_day",
    "cluster",
)
MULTI: Final = ("person", "organisation", "place", "entity", "keyword")
NUMBERS: Final = ("date_sort", "date_earliest", "date_latest")

FORMAT: Final = 1
"""Raised with every change of what is indexed of an article."""


def schema(analyzer: ArabicAnalyzer) -> IndexSchema:
    """Return the schema, its texts analysed by ``analyzer``."""
    return IndexSchema(
        (
            KeyField(KEY),
            *(TextField(name, analyzer) for name in TEXTS),
            *(KeywordField(name) for name in SINGLE),
            *(KeywordField(name, multi=True) for name in MULTI),
            *(NumberField(name) for name in NUMBERS),
        )
    )


def fingerprint(analyzer: ArabicAnalyzer) -> str:
    """Return what an index must have been built with to be searched by ``analyzer``."""
    return f"{FORMAT}-{analyzer.fingerprint()}"


Prepared = Mapping[str, Any]


def document(prepared: Prepared) -> Document:
    """Return the engine's document of what ``ArticleIndex.full_prepare`` gives."""
    texts = {name: prepared[name] for name in TEXTS if prepared.get(name)}
    return Document(prepared[KEY], texts, _keywords(prepared), _numbers(prepared))


def column_values(prepared: Prepared) -> ColumnValues:
    """Return everything but the texts."""
    return ColumnValues(prepared[KEY], _keywords(prepared), _numbers(prepared))


def _keywords(prepared: Prepared) -> dict[str, list[str]]:
    return {
        **{name: [prepared[name]] if prepared.get(name) else [] for name in SINGLE},
        **{name: prepared.get(name) or [] for name in MULTI},
    }


def _numbers(prepared: Prepared) -> dict[str, int | None]:
    return {name: prepared.get(name) for name in NUMBERS}
