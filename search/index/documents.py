"""From Haystack's prepared fields to what the engine takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.engine import ColumnValues, Document
from search.index.schema import KEY, MULTI, NUMBERS, SINGLE, TEXTS

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
