"""How each field of an article came to be, and what it was before.

The log and the lines of history are gone through in the order in which they were made; what a line
has otherwise than the log left it was changed by a program: a reading, or one that looks at many
pages together. What nobody recorded is left open: a value whose day or origin is not known says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from archive.changes.field_events import (
    HistoryLine,
    LoggedChange,
    RecordedEvents,
    recorded_events,
)
from archive.changes.field_values import (
    CLOSABLE_FIELDS,
    LOGGED_FIELDS,
    Columns,
    told_columns,
    value_digest,
)
from archive.models import Article
from archive.models.editing import ENTITIES, STATUS, FieldState, state_of

_SAME_SAVE: Final = timedelta(minutes=1)
"""Between the line of history and the row of the log of one save of the form."""


class Setter(StrEnum):
    """Who gave a field its value."""

    READING = "reading"
    EDITOR = "editor"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Origin:
    """How a value came to be. ``when`` is ``None`` where its day was not recorded.

    ``capture`` and ``layout`` are those that a reading went by, ``person`` and ``act`` an editor's.
    """

    setter: Setter
    when: datetime | None = None
    person: str = ""
    act: str = ""
    capture: int | None = None
    layout: str = ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value that a field had, until ``until``; the current one has no end.

    ``columns`` is ``None`` where the value is not told: too long, closed, or withheld. ``closed`` is
    the reason of the editor who closed it. ``while_hidden`` says that it ended, or may have ended, while the article
    was hidden, so that it went without readers seeing what came of it.
    """

    columns: Columns | None
    origin: Origin
    until: datetime | None = None
    closed: str = ""
    while_hidden: bool = False

    def digest(self, name: str) -> str:
        """Return the hash of the value of the field ``name``; empty where it is not told.

        What an article's status was is closed by nobody: readers saw it.
        """
        is_known = self.columns is not None and name in CLOSABLE_FIELDS
        return value_digest(name, self.columns or {}) if is_known else ""


@dataclass(slots=True)
class _Chain:
    """The values of one field so far."""

    values: list[FieldValue] = field(default_factory=list)

    @property
    def columns(self) -> Columns | None:
        return self.values[-1].columns if self.values else None

    def becomes(self, columns: Columns | None, origin: Origin) -> None:
        if self.values:
            self.values[-1] = replace(self.values[-1], until=origin.when)
        self.values.append(FieldValue(columns, origin))


def field_histories(article: Article) -> tuple[dict[str, tuple[FieldValue, ...]], bool]:
    """Return the values of each field, the newest first, and whether older ones are left out.

    Three queries, and a bounded number of letters. Of a status that never changed there is nothing.
    """
    events = recorded_events(article)
    chains = {name: _Chain() for name in LOGGED_FIELDS}
    first = _first_reading(article, events)
    recorded: list[LoggedChange | HistoryLine] = [
        *events.lines,
        *events.changes,
    ]
    # What was recorded at the same moment stays in the order in which it stands here.
    for event in sorted(recorded, key=lambda each: each.when):
        if isinstance(event, LoggedChange):
            _follow_change(chains[event.field], event, first)
        else:
            _follow_line(chains, event, first, events)
    for name, chain in chains.items():
        if name != STATUS or chain.values:
            _end_at_present(chain, name, _present(article, name), first)
    hidden = _hidden_spans(events)
    found = {
        name: (
            chain.values[-1],
            *(_marked(each, hidden, name) for each in reversed(chain.values[:-1])),
        )
        for name, chain in chains.items()
        if chain.values
    }
    return found, events.cut


def _first_reading(article: Article, events: RecordedEvents) -> Origin:
    """Return the origin of the first values that are known.

    It is the first reading, of the capture that the first line of history has, or of the article's
    own where there is no line; unless that line was written by a later reading, or older ones are
    left out.
    """
    if events.cut or (events.lines and events.lines[0].is_reading):
        return Origin(Setter.READING)
    if not events.lines:
        capture, layout = article.capture_id, article.layout
        return Origin(Setter.READING, article.created_at, capture=capture, layout=layout)
    line = events.lines[0]
    return Origin(Setter.READING, article.created_at, capture=line.capture, layout=line.layout)


def _follow_change(chain: _Chain, event: LoggedChange, first: Origin) -> None:
    if not chain.values:
        chain.becomes(event.before, Origin(Setter.EDITOR) if event.was_edited else first)
    if event.after is None or event.after != chain.columns:
        origin = Origin(Setter.EDITOR, event.when, event.person, event.act)
        chain.becomes(event.after, origin)


def _follow_line(
    chains: dict[str, _Chain], line: HistoryLine, first: Origin, events: RecordedEvents
) -> None:
    for name, columns in line.values.items():
        chain = chains[name]
        if not chain.values:
            chain.becomes(columns, Origin(Setter.EDITOR) if name in line.edited else first)
        elif columns != chain.columns and not _is_logged(name, columns, line, events):
            chain.becomes(columns, _origin_of_line(name, line))


def _origin_of_line(name: str, line: HistoryLine) -> Origin:
    if line.is_reading and name not in line.edited:
        return Origin(Setter.READING, line.when, capture=line.capture, layout=line.layout)
    if line.person and not line.is_reading:
        return Origin(Setter.EDITOR, line.when, line.person)
    return Origin(Setter.EDITOR if name in line.edited else Setter.PROGRAM)


def _is_logged(name: str, columns: Columns, line: HistoryLine, events: RecordedEvents) -> bool:
    """Return whether the log tells of it: of the same save, or of background work done later."""
    return any(
        (each.after == columns and abs(each.when - line.when) < _SAME_SAVE)
        or (each.in_background and each.before == columns and each.when <= line.when)
        for each in events.changes
        if each.field == name
    )


def _present(article: Article, name: str) -> FieldState:
    """Return what an article says now; of names the keys of all entities that it mentions."""
    if name != ENTITIES:
        return state_of(article, name)
    named = article.mentions.order_by().values_list("entity__key", flat=True)
    return FieldState({ENTITIES: sorted(set(named))})


def _end_at_present(chain: _Chain, name: str, now: FieldState, first: Origin) -> None:
    """Let the chain end with what the article says now."""
    columns = told_columns(name, now.values)
    if not chain.values:
        chain.becomes(columns, Origin(Setter.EDITOR) if now.edited else first)
    elif chain.columns is None:
        chain.values[-1] = replace(chain.values[-1], columns=columns)
    elif columns != chain.columns:
        chain.becomes(columns, Origin(Setter.EDITOR if now.edited else Setter.PROGRAM))


def _hidden_spans(events: RecordedEvents) -> list[tuple[datetime, datetime | None]]:
    """Return from when until when the article was hidden."""
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for each in events.changes:
        if each.field != STATUS:
            continue
        # A status is a few words; one that is too long to be read hid the article.
        hidden = each.after is None or bool(each.after.get("hidden"))
        if hidden and since is None:
            since = each.when
        elif not hidden and since is not None:
            spans.append((since, each.when))
            since = None
    return [*spans, (since, None)] if since is not None else spans


def _marked(
    value: FieldValue, hidden: list[tuple[datetime, datetime | None]], name: str
) -> FieldValue:
    """Say of an earlier value whether it ended, or may have ended, while the article was hidden."""
    until = value.until
    within = name != STATUS and any(
        until is None or (start <= until and (end is None or until <= end)) for start, end in hidden
    )
    return replace(value, while_hidden=within)
