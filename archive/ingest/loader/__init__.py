"""The loader: the only stage of ingest that writes to the database."""

from archive.ingest.loader.load import Loader
from archive.ingest.loader.report import LoadReport

__all__ = ["LoadReport", "Loader"]
