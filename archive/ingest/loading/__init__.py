"""The loader: the only stage of ingest that writes to the database."""

from archive.ingest.loading.load_batches import LoadReport
from archive.ingest.loading.loader import Loader

__all__ = ["LoadReport", "Loader"]
