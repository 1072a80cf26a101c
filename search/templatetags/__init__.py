"""Template tags: ``article_display``, ``facet_rows``, ``marked_text`` and ``search_links``."""

__all__ = ["article_display", "facet_rows", "marked_text", "search_links"]
