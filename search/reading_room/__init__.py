"""Pages of what readers take away and keep: feeds, keys, saved searches, lists.

``search.urls`` names the views. What is kept stands in ``archive.readers``.
"""

__all__ = ["feed_pages", "feed_access", "key_pages"]
"""Modules that ``search.urls`` may name."""
