"""Template tags: ``article_display``, ``marked_text`` and ``search_links``."""

__all__ = ["article_display", "marked_text", "search_links"]
