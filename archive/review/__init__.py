"""What waits for a person's look, and what settles it.

- ``article_queues``: articles with doubtful dates, without text, reported by readers, twice there;
- ``unknown_outlets``: pages whose outlet nobody knows, by site, named all at once;
- ``reader_reports``: what readers report, taken within limits.
"""

__all__ = ["article_queues", "reader_reports", "unknown_outlets"]
