"""Web archives: captures written as WARC and WACZ files for others to keep, replay and load again.

From the keys of captures to bytes, a record at a time: memory does not grow with their number.
What is hidden, closed or withdrawn is left out here, whoever asks.
"""

from archive.web_archives.capture_export import FORMATS, CaptureExport, ExportFormat
from archive.web_archives.open_captures import captures_of_articles
from archive.web_archives.signed_manifest import write_export

__all__ = ["FORMATS", "CaptureExport", "ExportFormat", "captures_of_articles", "write_export"]
