"""When an article was published: read, weighed and, where honest, inferred.

``read_date`` reads the explicit dates of any text; ``resolve_publication`` turns what a
layout found into a ``PublicationDate``. The rules are explained in ``docs/dates.md``.
"""

from archive.ingest.dates.date_cues import DateCues, MetadataDate
from archive.ingest.dates.date_lines import looks_like_date_line, read_capture_header
from archive.ingest.dates.date_reader import DateReading, read_date
from archive.ingest.dates.resolution import DatedPage, demote_shared_headers, resolve_publication

__all__ = [
    "DateCues",
    "DatedPage",
    "DateReading",
    "MetadataDate",
    "demote_shared_headers",
    "looks_like_date_line",
    "read_capture_header",
    "read_date",
    "resolve_publication",
]
