"""This archive's index: where it lies, what stands in it, and how it is kept true.

``index_home`` opens it for readers and writers; ``worker`` brings changes into it and ``rebuild``
makes it anew; ``index_documents`` and ``analyzers`` say what of an article
is indexed, and how.
"""

__all__ = [
    "analyzers",
    "generation_cache",
    "index_documents",
    "index_home",
    "rebuild",
    "worker",
]
