"""Pages of what readers take away and keep: feeds, keys, saved searches, lists.

``search.urls`` names the views. What is kept stands in ``archive.readers``.
"""

__all__ = [
    "alert_check",
    "alert_mailing",
    "alert_pages",
    "feed_pages",
    "key_pages",
    "list_pages",
    "new_article_pages",
    "saved_search_pages",
    "shared_list_pages",
]
