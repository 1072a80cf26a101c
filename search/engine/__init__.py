"""The search index: a Whoosh schema and Whoosh queries over segments of flat arrays.

It knows nothing of Django. The rooms: ``storage`` (files and what they hold), ``writing`` and
``evaluation``, which both stand on storage alone, and ``columnar_index``, which joins them.
Everything that others may call is named here.
"""

from search.engine.columnar_index import ColumnarIndex
from search.engine.evaluation.edit_distances import edit_distance, edit_distances, within
from search.engine.evaluation.snapshot import Snapshot
from search.engine.storage.block_files import FORMAT_VERSION, Array, sync_directory
from search.engine.storage.file_checks import check_pieces as check_files
from search.engine.storage.file_checks import damages as damages_of_files
from search.engine.storage.generations import TOC_VERSION, link_segments
from search.engine.storage.index_errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    told_as_damage,
)
from search.engine.storage.write_lock import WriterLock
from search.engine.writing.index_writer import ColumnarWriter

__all__ = [
    "FORMAT_VERSION",
    "TOC_VERSION",
    "Array",
    "ColumnarIndex",
    "ColumnarWriter",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "Snapshot",
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
