"""Parsing: from a capture's text to its articles. Each layout of pages is a data file.

``parse_capture`` and ``parse_text`` (in ``parse``) are the way in; ``archive.ingest.explain``
shows what was made of each line. A newcomer reads ``parse``, then ``page_classifier``.
"""

from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.page_classifier import ClassifiedPage, classify_page
from archive.ingest.parsing.parse import ParsedCapture, parse_capture, parse_text
from archive.ingest.parsing.record_lines import classify_record

__all__ = [
    "ClassifiedPage",
    "ParsedCapture",
    "Role",
    "classify_page",
    "classify_record",
    "parse_capture",
    "parse_text",
]
