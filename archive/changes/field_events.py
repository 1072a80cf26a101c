"""What is recorded of an article's fields: the rows of the log, and the lines of its history.

The log (``Change``) has every act of an editor, field by field. History (django-simple-history) has
whole articles: after a reading that changed one, and around each save of the editor's form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast, Length

from archive.changes.field_values import LOGGED_FIELDS, TOLD_FIELDS, Columns, told_columns
from archive.models import Article, Change, Subject
from archive.models.editing import state_of

MOST_CHANGES: Final = 100
"""Rows of the log that are read of an article, the latest."""
MOST_LINES: Final = 100
"""Lines of history that are read of an article, the latest."""
MOST_LETTERS: Final = 20_000
"""Letters of a value that is read: a longer one is told of, and not shown. A hundred lines of
history are 2 MB then."""
_ESCAPED: Final = 6
"""Signs for which a letter stands in JSON that holds ASCII alone («\\u0645»)."""
READINGS: Final = frozenset({"loaded again", "parsed again", "load undone"})
"""Why history has a line: the reasons that the loader gives."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A row of the log. A value is ``None`` where it is too long to be read."""

    when: datetime
    field: str
    before: Columns | None
    after: Columns | None
    was_edited: bool
    is_edited: bool
    person: str
    act: str
    in_background: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An article as it was. A field is missing from ``values`` where it is too long to be read."""

    when: datetime
    values: Mapping[str, Columns]
    edited: frozenset[str]
    capture: int | None
    layout: str
    person: str
    is_reading: bool


@dataclass(frozen=True, slots=True)
class RecordedEvents:
    """What is recorded of an article, the oldest first; ``cut`` says that there is more before."""

    changes: tuple[LoggedChange, ...]
    lines: tuple[HistoryLine, ...]
    cut: bool


def recorded_events(article: Article) -> RecordedEvents:
    """Return what is recorded of an article's fields. Two queries."""
    changes = list(_changes(article))
    lines = list(_lines(article))
    cut = len(changes) > MOST_CHANGES or len(lines) > MOST_LINES
    return RecordedEvents(
        tuple(reversed(changes[:MOST_CHANGES])), tuple(reversed(lines[:MOST_LINES])), cut
    )


def _short(column: str) -> Case:
    """Return a column's text where it is short enough, else NULL."""
    text = Cast(column, TextField())
    return Case(
        When(**{f"{column}_letters__lte": MOST_LETTERS * _ESCAPED}, then=text),
        default=Value(None),
        output_field=TextField(),
    )


def _changes(article: Article) -> Iterator[LoggedChange]:
    rows = (
        Change.objects.filter(kind=Subject.ARTICLE, row=article.pk)
        .filter(field__in=LOGGED_FIELDS)
        .annotate(
            before_letters=Length(Cast("before", TextField())),
            after_letters=Length(Cast("after", TextField())),
        )
        .annotate(short_before=_short("before"), short_after=_short("after"))
        .order_by("-changeset__made_at", "-pk")
        .values_list(
            "changeset__made_at",
            "field",
            "short_before",
            "short_after",
            "edited_before",
            "edited_after",
            "changeset__made_by__username",
            "changeset__act",
            "changeset__job",
        )[: MOST_CHANGES + 1]
    )
    for when, field, before, after, was_edited, is_edited, person, act, job in rows:
        yield LoggedChange(
            when=when,
            field=field,
            before=_columns(field, before),
            after=_columns(field, after),
            was_edited=was_edited,
            is_edited=is_edited,
            person=person or "",
            act=act,
            in_background=job is not None,
        )


def _columns(field: str, written: str | None) -> Columns | None:
    if written is None:
        return None
    values: dict[str, Any] = json.loads(written)
    return told_columns(field, values)


def _lines(article: Article) -> Iterator[HistoryLine]:
    rows = (
        Article.history.filter(id=article.pk)
        .select_related("history_user")
        .defer("body")
        .annotate(body_letters=Length("body"))
        .annotate(
            short_body=Case(
                When(body_letters__lte=MOST_LETTERS, then=F("body")),
                default=Value(None),
                output_field=TextField(),
            )
        )
        .order_by("-history_date", "-history_id")[: MOST_LINES + 1]
    )
    for row in rows:
        names = [name for name in TOLD_FIELDS if name != "body"]
        values = {name: told_columns(name, state_of(row, name).values) for name in names}
        if row.short_body is not None:
            values["body"] = {"body": row.short_body}
        yield HistoryLine(
            when=row.history_date,
            values=values,
            edited=frozenset(row.edited),
            capture=row.capture_id,
            layout=row.layout,
            person=row.history_user.get_username() if row.history_user else "",
            is_reading=(row.history_change_reason or "") in READINGS,
        )
