"""The kind of a line that holds a date or tells an age: a date line, one that holds more, or none."""

from __future__ import annotations

from typing import Final

from archive.ingest.dates import DateLabel, DateLine, PartKind
from archive.ingest.parsing.line_forms import Kind, LineForm
from archive.ingest.parsing.person_names import name_share
from archive.ingest.parsing.signed_days import signer
from archive.knowledge.knowledge import OutletRegistry

_LONGEST_AGE: Final = 9
"""Words of a line that tells an age."""
_MOST_BESIDE_AGE: Final = 3
"""Words beside the age that nothing explains: a name."""

_HALF_NAMES: Final = 0.5
"""Share of names of persons from which words beside a day are a byline, and no headline."""
_BESIDE_DATE: Final = (PartKind.BYLINE, PartKind.OUTLET, PartKind.SECTION, PartKind.OTHER)
"""What stands beside a date and tells more than counters and controls do."""
_FEWEST_BLANKS: Final = 2
"""Blanks in what stands with a day from which it may be a headline: three words."""
_SHORTEST_BULLETIN: Final = 3
"""Words of a bulletin's name that may be a headline; fewer only lead to the day."""


def is_age(found: DateLine | None, form: LineForm) -> bool:
    """Whether a line tells little but how long ago it was written: no headline with «منذ عامين»."""
    if "age" in form.cues and form.words <= _LONGEST_AGE and form.end == "word":
        return True
    if found is None or not found.states_age:
        return False
    other = len(found.words(PartKind.OTHER).split())
    return form.words <= _LONGEST_AGE and other <= _MOST_BESIDE_AGE


def kind_of_date_line(found: DateLine, outlets: OutletRegistry) -> Kind | None:
    """Return the kind of a date line; of a bulletin's headline with its day none."""
    if not found.is_date_line:
        return Kind.DATE_AND_MORE if signer(found) else Kind.DATE
    if len(found.words(PartKind.BULLETIN).split()) >= _SHORTEST_BULLETIN:
        return None
    other = found.words(PartKind.OTHER)
    if (
        other.count(" ") >= _FEWEST_BLANKS
        and found.label is DateLabel.NONE
        and len(found.rest) == 1
        and found.rest[0].start == 0
        and not outlets.is_called(other)
        and name_share(other.split()) < _HALF_NAMES
    ):
        return None
    more = any(part.kind in _BESIDE_DATE for part in found.rest)
    return Kind.DATE_AND_MORE if more else Kind.DATE
