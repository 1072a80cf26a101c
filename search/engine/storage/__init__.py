"""What is on disk: files of arrays, segments, generations of an index, and its schema.

The lowest layer of the engine: writing and evaluation stand on it and not on each other.
"""

__all__ = [
    "block_files",
    "field_blocks",
    "file_checks",
    "generations",
    "index_errors",
    "index_schema",
    "segment_files",
    "term_dictionary",
    "word_analysis",
    "write_lock",
]
