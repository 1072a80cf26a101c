"""From the cues of an article to its publication date: stated, metadata, inferred, unknown."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from archive.ingest.dates.cues import DateCues
from archive.ingest.dates.edtf import to_edtf
from archive.ingest.dates.inference import infer
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.lines import read_capture_header
from archive.ingest.dates.machine import read_machine_dates
from archive.ingest.dates.stated import StatedDate, read_stated
from archive.ingest.dates.zones import zone_of_country
from archive.ingest.records import DateBasis, DatePrecision, PublicationDate


def resolve_publication(cues: DateCues, today: date | None = None) -> PublicationDate:
    """Return when an article was published, as far as its cues tell; never raises.

    In this order: the page's own words; metadata and the address; cues in the text as
    constraints, intersected. A date of change counts as the page's own word only where
    no metadata tells more. A stated date that cannot be right (impossible, after the
    capture or ``today``, before 1900, contradicting itself) leaves the date unknown and
    ``review`` says why: a page that errs openly is not overruled by a guess.
    """
    captured = _last_day(cues)
    zone = zone_of_country(cues.outlet_country)
    stated = read_stated(cues.stated, zone, captured, today) or (
        read_stated((cues.dateline,), zone, captured, today) if cues.dateline else None
    )
    if stated is not None and not stated.updated:
        return _publication(stated, DateBasis.STATED)
    # Reading the whole text costs more than all the rest: only where something needs it.
    infer_once = cache(lambda: infer(cues, captured))
    machine = read_machine_dates(cues, infer_once, captured, today)
    if stated is not None and (machine is None or machine.review):
        return _publication(stated, DateBasis.STATED)
    if machine is not None:
        return _publication(machine, DateBasis.METADATA)
    inferred = infer_once()
    return PublicationDate() if inferred is None else _publication(inferred, DateBasis.INFERRED)


def _last_day(cues: DateCues) -> date | None:
    """Return the last day on which the page can have been published."""
    days = (cues.captured, read_capture_header(cues.header))
    return min((day for day in days if day is not None), default=None)


def _publication(found: StatedDate, basis: DateBasis) -> PublicationDate:
    if found.review:
        return PublicationDate(evidence=found.evidence, review=found.review)
    days = found.days
    return PublicationDate(
        days.earliest,
        days.latest,
        found.at,
        _precision(days, found.at),
        to_edtf(days.earliest, days.latest),
        basis,
        found.evidence,
    )


def _precision(days: Interval, at: datetime | None) -> DatePrecision:
    return DatePrecision.MINUTE if at is not None else days.precision
