"""Decoding: from a raw capture to the text that its articles are found in.

Of plain text this is its encoding; of a page the lines that a reader sees, with what its markup
says of it; of a record its columns. ``archive.ingest.parsing`` goes on from the ``SourceText``.
"""

from archive.ingest.decoding.origins import host_of
from archive.ingest.decoding.record_columns import parse_mapping
from archive.ingest.decoding.source_text import Region, RegionKind, SourceText, source_text

__all__ = ["Region", "RegionKind", "SourceText", "host_of", "parse_mapping", "source_text"]
