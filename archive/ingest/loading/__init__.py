"""Loading: the only stage of ingest that writes to the database.

``Loader`` takes raw captures in batches, has them enriched and writes each batch in one
transaction. ``article_writer`` is shared with reparsing, and so are ``shared_headers``, which
judges dates that many pages of an outlet share, and ``outlet_directory``.
"""

from archive.ingest.loading.loader import Loader, LoadReport

__all__ = ["LoadReport", "Loader"]
