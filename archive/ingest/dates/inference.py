"""placeholder"""

from __future__ import annotations

from datetime import date

from archive.ingest.dates.cues import DateCues
from archive.ingest.dates.stated import StatedDate


def infer(cues: DateCues, captured: date | None) -> StatedDate | None:
    return None
