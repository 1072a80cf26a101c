"""Articles and results for other programs, in stable shapes.

``article_lines`` is the archive's exchange format, ``json_results`` one page of a search.
"""

__all__ = ["article_lines", "json_results"]
