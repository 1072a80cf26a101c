"""Captures: what was saved from the web, kept byte for byte until it is withdrawn.

- ``store``: the bytes under their hash, given back as they were loaded;
- ``verification``: every one of them read;
- ``withdrawal``: removing them for good;
- ``article_identity``: an article found again in another capture of its document.
"""

__all__ = ["article_identity", "store", "verification", "withdrawal"]
