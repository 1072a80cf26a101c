"""Infers the days of publication from cues that state no date, as constraints that intersect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.ingest.dates.ages import read_age_within
from archive.ingest.dates.constraints import Constraint, YearlessConstraint
from archive.ingest.dates.date_cues import DateCues
from archive.ingest.dates.date_lines import header_day
from archive.ingest.dates.date_reader import find_mentions
from archive.ingest.dates.folded_text import LONGEST, fold_for_dates
from archive.ingest.dates.intervals import Interval
from archive.ingest.dates.stated_dates import ELLIPSIS, StatedDate, read_updated
from archive.ingest.dates.text_constraints import (
    captioned_events,
    dated_quotation,
    days_of_writing,
    month_of_writing,
    past_events,
    posts_by_id,
    signed_posts,
    years_of_writing,
)

_SHORTEST_YEAR: Final = 365
"""Days within which every month comes once: in a shorter interval it is known which."""
_NUMBERED_YEAR: Final = re.compile(r"(?:عام|سنه)\s{1,3}((?:19|20)\d\d)(?!\d)")
_NEVER: Final = Interval(date.max, date.min)
"""No day at all: what is intersected with it is empty."""


def infer(cues: DateCues, captured: date | None) -> StatedDate | None:
    """Return the days on which the cues let an article have been published, or None.

    The cues give constraints, which are intersected to the narrowest honest interval.
    ``captured`` closes the interval but never opens one: without a constraint that belongs
    to the days of publication, or with some that exclude each other, the date is unknown.
    A line of an update is a constraint too, and alone leaves the first day open.
    """
    lines, text = list(_line_constraints(cues, captured)), list(_text_constraints(cues))
    dated = [each for each in (*lines, *text) if isinstance(each, Constraint)]
    days = _intersect(dated, Interval(None, captured))
    header = header_day(cues.header)
    dated += _place(lines, days, captured)
    placed = _place(text, days, header if header is not None else _end_of_a_year(days))
    if header is None or not _speaks_of_other_years(cues, placed):
        dated += placed
    if not any(constraint.fresh for constraint in dated):
        return None
    days = _intersect(dated, Interval(None, captured))
    return None if days.is_empty else StatedDate(days, _evidence(dated, days))


def _intersect(constraints: Iterable[Constraint], days: Interval) -> Interval:
    for constraint in constraints:
        days &= constraint.days
    return days


def _line_constraints(
    cues: DateCues, captured: date | None
) -> Iterator[Constraint | YearlessConstraint]:
    """Yield what the article's own date lines tell that state no full date."""
    updated = read_updated(cues.stated, captured)
    if updated is not None:
        yield Constraint(updated.days, updated.evidence)
    for line in cues.stated:
        days = read_age_within(line, captured) if captured is not None else None
        if days is not None:
            yield Constraint(days, line.strip())
    for line in (*cues.stated, cues.dateline):
        text = fold_for_dates(line)
        for mention in find_mentions(text):
            if mention.day and mention.year is None and mention.calendar is Calendar.GREGORIAN:
                yield YearlessConstraint(
                    mention.month,
                    text.surface(mention.start, mention.end),
                    mention.day,
                    mention.day,
                    weekday=mention.weekday,
                    weekday_of=mention.day,
                )


def _text_constraints(cues: DateCues) -> Iterator[Constraint | YearlessConstraint]:
    body = _own_text(cues)
    yield from posts_by_id(body)
    for quotation in cues.quoted:
        yield from posts_by_id(quotation[:LONGEST])
        yield from dated_quotation(quotation[:LONGEST])
    yield from captioned_events(cues.captions)
    text = fold_for_dates(body)
    yield from years_of_writing(text)
    mentions = find_mentions(text)
    yield from signed_posts(text, mentions)
    yield from _one_day([day for each in mentions for day in days_of_writing(text, each)])
    for mention in mentions:
        yield from month_of_writing(text, mention)
        yield from past_events(text, mention)


_OPENS_A_STORY: Final = re.compile(
    r"[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,3}\s?[-–]\s?[^\W\d_]{2,20}\s[^\W\d_]{2,20}"
    r"|\d{1,2}:\d\d\s?(?:ص|م|[ap]m)?\s"
)
"""What another story at the article's foot begins with: an outlet or a place and a dash, or an
hour of its own."""


def _own_text(cues: DateCues) -> str:
    """Return title and paragraphs up to where another story begins at the article's foot."""
    paragraphs = list(cues.paragraphs)
    for number, paragraph in enumerate(paragraphs):
        if number and _OPENS_A_STORY.match(paragraph):
            del paragraphs[number:]
            break
    return "\n".join((cues.title, *paragraphs))[:LONGEST]


def _one_day(
    constraints: list[Constraint | YearlessConstraint],
) -> Iterator[Constraint | YearlessConstraint]:
    """Yield what "today" and "yesterday" tell; two days of writing are those of two texts."""
    starts = {each.days.earliest for each in constraints if isinstance(each, Constraint)}
    if len(starts) > 1:
        yield Constraint(_NEVER, constraints[0].evidence)
    yield from constraints


def _place(
    constraints: list[Constraint | YearlessConstraint], days: Interval, anchor: date | None
) -> list[Constraint]:
    """Return the yearless constraints in the last year that fits before ``anchor``.

    Without an anchor the year is unknown and they tell nothing. One that fits no day
    contradicts the rest: it is placed on no day, and every intersection with it is empty.
    """
    yearless = [each for each in constraints if isinstance(each, YearlessConstraint)]
    if anchor is None:
        return []
    anchor = min(anchor, days.latest or anchor)
    return [Constraint(each.last_before(anchor) or _NEVER, each.evidence) for each in yearless]


def _speaks_of_other_years(cues: DateCues, placed: list[Constraint]) -> bool:
    """Tell whether the text numbers years, none of them near those of the placed constraints.

    A header tells when a page was read, which may be many years after it was written:
    then the text speaks of older years than the header's.
    """
    text = fold_for_dates("\n".join((cues.title, *cues.paragraphs))[:LONGEST])
    mentions = find_mentions(text)
    years = {
        mention.year
        for mention in mentions
        if mention.year and mention.calendar is Calendar.GREGORIAN
    }
    years |= {int(match[1]) for match in _NUMBERED_YEAR.finditer(text.plain)}
    near = {each.days.earliest.year for each in placed if each.days.earliest is not None}
    return bool(years and near) and not any(
        abs(year - other) <= 1 for year in years for other in near
    )


def _end_of_a_year(days: Interval) -> date | None:
    """Return the interval's end where it is so short that a month recurs once in it."""
    if days.earliest is None or days.latest is None:
        return None
    return days.latest if (days.latest - days.earliest).days < _SHORTEST_YEAR else None


def _evidence(constraints: list[Constraint], days: Interval) -> str:
    """Quote the constraints that set the interval's ends, the one that sets both if any does."""
    setting = [
        each
        for each in constraints
        if each.days.earliest == days.earliest or each.days.latest == days.latest
    ]
    full = [each for each in setting if each.days == days]
    if full:
        return full[0].evidence
    first = next((each for each in setting if each.days.earliest == days.earliest), None)
    last = next((each for each in setting if each.days.latest == days.latest and days.latest), None)
    chosen = [each.evidence for each in (first, last) if each is not None]
    return ELLIPSIS.join(dict.fromkeys(chosen))
