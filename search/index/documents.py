"""From Haystack's prepared fields to the engine's document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.engine.records import Document
from search.index.schema import KEY, MULTI, NUMBERS, SINGLE, TEXTS


def document(prepared: Mapping[str, Any]) -> Document:
    """Return the engine's document of what ``ArticleIndex.full_prepare`` gives."""
    return Document(
        key=prepared[KEY],
        text={name: prepared[name] for name in TEXTS if prepared.get(name)},
        keywords={
            **{name: [prepared[name]] for name in SINGLE if prepared.get(name)},
            **{name: prepared[name] for name in MULTI if prepared.get(name)},
        },
        numbers={name: prepared.get(name) for name in NUMBERS},
    )
