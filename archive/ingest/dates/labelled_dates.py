"""The dates of a line, each with what the line calls it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.ingest.dates.date_labels import DateLabel, find_labels, label_of_date
from archive.ingest.dates.date_reader import DateReading, scan_dates
from archive.ingest.dates.folded_text import FoldedText


@dataclass(frozen=True, slots=True)
class LabelledDate:
    """A date of a line, and what the line calls it."""

    reading: DateReading
    label: DateLabel


def label_dates(text: FoldedText) -> list[LabelledDate]:
    """Return each date of a line with its year, labelled by the words before or behind it."""
    readings = list(scan_dates(text))
    if not readings:
        return []
    labels = find_labels(text.plain)
    spans = [text.plain_span(reading.start, reading.end) for reading in readings]
    ends, starts = (
        [0, *(end for _, end in spans)],
        [*(start for start, _ in spans), len(text.plain)],
    )
    return [
        LabelledDate(
            reading,
            label_of_date(text.plain, labels, *spans[number], ends[number], starts[number + 1]),
        )
        for number, reading in enumerate(readings)
    ]
