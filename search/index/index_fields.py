"""The index's schema and documents, as the declarations of the fields make them."""

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
from search.fields import FIELDS, Fields
from search.index.analyzers import ArabicAnalyzer

FORMAT: Final = 1
"""Raised with every change of what is indexed of an article."""

Prepared = Mapping[str, Any]
"""Name of a field → what the index holds of one article."""


def schema(analyzer: ArabicAnalyzer, fields: Fields = FIELDS) -> IndexSchema:
    """Return the schema, its texts analysed by ``analyzer``."""
    return IndexSchema(
        (
            KeyField(fields.key),
            *(TextField(name, analyzer) for name in fields.texts),
            *(KeywordField(name) for name in fields.single_keywords),
            *(KeywordField(name, multi=True) for name in fields.multiple_keywords),
            *(NumberField(name) for name in fields.numbers),
        )
    )


def fingerprint(analyzer: ArabicAnalyzer) -> str:
    """Return what an index must have been built with to be searched by ``analyzer``."""
    return f"{FORMAT}-{analyzer.fingerprint()}"


def document(prepared: Prepared, fields: Fields = FIELDS) -> Document:
    """Return the engine's document of a prepared article."""
    texts = {name: prepared[name] for name in fields.texts if prepared[name]}
    return Document(
        prepared[fields.key], texts, _keywords(prepared, fields), _numbers(prepared, fields)
    )


def column_values(prepared: Prepared, fields: Fields = FIELDS) -> ColumnValues:
    """Return everything of a prepared article but the texts."""
    return ColumnValues(
        prepared[fields.key], _keywords(prepared, fields), _numbers(prepared, fields)
    )


def _keywords(prepared: Prepared, fields: Fields) -> dict[str, list[str]]:
    keywords = {
        name: [value] if (value := prepared[name]) else [] for name in fields.single_keywords
    }
    for name in fields.multiple_keywords:
        keywords[name] = prepared[name]
    return keywords


def _numbers(prepared: Prepared, fields: Fields) -> dict[str, int | None]:
    return {name: prepared[name] for name in fields.numbers}
