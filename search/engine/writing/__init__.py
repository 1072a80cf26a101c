"""How documents come into an index: analysed once, inverted by one sort, merged, committed.

The way of a document: ``index_writer`` → ``document_runs`` → ``inversion``, which numbers its
words through ``word_vocabulary`` and ``chunk_hashing``. ``segment_merging`` joins what
``merge_plan`` chooses; ``column_overlay`` writes columns anew without their texts.
"""

__all__ = ["index_writer", "word_vocabulary"]
