"""The search index: a Whoosh index of flat arrays, evaluated by whole arrays. No Django here."""

from search.engine.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    QueryTooCostlyError,
    UnknownFieldError,
)
from search.engine.fields import IndexSchema, KeyField, KeywordField, NumberField, TextField
from search.engine.index import ColumnarIndex
from search.engine.queries import PhraseOf
from search.engine.records import (
    ColumnValues,
    Document,
    EitherFilter,
    FacetRequest,
    Filter,
    Hit,
    RangeFilter,
    Request,
    Response,
    TermStatistics,
)
from search.engine.snapshot import Snapshot

__all__ = [
    "ColumnValues",
    "ColumnarIndex",
    "Document",
    "EitherFilter",
    "FacetRequest",
    "Filter",
    "Hit",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexSchema",
    "KeyField",
    "KeywordField",
    "NumberField",
    "PhraseOf",
    "QueryTooCostlyError",
    "RangeFilter",
    "Request",
    "Response",
    "Snapshot",
    "TermStatistics",
    "TextField",
    "UnknownFieldError",
]
