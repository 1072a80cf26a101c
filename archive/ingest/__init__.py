"""Ingest: from what an archivist names to articles in the database.

``run`` shows the whole way: ``containers`` (files → raw captures), ``decoding`` (→ text),
``parsing`` with ``dates`` (→ articles), ``enrichment`` (→ their names and signatures, in
worker processes), ``loading`` (→ rows). ``explain`` shows what was made of each line,
``article_versions`` an article in each capture of its document.
"""

__all__ = [
    "article_versions",
    "containers",
    "dates",
    "decoding",
    "enrichment",
    "explain",
    "loading",
    "parsing",
    "run",
]
