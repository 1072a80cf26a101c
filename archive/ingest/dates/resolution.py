"""Decides when an article was published: stated, by metadata, inferred, or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from archive.arabic.normalize import fold
from archive.ingest.dates.clock import zone_of_country
from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_lines import header_day, read_date_line
from archive.ingest.dates.inference import infer
from archive.ingest.dates.intervals import Interval, to_edtf
from archive.ingest.dates.machine_dates import read_machine_dates
from archive.ingest.dates.stated_dates import (
    FARTHEST_DAYS,
    SOURCES_DISAGREE,
    StatedDate,
    read_stated,
    read_updated,
)
from archive.records.documents import DateBasis, DatePrecision, PublicationDate


def resolve_publication(cues: DateCues, today: date | None = None) -> PublicationDate:
    """Return when an article was published, as far as its cues tell; never raises.

    In this order: the page's own words; metadata and the address; the title of a bulletin
    that names its day; cues in the text as constraints, intersected. A date of change is an
    upper bound. A stated date that cannot be right (impossible, after the capture or
    ``today``, before 1900, contradicting itself, more than a month from metadata or address)
    leaves the date unknown and ``review`` says why: a page that errs openly is not overruled
    by a guess.
    """
    captured = _last_day(cues)
    zone = zone_of_country(cues.outlet_country)
    stated = read_stated(cues.stated, zone, captured, today) or (
        read_stated((cues.dateline,), zone, captured, today) if cues.dateline else None
    )
    if stated is not None:
        machine = read_machine_dates(cues, captured, today)
        return _of_page_and_machine(cues, stated, machine)
    machine = read_machine_dates(cues, captured, today)
    if machine is not None:
        updated = read_updated(cues.stated, captured)
        return _publication(_before(updated, machine), DateBasis.METADATA)
    if (titled := read_date_line(cues.title)) is not None and titled.is_bulletin:
        of_title = read_stated((cues.title,), zone, captured, today)
        if of_title is not None:
            return _publication(of_title, DateBasis.STATED)
    # Reading the whole text costs more than all the rest: only where nothing else tells.
    inferred = infer(cues, captured)
    return PublicationDate() if inferred is None else _publication(inferred, DateBasis.INFERRED)


def _of_page_and_machine(
    cues: DateCues, stated: StatedDate, machine: StatedDate | None
) -> PublicationDate:
    """Return the date that a page states, unless metadata or address are a month from it.

    Then neither is believed; but a day that stands in the title too is what the article is
    about («ذكرى 2/8/1990»), and does not outweigh them.
    """
    if stated.review or machine is None or machine.review:
        return _publication(stated, DateBasis.STATED)
    if _days_between(stated.days, machine.days) <= FARTHEST_DAYS:
        return _publication(stated, DateBasis.STATED)
    if fold(stated.evidence) in fold(cues.title):
        return _publication(machine, DateBasis.METADATA)
    return _publication(_disagreement(stated, machine), DateBasis.UNKNOWN)


def _before(updated: StatedDate | None, machine: StatedDate) -> StatedDate:
    """Return the date of metadata, which a line of an update that is older widens or denies."""
    if updated is None or machine.review or machine.days.earliest is None:
        return machine
    last = updated.days.latest
    if last is None or machine.days.earliest <= last:
        return machine
    if _days_between(updated.days, machine.days) > FARTHEST_DAYS:
        return _disagreement(updated, machine)
    return replace(machine, days=machine.days | Interval.of_day(last), at=None)


def _days_between(some: Interval, others: Interval) -> int:
    """Return how many days lie between two intervals; 0 where they meet."""
    gaps = [
        (later.earliest - former.latest).days
        for former, later in ((some, others), (others, some))
        if later.earliest is not None and former.latest is not None
    ]
    return max(0, *gaps)


def _disagreement(one: StatedDate, other: StatedDate) -> StatedDate:
    words = f"{SOURCES_DISAGREE}: «{one.evidence}»، «{other.evidence}»"
    return StatedDate(Interval(), one.evidence, review=words)


def _last_day(cues: DateCues) -> date | None:
    """Return the last day on which the page can have been published."""
    days = (cues.captured, header_day(cues.header))
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
