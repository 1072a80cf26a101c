"""How dates, citations, texts, charts and links are shown; knows no view and no search.

``citation``, ``paragraphs``, ``excerpts``, ``charts`` and ``links`` are for
views, template tags, labels of facets and exports.
"""

__all__ = ["charts", "citation", "excerpts", "links", "paragraphs"]
