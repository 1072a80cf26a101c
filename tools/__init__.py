"""Scripts that make the data files which the archive ships; nothing here runs at run time.

Each is run by hand when its source changes: ``python -m tools.build_places``. They need
``requirements-dev.txt``, and some of them the folder of data that the environment variable
``KHIZANA_SHARED`` names.
"""

__all__ = [
    "build_article_lookalikes",
    "build_clusters",
    "build_places",
    "build_word_frequencies",
    "calibrate_recogniser",
    "judged_articles",
    "labelled_corpus",
    "train_recogniser",
]
