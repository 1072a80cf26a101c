"""Loading: the only stage of ingest that writes to the database.

``Loader`` takes raw captures in batches, has them enriched and writes each batch in one
transaction; ``LoadRecord`` keeps what became of the run. Reparsing writes with the same ``ArticleWriter``. ``settle_header_dates`` judges dates
that many pages of an outlet share; ``load_outlets`` makes rows of outlets that a file describes.
"""

from archive.ingest.loading.article_writer import (
    ArticleWriter,
    CaptureToWrite,
    LostArticle,
    Written,
)
from archive.ingest.loading.load_record import LoadOrigin, LoadRecord
from archive.ingest.loading.load_report import LoadReport
from archive.ingest.loading.loader import Loader
from archive.ingest.loading.outlet_directory import load_outlets
from archive.ingest.loading.shared_headers import settle_header_dates

__all__ = [
    "ArticleWriter",
    "CaptureToWrite",
    "LoadOrigin",
    "LoadRecord",
    "LoadReport",
    "Loader",
    "LostArticle",
    "Written",
    "load_outlets",
    "settle_header_dates",
]
