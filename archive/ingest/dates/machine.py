"""Publication dates from what machinery wrote: a page's metadata, an article's address."""

from __future__ import annotations

from datetime import date
from typing import Final

from archive.ingest.dates.cues import DateCues, MetadataDate
from archive.ingest.dates.folded import fold_for_dates
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.reading import DateReading, scan_dates
from archive.ingest.dates.review import objection
from archive.ingest.dates.stated import StatedDate
from archive.ingest.dates.urls import find_in_url

GUESS: Final = "trafilatura"
_LONGEST_VALUE: Final = 100
_FRESH_DAYS: Final = 31


def read_machine_dates(
    cues: DateCues, inferred: StatedDate | None, captured: date | None, today: date | None
) -> StatedDate | None:
    """Return the date that metadata and address state, or None.

    Sources that disagree give the interval that holds them all: a page moved to another
    system often bears the day of the move beside its own. A guess of trafilatura counts
    only where cues of the text (``inferred``) lead to the same days.
    """
    readings = [
        (reading, entry)
        for entry in cues.metadata
        if entry.source != GUESS and (reading := _read(entry)) is not None
    ]
    objections = [objection(reading, captured, today) for reading, _ in readings]
    sound = [found for found, reason in zip(readings, objections, strict=True) if not reason]
    address = find_in_url(cues.url)
    if address and captured and address[0].earliest and address[0].earliest > captured:
        address = None
    if sound:
        return _combine(sound, address)
    if address is not None:
        return StatedDate(address[0], address[1])
    reason = next(filter(None, objections), "")
    if reason:
        return StatedDate(Interval(), readings[0][1].value, review=reason)
    return _confirmed_guess(cues, inferred, captured)


def _read(entry: MetadataDate) -> DateReading | None:
    return next(iter(scan_dates(fold_for_dates(entry.value[:_LONGEST_VALUE]))), None)


def _combine(
    sound: list[tuple[DateReading, MetadataDate]], address: tuple[Interval, str] | None
) -> StatedDate:
    first, entry = sound[0]
    days = first.interval
    for reading, _ in sound[1:]:
        days = _meet(days, reading.interval)
    evidence = f"{entry.source}: {entry.value.strip()}"
    if address is not None:
        days = _meet(days, address[0])
    if days != first.interval:
        others = [f"{entry.source}: {entry.value.strip()}" for _, entry in sound[1:]]
        evidence = " · ".join([evidence, *others, *([address[1]] if address else [])])
    return StatedDate(days, evidence, first.at if days == first.interval else None)


def _meet(days: Interval, other: Interval) -> Interval:
    """Return what two sources share; where they share nothing, all that either says.

    One day apart is the same moment seen from two time zones.
    """
    common = days & other
    return days | other if common.is_empty else common


def _confirmed_guess(
    cues: DateCues, inferred: StatedDate | None, captured: date | None
) -> StatedDate | None:
    guess = next((entry for entry in cues.metadata if entry.source == GUESS), None)
    reading = _read(guess) if guess else None
    if guess is None or reading is None or inferred is None or reading.doubt is not None:
        return None
    day = reading.earliest
    if reading.earliest != reading.latest or (day.month, day.day) == (1, 1) or day == captured:
        return None
    start = inferred.days.earliest
    near = start is not None and (day - start).days <= _FRESH_DAYS
    if day not in inferred.days or not near:
        return None
    return StatedDate(Interval.of_day(day), f"{guess.source}: {guess.value.strip()}")
