"""The fields of the index."""

from __future__ import annotations

from typing import Final

from search.analyzers import ArabicAnalyzer
from search.engine import IndexSchema, KeyField, KeywordField, NumberField, TextField

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
