"""When an article was published: read, weighed and, where honest, inferred.

``read_date_line`` tells what one line of a page says of dates and what stands beside them;
``date_over_lines`` finds a date that stands on several. ``read_date`` reads the explicit dates
of any text, ``scan_dates`` impossible ones too, of a text that ``fold_for_dates`` has folded;
``resolve_publication`` turns what parsing found into a ``PublicationDate``; ``from_edtf`` and
``to_edtf`` read and write intervals of days as text. The rules are explained in
``docs/dates.md``.
"""

from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_labels import DateLabel
from archive.ingest.dates.date_lines import (
    DateLine,
    date_over_lines,
    header_day,
    looks_like_date_line,
    read_capture_header,
    read_date_line,
)
from archive.ingest.dates.date_reader import DateReading, read_date, scan_dates
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.intervals import EdtfError, Interval, from_edtf, to_edtf
from archive.ingest.dates.masked_line import LinePart, PartKind
from archive.ingest.dates.resolution import resolve_publication
from archive.ingest.dates.shared_days import DatedPage, days_without_share, shared_header_days

__all__ = [
    "DateCues",
    "DateLabel",
    "DateLine",
    "DateReading",
    "DatedPage",
    "EdtfError",
    "Interval",
    "LinePart",
    "PartKind",
    "date_over_lines",
    "days_without_share",
    "fold_for_dates",
    "from_edtf",
    "header_day",
    "looks_like_date_line",
    "read_capture_header",
    "read_date",
    "read_date_line",
    "resolve_publication",
    "scan_dates",
    "shared_header_days",
    "to_edtf",
]
