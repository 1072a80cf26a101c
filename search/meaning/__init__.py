"""Search by meaning: vectors of articles and of questions, and how near they are.

``embedders`` says what a model is; ``nano_embedder`` and ``embedding_server`` are two.
``embedded_texts`` says what of an article has vectors, ``embedding_pass`` makes them,
``vector_file`` keeps them, ``nearest_vectors`` compares them; ``changed_articles`` hears from the
index what changed. ``meaning_home`` holds all this for a process. Without the setting
``ARCHIVE_EMBEDDINGS`` nothing of it is touched.
"""

__all__ = [
    "changed_articles",
    "embedders",
    "embedding_pass",
    "meaning_home",
]
