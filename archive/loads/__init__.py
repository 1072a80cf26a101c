"""Loads as records: looked at and undone.

- ``load_undoing``: a run taken back as a whole, a batch of documents at a time;
- ``uploads``: files that a browser sends, slice by slice;
- ``watching``: a folder whose files are loaded as they arrive;
- ``reasons_in_arabic``: why a document was refused, as the desk tells it;
- ``load_jobs``: uploads and undoing in the background; ``register_load_jobs`` is called once, at the start.
"""

__all__ = ["load_jobs", "load_undoing", "reasons_in_arabic", "uploads", "watching"]
