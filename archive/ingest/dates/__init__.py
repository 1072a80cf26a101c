"""When an article was published: read, weighed and, where honest, inferred.

``read_date`` reads the explicit dates of any text, ``scan_dates`` impossible ones too, of a text
that ``fold_for_dates`` has folded; ``resolve_publication`` turns what a
layout found into a ``PublicationDate``; ``from_edtf`` and ``to_edtf`` read and write
intervals of days as text. The rules are explained in ``docs/dates.md``.
"""

from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_lines import looks_like_date_line, read_capture_header
from archive.ingest.dates.date_reader import DateReading, read_date, scan_dates
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.intervals import EdtfError, Interval, from_edtf, to_edtf
from archive.ingest.dates.resolution import DatedPage, resolve_publication, shared_header_days

__all__ = [
    "DateCues",
    "DatedPage",
    "DateReading",
    "EdtfError",
    "Interval",
    "fold_for_dates",
    "shared_header_days",
    "from_edtf",
    "looks_like_date_line",
    "read_capture_header",
    "read_date",
    "resolve_publication",
    "scan_dates",
    "to_edtf",
]
