"""How dates, citations, texts, charts and links are shown; knows no view and no search.

``dates_in_words``, ``citation``, ``paragraphs``, ``excerpts``, ``charts`` and ``links`` are for
views, template tags, labels of facets and exports.
"""

__all__ = ["charts", "citation", "dates_in_words", "excerpts", "links", "paragraphs"]
