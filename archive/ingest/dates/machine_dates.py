"""Publication dates from what machinery wrote: a page's metadata, and its address."""

from __future__ import annotations

import re
from datetime import date, timedelta, timezone, tzinfo
from typing import Final

from archive.ingest.dates.address_dates import find_in_url
from archive.ingest.dates.clock import zone_of_country
from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_reader import DateReading, scan_dates
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.intervals import EdtfError, Interval, from_edtf
from archive.ingest.dates.stated_dates import (
    ELLIPSIS,
    FARTHEST_DAYS,
    LINES_DISAGREE,
    StatedDate,
    objection,
    objection_to_days,
)
from archive.records.documents import PublishedCandidate

_LONGEST_VALUE: Final = 100
"""Code points of a value of metadata that are looked at."""
_BASIC_ISO: Final = re.compile(r"^((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)(?=t|T|$)")
_ARAB_EAST: Final = timezone(timedelta(hours=3))
"""Where most Arabic outlets write, from Baghdad to Sanaa and, in summer, Cairo."""


def read_machine_dates(
    cues: DateCues, captured: date | None, today: date | None
) -> StatedDate | None:
    """Return the date that metadata and address state, or None.

    Sources that disagree give the interval that holds them all: a page moved to another
    system often bears the day of the move beside its own.
    """
    read = ((_read(entry), entry) for entry in cues.metadata)
    readings = [(reading, entry) for reading, entry in read if reading is not None]
    spans = [span for entry in cues.metadata if (span := _read_span(entry, captured, today))]
    objections = [objection(reading, captured, today) for reading, _ in readings]
    sound = [found for found, reason in zip(readings, objections, strict=True) if not reason]
    address = find_in_url(cues.url)
    if address and captured and address[0].earliest and address[0].earliest > captured:
        address = None
    if sound:
        return _combine(sound, address, zone_of_country(cues.outlet_country))
    if address is not None:
        return StatedDate(address[0], address[1])
    if spans:
        return spans[0]
    reason = next(filter(None, objections), "")
    if reason:
        return StatedDate(Interval(), readings[0][1].value, review=reason)
    return None


def _read(entry: PublishedCandidate) -> DateReading | None:
    value = entry.value[:_LONGEST_VALUE].strip()
    basic = _BASIC_ISO.match(value)
    if basic is not None:
        value = "-".join(basic.groups()) + value[basic.end() :]
    if "/" in value and _read_edtf(value) is not None:
        return None
    return next(iter(scan_dates(fold_for_dates(value))), None)


def _read_span(
    entry: PublishedCandidate, captured: date | None, today: date | None
) -> StatedDate | None:
    """Return what a value says that is no day: a month, a year, or an EDTF interval.

    Records exported from an archive come back with such values.
    """
    days = _read_edtf(entry.value.strip())
    if days is None or days.days == 1:
        return None
    reason = objection_to_days(days, entry.value.strip(), captured, today)
    return StatedDate(Interval() if reason else days, _quote(entry), review=reason)


def _read_edtf(value: str) -> Interval | None:
    try:
        earliest, latest, _ = from_edtf(value[:_LONGEST_VALUE])
    except EdtfError:
        return None
    return None if earliest is None and latest is None else Interval(earliest, latest)


def _combine(
    sound: list[tuple[DateReading, PublishedCandidate]],
    address: tuple[Interval, str] | None,
    zone: tzinfo | None,
) -> StatedDate:
    first, entry = sound[0]
    days, at, quoted = _own_days(first, address, zone), first.at, [_quote(entry)]
    for reading, _ in sound[1:]:
        days = _meet(days, _own_days(reading, address, zone))
    if address is not None:
        days = _meet(days, address[0])
    if days != first.interval:
        quoted += [_quote(entry) for _, entry in sound[1:]]
        quoted += [address[1]] if address is not None else []
    evidence = ELLIPSIS.join(dict.fromkeys(quoted))
    if days.days > max(first.interval.days, FARTHEST_DAYS):
        return StatedDate(Interval(), evidence, review=f"{LINES_DISAGREE}: «{evidence}»")
    if at is not None and days.days == 1 and at.date() not in days:
        at = at.astimezone(zone or _ARAB_EAST)
    return StatedDate(days, evidence, at if days.days == 1 else None)


def _own_days(
    reading: DateReading, address: tuple[Interval, str] | None, zone: tzinfo | None
) -> Interval:
    """Return the days that a moment may bear on its own page.

    Machinery often writes UTC, where an evening's article is of the next day at home.
    The address, written at home, decides; else both days remain possible.
    """
    if reading.at is None or reading.at.utcoffset():
        return reading.interval
    home = reading.at.astimezone(zone or _ARAB_EAST).date()
    if address is not None and address[0] == Interval.of_day(home):
        return address[0]
    return reading.interval | Interval.of_day(home) if zone else reading.interval


def _quote(entry: PublishedCandidate) -> str:
    return f"{entry.source}: {entry.value.strip()}"


def _meet(days: Interval, other: Interval) -> Interval:
    """Return what two sources share; where they share nothing, all that either says."""
    common = days & other
    return days | other if common.is_empty else common
