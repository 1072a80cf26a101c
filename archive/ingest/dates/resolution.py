"""From the cues of an article to its publication date: stated, metadata, inferred, unknown.

``demote_shared_headers`` then finds what no page shows alone: days that are the captures'.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

from archive.ingest.dates.clock import zone_of_country
from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_lines import read_capture_header
from archive.ingest.dates.inference import infer
from archive.ingest.dates.intervals import Interval, to_edtf
from archive.ingest.dates.machine_dates import read_machine_dates
from archive.ingest.dates.stated_dates import StatedDate, read_stated
from archive.records.documents import DateBasis, DatePrecision, PublicationDate


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


FEWEST_CAPTURES: Final = 5
"""Captures of different addresses that must bear the one date: fewer may share it by chance."""
SMALLEST_SHARE: Final = 0.8
"""Share of an outlet's captures that bear the one date; a busy day of news has less."""


class DatedPage(NamedTuple):
    """The date that the page at ``uri`` states, under the name of its outlet or layout."""

    outlet: str
    day: date
    uri: str


def demote_shared_headers(pages: Iterable[DatedPage]) -> set[tuple[str, date]]:
    """Return each (outlet, day) that so many captures share that it is their capture's day.

    A site that prints today's date above every page gives all pages captured on one day
    the same line; one page cannot show that, a load of many can. So many are: at least five captures of different addresses, and four fifths or more of all
    that the outlet has in ``pages``. Give it only unlabelled lines without a clock time
    (those of which ``read_capture_header`` tells a day): articles of one day may honestly
    share what a label calls their publication.
    """
    captures: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in pages:
        captures[page.outlet][page.day].add(page.uri)
    shared = set()
    for outlet, days in captures.items():
        total = sum(map(len, days.values()))
        counts = Counter({day: len(uris) for day, uris in days.items()})
        day, count = counts.most_common(1)[0]
        if count >= FEWEST_CAPTURES and count >= SMALLEST_SHARE * total:
            shared.add((outlet, day))
    return shared
