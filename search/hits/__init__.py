"""Hits: where a text holds what a search asks for, how each word matched, and the snippet.

Call ``article_hits`` for the hit of an article that was found, ``matching`` for the highlights of
any text, ``snippets`` for a text with its highlights.
"""

__all__ = ["article_hits", "matching", "snippets"]
