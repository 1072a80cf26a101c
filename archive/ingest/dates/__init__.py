"""When an article was published: read, weighed and, where honest, inferred.

``read_date`` reads the explicit dates of any text; ``resolve_publication`` turns what a
layout found into a ``PublicationDate``. The rules are explained in ``docs/dates.md``.
"""

from archive.ingest.dates.cues import DateCues, MetadataDate
from archive.ingest.dates.demotion import DatedPage, demote_shared_headers
from archive.ingest.dates.lines import looks_like_date_line, read_capture_header
from archive.ingest.dates.reading import DateReading, read_date
from archive.ingest.dates.resolve import resolve_publication

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
