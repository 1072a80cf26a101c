"""The values of an article's fields as they are told, compared and known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from archive.models.editing import (
    DATE,
    EDITABLE,
    ENTITIES,
    OUTLET,
    REPUBLISHER,
    STATUS,
    columns_of,
)

_MAIN: Final[Mapping[str, str]] = {
    OUTLET: "outlet_id",
    REPUBLISHER: "republisher_id",
    STATUS: "hidden",
}
_NOT_TOLD: Final = frozenset({"review"})
"""Columns that are notes of the desk, and no part of what an article says."""

TOLD_FIELDS: Final = EDITABLE
"""The fields of an article of which the lines of its history tell."""
CLOSABLE_FIELDS: Final = (*TOLD_FIELDS, ENTITIES)
"""Those of which an earlier value can be closed to readers."""
LOGGED_FIELDS: Final = (*CLOSABLE_FIELDS, STATUS)
"""All of which an article's history tells; names and status stand in the log alone."""

Columns = Mapping[str, Any]
"""Columns of a field by their names, as JSON's types."""


def told_columns(field: str, values: Columns) -> dict[str, Any]:
    """Return the columns of a field that are told and compared; a missing one is ``None``."""
    return {name: values.get(name) for name in columns_of(field) if name not in _NOT_TOLD}


def main_value(field: str, values: Columns) -> Any:
    """Return what a field says: its text, texts, EDTF date, or the key of its outlet."""
    return values.get(DATE if field == DATE else _MAIN.get(field, field))


def value_digest(field: str, values: Columns) -> str:
    """Return the SHA-256 by which a value of a field is known again."""
    written = json.dumps(main_value(field, values), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
