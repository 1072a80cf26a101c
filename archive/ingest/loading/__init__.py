"""The loader: the only stage of ingest that writes to the database."""

from archive.ingest.loading.loader import Loader, LoadReport

__all__ = ["LoadReport", "Loader"]
