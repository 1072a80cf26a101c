"""The search index: a Whoosh schema and Whoosh queries over segments of flat arrays.

It knows nothing of Django. The rooms: ``storage`` (files and what they hold), ``writing`` and
``evaluation``, which both stand on storage alone, and ``columnar_index``, which joins them.
Everything that others may call is named here.
"""

from search.engine.columnar_index import ColumnarIndex
from search.engine.evaluation.edit_distances import edit_distance, edit_distances, within
from search.engine.evaluation.requests import (
    AnyFilter,
    EitherFilter,
    FacetRequest,
    Filter,
    FoundDocument,
    PhraseOf,
    Request,
    Response,
    Synonyms,
)
from search.engine.evaluation.significant_terms import SignificantTerm
from search.engine.evaluation.snapshot import Snapshot
from search.engine.storage.block_files import FORMAT_VERSION, Array, sync_directory
from search.engine.storage.file_checks import check_pieces as check_files
from search.engine.storage.file_checks import damages as damages_of_files
from search.engine.storage.generations import TOC_VERSION, link_segments
from search.engine.storage.index_errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexUnavailableError,
    QueryTooCostlyError,
    UnknownFieldError,
    UnknownQueryError,
    told_as_damage,
)
from search.engine.storage.index_schema import (
    ColumnValues,
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.engine.storage.word_analysis import ChunkReader, Context, ReadChunks, WordAnalyzer
from search.engine.storage.write_lock import WriterLock
from search.engine.writing.index_writer import ColumnarWriter

__all__ = [
    "FORMAT_VERSION",
    "TOC_VERSION",
    "AnyFilter",
    "Array",
    "ChunkReader",
    "ColumnValues",
    "ColumnarIndex",
    "ColumnarWriter",
    "Context",
    "Document",
    "EitherFilter",
    "FacetRequest",
    "Filter",
    "FoundDocument",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexSchema",
    "IndexUnavailableError",
    "KeyField",
    "KeywordField",
    "NumberField",
    "PhraseOf",
    "QueryTooCostlyError",
    "ReadChunks",
    "Request",
    "Response",
    "SignificantTerm",
    "Snapshot",
    "Synonyms",
    "TextField",
    "UnknownFieldError",
    "UnknownQueryError",
    "WordAnalyzer",
    "WriterLock",
    "edit_distance",
    "edit_distances",
    "link_segments",
    "check_files",
    "damages_of_files",
    "sync_directory",
    "told_as_damage",
    "within",
]
