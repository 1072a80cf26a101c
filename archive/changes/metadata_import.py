"""Metadata read in from a table: looked through first, row by row, and written when confirmed.

Only the columns that the file has are read, and of these only the cells that are others than the
archive's own. What is wrong with a row is told with its number; the other rows stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.changes.article_changes import changes_since, states
from archive.changes.bulk_change import values_from_json
from archive.changes.metadata_file import MetadataFileError, table_rows
from archive.changes.metadata_table import (
    COLUMNS,
    HIDDEN,
    ID,
    PUBLISHED,
    SET,
    STATUS_CELLS,
    field_of,
    parted,
)
from archive.changes.typed_dates import typed_date
from archive.errors import ArchiveError
from archive.models import Article, Change, Outlet
from archive.models.editing import OUTLET, REPUBLISHER, STATUS, set_field

_LANGUAGE: Final = re.compile("[a-z]{2,3}")
_CHUNK: Final = 500
_TOLD_BAD: Final = 500
_SAMPLES: Final = 200


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is left out: its number in the file, its public id, and why."""

    number: int
    public_id: str
    reason: str


@dataclass(slots=True)
class DryRun:
    """What reading a table in would do.

    ``work`` is what a changeset keeps: primary keys with the fields that change, each with the
    columns as they are now and its new value. ``samples`` are the first rows that change.
    """

    total: int = 0
    same: int = 0
    bad_count: int = 0
    bad: list[BadRow] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    work: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    samples: list[tuple[int, Article, list[Change]]] = field(default_factory=list)

    def refuse(self, number: int, public_id: str, reason: str) -> None:
        """Count a bad row; the first hundreds are told."""
        self.bad_count += 1
        if len(self.bad) < _TOLD_BAD:
            self.bad.append(BadRow(number, public_id, reason))


class _RowError(ArchiveError):
    """What is wrong with a cell."""


def dry_run(content: bytes, name: str) -> DryRun:
    """Return what reading this file in would do. Raises ``MetadataFileError``."""
    table = table_rows(content, name)
    head = [cell.strip().lower() for cell in next(table, (0, []))[1]]
    if ID not in head:
        told = _(
            "The first row must name the columns, “%(id)s” among them; known are: %(columns)s."
        )
        raise MetadataFileError(told % {"id": ID, "columns": ", ".join(COLUMNS)})
    if len(set(head) - {""}) < len([column for column in head if column]):
        raise MetadataFileError(_("Two columns have one name."))
    result = DryRun(unknown_columns=[each for each in head if each and each not in COLUMNS])
    seen: set[str] = set()
    for some in _chunks(table):
        _look_through(result, head, some, seen)
    return result


def _chunks(table: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    some: list[tuple[int, list[str]]] = []
    for row in table:
        some.append(row)
        if len(some) == _CHUNK:
            yield some
            some = []
    yield some


def _look_through(
    result: DryRun, head: Sequence[str], table: Sequence[tuple[int, list[str]]], seen: set[str]
) -> None:
    read = [(number, dict(zip(head, row, strict=False))) for number, row in table if any(row)]
    ids = {cells.get(ID, "").strip() for _number, cells in read}
    rows = Article.objects.select_related("outlet", "republisher")
    rows = rows.defer("body", "spans", "captions", "standfirst").filter(public_id__in=ids)
    articles = {article.public_id: article for article in rows}
    slugs = {cells.get(name, "").strip() for _n, cells in read for name in (OUTLET, REPUBLISHER)}
    outlets = {outlet.slug: outlet for outlet in Outlet.objects.filter(slug__in=slugs)}
    for number, cells in read:
        public_id = cells.get(ID, "").strip()
        result.total += 1
        article = articles.get(public_id)
        if article is None:
            result.refuse(number, public_id, _("No article has this public id."))
        elif public_id in seen:
            result.refuse(number, public_id, _("Another row has this public id, too."))
        else:
            seen.add(public_id)
            _look_at(result, number, article, cells, outlets)


def _look_at(
    result: DryRun,
    number: int,
    article: Article,
    cells: Mapping[str, str],
    outlets: Mapping[str, Outlet],
) -> None:
    try:
        values = _changed_values(article, cells, outlets)
    except ArchiveError as error:
        result.refuse(number, article.public_id, str(error))
        return
    before = states(article, values)
    for name, value in values_from_json(values, outlets).items():
        set_field(article, name, value)
    changes = changes_since(before, article)
    if not changes:
        result.same += 1
        return
    work = {name: (before[name].values, value) for name, value in values.items()}
    result.work.append((article.pk, work))
    if len(result.samples) < _SAMPLES:
        result.samples.append((number, article, changes))


def _changed_values(
    article: Article, cells: Mapping[str, str], outlets: Mapping[str, Outlet]
) -> dict[str, Any]:
    """Return the values of the cells that are others than the archive's, as JSON's types."""
    changed = {
        column: text.strip()
        for column, text in cells.items()
        if column in SET and text.strip() != SET[column](article).strip()
    }
    values = {
        field_of(column): _value(column, text, outlets)
        for column, text in changed.items()
        if column not in STATUS_CELLS
    }
    if any(column in STATUS_CELLS for column in changed):
        values[STATUS] = _status_value(article, cells)
    return values


def _value(column: str, text: str, outlets: Mapping[str, Outlet]) -> Any:
    if column == "date":
        return typed_date(text).edtf
    if column == "keywords":
        return parted(text)
    if column in (OUTLET, REPUBLISHER):
        if text and text not in outlets:
            told = _("%(column)s: no outlet has the slug “%(slug)s”.")
            raise _RowError(told % {"column": column, "slug": text})
        return text or None
    if column == "language" and not _LANGUAGE.fullmatch(text):
        raise _RowError(_("language: two letters are expected (ISO 639-1)."))
    longest = getattr(Article._meta.get_field(column), "max_length", None)
    if longest is not None and len(text) > longest:
        told = _("%(column)s: longer than %(most)d letters.")
        raise _RowError(told % {"column": column, "most": longest})
    return text


def _status_value(article: Article, cells: Mapping[str, str]) -> dict[str, Any] | None:
    """Return how an article is hidden by its cells; those that the file lacks are as they are."""
    told = {name: cells.get(name, SET[name](article)).strip() for name in STATUS_CELLS}
    if told["status"] not in (PUBLISHED, HIDDEN):
        raise _RowError(_("status: either “published” or “hidden”."))
    if told["status"] == PUBLISHED:
        return None
    until = typed_date(told["hidden_until"])
    if until.earliest != until.latest:
        raise _RowError(_("hidden_until: a day is expected."))
    return {
        "public_reason": told["public_reason"],
        "internal_reason": told["internal_reason"],
        "until": until.edtf or None,
    }
