"""Template tags: ``article_display``, ``marked_text`` and ``search_links``."""
